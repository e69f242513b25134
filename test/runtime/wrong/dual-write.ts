import { handleCommand } from "../../../runtime/command-handling.ts";
import type { Publishing } from "../contract/publication-checks.ts";

/** Wrong: stores and then publishes by itself; nothing publishes what a crash left in between. */
export const dualWrite: Publishing = {
  relaysStream: false,
  handle: (publish) => (aggregate, command) => {
    const append: typeof aggregate.events.append = async (...parameters) => {
      const result = await aggregate.events.append(...parameters);
      if (result.status === "appended") publish(result.commit);
      return result;
    };
    return handleCommand({ ...aggregate, events: { ...aggregate.events, append } }, command);
  },
};
