import { RuntimeFailure } from "../../../runtime/errors.ts";
import { type Routes, route } from "../../../runtime/routing.ts";

/** Wrong: takes what it does not know for done, so that the queue deletes it. */
export const ackUnknown = (routes: Routes) => {
  const handle = route(routes);
  return (event: unknown) =>
    handle(event).catch((error: unknown) => {
      if (error instanceof RuntimeFailure) return { batchItemFailures: [] };
      throw error;
    });
};
