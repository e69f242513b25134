import { type Routes, route } from "../../../runtime/routing.ts";

/** Wrong: takes it that a function has one queue and one stream, and gives their records to the first. */
export const routeByFunction: typeof route = ({ http, queues = {}, streams = {} }) =>
  route({ ...(http && { http }), queues: always(queues), streams: always(streams) } as Routes);

/** A table with one entry for whatever is looked up. */
function always<Handler>(handlers: Readonly<Record<string, Handler>>) {
  const [first] = Object.values(handlers);
  return new Proxy(handlers, {
    get: (_target, name) => (typeof name === "string" ? first : undefined),
    getOwnPropertyDescriptor: () =>
      first === undefined ? undefined : { configurable: true, enumerable: true, value: first },
  });
}
