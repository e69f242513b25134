import { createRequire } from "node:module";
import type { Script } from "node:vm";
import type { FunctionSettings } from "../../../generator/local/lambda/function-settings.ts";
import type { Clock } from "../../../generator/local/ports.ts";
import type { RandomSource } from "../../local/dynamodb/support/random-source.ts";
import type { SdkCommand, ServiceName } from "./services.ts";

/** Carries out a call that the code in an environment makes; one that never settles ends with the environment. */
export type CallService = (service: ServiceName, command: SdkCommand) => Promise<unknown>;

export interface EnvironmentOptions {
  readonly script: Script;
  readonly settings: FunctionSettings;
  readonly clock: Clock;
  readonly random: RandomSource;
  readonly callService: CallService;
  /** A pause of the code; how long it is does not matter. */
  readonly pause: () => Promise<void>;
  readonly onProbe: (line: string) => void;
  readonly onLine: (line: string) => void;
}

/** One execution environment: the function's modules, evaluated once, with what they remember. */
export interface Environment {
  readonly isAlive: boolean;
  /** Rejects when the handler throws or the environment crashes. */
  invoke(event: unknown): Promise<unknown>;
  /** Nothing that runs in it goes on. */
  crash(): void;
}

type Handler = (event: unknown) => Promise<unknown>;

const require = createRequire(import.meta.url);

export function startEnvironment(options: EnvironmentOptions): Environment {
  const { script, clock, random, pause } = options;
  let alive = true;
  let failCurrent: (error: Error) => void = () => {};

  function crash(): void {
    alive = false;
    failCurrent(new Error("Runtime exited"));
  }

  /** What comes back to a dead environment never arrives. */
  async function whileAlive<Result>(act: () => Promise<Result>): Promise<Result> {
    const never = new Promise<never>(() => {});
    if (!alive) return never;
    try {
      const result = await act();
      return alive ? result : await never;
    } catch (error) {
      if (alive) throw error;
      return never;
    }
  }

  const module: { exports: { handler?: Handler } } = { exports: {} };
  const injected = {
    module,
    exports: module.exports,
    require: (name: string) =>
      requireFor(name, {
        send: (service, command) => whileAlive(() => options.callService(service, command)),
        random,
      }),
    process: {
      env: options.settings.environment,
      stdout: { write: (line: string) => alive && options.onLine(line) },
      exit() {
        crash();
        throw new Error("The process has ended");
      },
    },
    setTimeout: (task: () => void) => void whileAlive(pause).then(task),
    Date: dateOf(clock),
    Math: Object.assign(Object.create(Math), { random: () => random.below(1000) / 1000 }),
    probe: (line: string) => alive && options.onProbe(line),
  };
  script.runInThisContext()(...Object.values(injected));

  return {
    get isAlive() {
      return alive;
    },
    async invoke(event) {
      const crashed = new Promise<never>((_resolve, reject) => {
        failCurrent = reject;
      });
      const { handler } = module.exports;
      if (handler === undefined) throw new Error("The bundle exports no handler.");
      // A copy, as on AWS: nothing is shared with the caller.
      return Promise.race([handler(structuredClone(event)), crashed]);
    },
    crash,
  };
}

/** The SDK with clients that call the embedded services; commands and errors are the SDK's own. */
function requireFor(
  name: string,
  to: { readonly send: CallService; readonly random: RandomSource },
): unknown {
  const clientOf = (service: ServiceName) =>
    class {
      send(command: SdkCommand) {
        return to.send(service, command);
      }
    };
  switch (name) {
    case "@aws-sdk/client-dynamodb":
      return { ...require(name), DynamoDBClient: clientOf("dynamodb") };
    case "@aws-sdk/client-sqs":
      return { ...require(name), SQSClient: clientOf("sqs") };
    case "@aws-sdk/client-sns":
      return { ...require(name), SNSClient: clientOf("sns") };
    case "node:crypto":
      return { randomUUID: () => `id-${to.random.below(2 ** 32)}` };
    case "node:util":
      return require(name);
    default:
      throw new Error(`The bundle asks for ${name}, which these tests do not know.`);
  }
}

function dateOf(clock: Clock): DateConstructor {
  return class extends Date {
    constructor(...parts: readonly unknown[]) {
      if (parts.length === 0) super(clock.now());
      else super(...(parts as [number]));
    }
    static override now(): number {
      return clock.now();
    }
  } as DateConstructor;
}
