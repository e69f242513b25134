import { RuntimeFailure } from "./errors.ts";
import { log } from "./log.ts";
import type { Delivery, HostContext, Result, Routes } from "./provider.ts";

type AnyHandler = (input: unknown, context: HostContext) => Promise<Result>;

/**
 * Gives a delivery to the handler of its source. An unknown source is a failure: what came from it
 * stays where it is until it reaches the dead-letter queue.
 */
export function dispatch(
  routes: Routes,
  { kind, source, input }: Delivery,
  context: HostContext,
): Promise<Result> {
  const handlers = kind === "unknown" ? undefined : routes[kind];
  const handler = handlers && Object.hasOwn(handlers, source) ? handlers[source] : undefined;
  if (handler === undefined) throw unknownSource(source, routes);
  return (handler as AnyHandler)(input, context);
}

function unknownSource(source: string, routes: Routes): RuntimeFailure {
  const known = [routes.http, routes.queues, routes.streams].flatMap((table) =>
    Object.keys(table ?? {}),
  );
  const failure = new RuntimeFailure(
    "unknown-source",
    `No handler found for ${source}; this function handles ${known.join(", ") || "nothing"}.`,
  );
  log.error(failure.message);
  return failure;
}
