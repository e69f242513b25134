import type { DevOutput } from "../dev.ts";
import type { LocalEvent } from "../local-events.ts";
import type { LocalRun } from "../local-run.ts";
import { describeEvent } from "./describe-event.ts";
import { describeRun } from "./describe-run.ts";
import { createPaint } from "./paint.ts";

export interface DevPrinter {
  ready(run: LocalRun, readyMs: number): void;
  event(event: LocalEvent): void;
  reloadFailed(error: unknown): void;
  closing(): void;
}

/** Text for people, or JSON lines for programs. */
export function createDevPrinter({
  output,
  json,
}: {
  readonly output: DevOutput;
  readonly json: boolean;
}): DevPrinter {
  const paint = createPaint(output.isTTY);
  const print = (text: string): void => output.write(`${text}\n`);
  const printJson = (value: object): void => print(JSON.stringify(value));
  if (json) {
    return {
      ready: (run, readyMs) => {
        const { url, dataDirectory, dynamoDbEndpoint } = run;
        const { routes, functions, queues, tables, notRun } = run.plan();
        printJson({
          type: "ready",
          readyMs: Math.round(readyMs),
          url,
          dataDirectory,
          dynamoDbEndpoint,
          routes: routes.map(({ routeKey, functionName }) => ({ routeKey, functionName })),
          functions: functions.map(({ name }) => name),
          queues: queues.map(({ name }) => name),
          tables: tables.map(({ name }) => name),
          notRun,
        });
      },
      event: printJson,
      reloadFailed: (error) => printJson({ type: "reload-failed", message: messageOf(error) }),
      closing: () => printJson({ type: "closing" }),
    };
  }
  return {
    ready: (run, readyMs) => {
      const { url, dataDirectory, dynamoDbEndpoint } = run;
      const plan = run.plan();
      print(`${describeRun({ url, dataDirectory, dynamoDbEndpoint, plan, readyMs }, paint)}\n`);
    },
    event: (event) => print(describeEvent(event, paint)),
    reloadFailed: (error) => {
      print(paint.bad(`Not reloaded; what ran before goes on.\n${messageOf(error)}`));
    },
    closing: () => print(paint.faint("Finishing what is under way ...")),
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
