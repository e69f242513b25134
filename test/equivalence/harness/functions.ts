import type { StackPlan } from "../../../generator/local/stack/stack-plan.ts";
import type { RandomSource } from "../../local/dynamodb/support/random-source.ts";
import type { Handlers } from "./bundle-handlers.ts";
import { type Environment, startEnvironment } from "./environment.ts";
import type { Faults } from "./faults.ts";
import { operationOf, type SdkCommand, type ServiceName, type Services } from "./services.ts";
import { prefix } from "./shop.ts";
import type { Turns } from "./turns.ts";

/** One event for a function; the names say what it is for, not which function gets it. */
export interface Delivery {
  readonly functionName: string;
  /** Route, queue or table. */
  readonly source: string;
  /** Tells what is delivered at the same time apart: shard, if any, and number. */
  readonly number: string;
  readonly event: unknown;
}

export interface Functions {
  /** Rejects when the invocation fails as a whole. */
  invoke(delivery: Delivery): Promise<unknown>;
  /** Environments that were started, by function in the stack. */
  readonly coldStarts: ReadonlyMap<string, number>;
  /** Records that were delivered, by source. */
  readonly deliveries: ReadonlyMap<string, number>;
}

interface Host {
  readonly environment: Environment;
  current: { readonly source: string; readonly label: string; calls: number };
}

/** The functions of a deployment: each event gets an environment of its function to itself, a warm one if there is one. */
export function startFunctions(options: {
  readonly plan: StackPlan;
  readonly handlers: Handlers;
  readonly services: Services;
  readonly turns: Turns;
  readonly faults: Faults;
  readonly random: RandomSource;
  readonly onProbe: (line: string) => void;
}): Functions {
  const { plan, handlers, services, turns, faults } = options;
  const idle = new Map<string, Host[]>();
  const coldStarts = new Map<string, number>();
  const deliveries = new Map<string, number>();

  async function callService(host: Host, service: ServiceName, command: SdkCommand) {
    const { source, label } = host.current;
    const operation = operationOf(command);
    host.current.calls += 1;
    const turn = `${label} call ${host.current.calls}`;
    await turns.take(`${turn} ${operation}`);
    if (!host.environment.isAlive) return undefined;
    const fault = faults.next(`${source} ${operation}${targetOf(command)}`);
    if (fault === "crash-before") return host.environment.crash();
    if (fault === "refused") return refuse(services, service, command);
    const answer = await services.execute(service, command);
    if (fault === "crash-after") return host.environment.crash();
    await turns.take(`${turn} answer`);
    if (fault === "answer-lost") throw new Error("The answer got lost");
    return answer;
  }

  function start(functionName: string): Host {
    const script = handlers.get(functionName);
    const settings = plan.functions.find(({ name }) => name === functionName);
    if (script === undefined || settings === undefined) {
      throw new Error(`The stack declares no function ${functionName}.`);
    }
    add(coldStarts, functionName.slice(prefix.length), 1);
    const host: Host = {
      current: { source: "", label: "", calls: 0 },
      environment: startEnvironment({
        script,
        settings,
        clock: services.clock,
        random: options.random,
        callService: (service, command) => callService(host, service, command),
        pause: () => turns.take(`${host.current.label} pause`),
        onProbe: options.onProbe,
        onLine: () => {},
      }),
    };
    return host;
  }

  return {
    coldStarts,
    deliveries,
    async invoke({ functionName, source, number, event }) {
      add(deliveries, source, recordsIn(event));
      const waiting = idle.get(functionName) ?? [];
      idle.set(functionName, waiting);
      const host = waiting.pop() ?? start(functionName);
      host.current = { source, label: `${source} ${number}`, calls: 0 };
      try {
        return await host.environment.invoke(event);
      } finally {
        if (host.environment.isAlive) waiting.push(host);
      }
    },
  };
}

/** A batch to a topic is refused in part, everything else as a whole. */
async function refuse(services: Services, service: ServiceName, command: SdkCommand) {
  const entries = command.input.PublishBatchRequestEntries;
  if (!Array.isArray(entries) || entries.length < 2) throw new Error("The service refuses");
  const taken = entries.slice(0, Math.floor(entries.length / 2));
  const Command = command.constructor as new (input: object) => SdkCommand;
  const part = new Command({ ...command.input, PublishBatchRequestEntries: taken });
  const answer = (await services.execute(service, part)) as Readonly<Record<string, unknown>>;
  const failed = entries.slice(taken.length) as readonly { readonly Id: string }[];
  const error = { Code: "InternalError", Message: "The service refuses", SenderFault: false };
  return { ...answer, Failed: failed.map(({ Id }) => ({ Id, ...error })) };
}

function add(counts: Map<string, number>, name: string, count: number): void {
  counts.set(name, (counts.get(name) ?? 0) + count);
}

function recordsIn(event: unknown): number {
  const { Records: records } = event as { Records?: readonly unknown[] };
  return records?.length ?? 1;
}

/** ` order-event-log`, where a call names a table. */
function targetOf({ input }: SdkCommand): string {
  return typeof input.TableName === "string" ? ` ${input.TableName.slice(prefix.length)}` : "";
}
