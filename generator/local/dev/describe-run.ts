import type { StackPlan } from "../stack/stack-plan.ts";
import { seconds } from "./describe-event.ts";
import type { Paint } from "./paint.ts";

export interface RunDescription {
  readonly url: string;
  readonly dataDirectory: string;
  readonly dynamoDbEndpoint?: string | undefined;
  readonly plan: StackPlan;
  readonly readyMs: number;
}

/** What is up, in the order in which someone looks for it. */
export function describeRun(
  { url, dataDirectory, dynamoDbEndpoint, plan, readyMs }: RunDescription,
  paint: Paint,
): string {
  const lines = [
    paint.strong(`Ready in ${seconds(readyMs)}: ${url}`),
    "",
    ...section(
      "Routes",
      plan.routes.map(({ routeKey, prefix = "", functionName, authorization }) => {
        const [method = "", path = ""] = routeKey.split(" ");
        const shown = path === "" ? routeKey : `${method} ${url}${prefix}${path}`;
        return `${shown} ${paint.faint(`→ ${functionName} (${authorization})`)}`;
      }),
    ),
    ...section("Try it", tryIt(url, plan)),
    ...section(
      "Functions",
      plan.functions.map(({ name, memoryMb, timeoutSeconds }) => {
        const handles = handledBy(name, plan);
        return `${name} ${paint.faint(`${memoryMb} MB, ${timeoutSeconds} s: ${handles.join(", ") || "nothing"}`)}`;
      }),
    ),
    ...section(
      "Queues",
      plan.queues.map(({ name }) => name),
    ),
    ...section(
      dynamoDbEndpoint === undefined ? "Tables" : `Tables at ${dynamoDbEndpoint}`,
      plan.tables.map(({ name }) => name),
    ),
    ...section("Not run locally", plan.notRun),
    `Data: ${dataDirectory}`,
    paint.faint("Ctrl+C ends the run; the data stays."),
  ];
  return lines.join("\n");
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`), ""];
}

/** A request for the first route that takes a command. */
function tryIt(url: string, { routes }: StackPlan): readonly string[] {
  const route = routes.find(({ routeKey }) => routeKey.startsWith("POST "));
  if (route === undefined) return [];
  const path = route.routeKey.slice("POST ".length).replace(/\{[^}]+\}/g, "example-1");
  return [
    `curl -i -X POST '${url}${route.prefix ?? ""}${path}' -H 'content-type: application/json' -d '{}'`,
  ];
}

function handledBy(name: string, plan: StackPlan): readonly string[] {
  return [
    ...plan.routes.filter((route) => route.functionName === name).map(({ routeKey }) => routeKey),
    ...plan.queueMappings
      .filter((mapping) => mapping.functionName === name)
      .map(({ queueName }) => `queue ${queueName}`),
    ...plan.streamMappings
      .filter((mapping) => mapping.functionName === name)
      .map(({ tableName }) => `stream of ${tableName}`),
  ];
}
