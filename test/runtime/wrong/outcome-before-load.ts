import { handleCommand } from "../../../runtime/command-handling.ts";
import type { HandleWalletCommand } from "../support/wallet-aggregate.ts";

/** Wrong: looks the outcome up before it loads the stream, so that it can miss one in between. */
export const outcomeBeforeLoad: HandleWalletCommand = (aggregate, command) => {
  const { events, outcomes } = aggregate;
  let early: Awaited<ReturnType<typeof outcomes.find>>;
  return handleCommand(
    {
      ...aggregate,
      events: {
        ...events,
        async load(streamId) {
          early = await outcomes.find(streamId, command.messageId);
          return events.load(streamId);
        },
      },
      outcomes: { ...outcomes, find: async () => early },
    },
    command,
  );
};
