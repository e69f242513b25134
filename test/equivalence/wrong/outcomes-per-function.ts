import { type Aggregate, handleCommand } from "../../../runtime/command-handling.ts";
import type { CommandEnvelope } from "../../../runtime/envelope.ts";
import type { Outcome } from "../../../runtime/outcome-store.ts";

const known = new Map<string, Outcome<unknown>>();

/** Wrong: knows commands again by ids that are unique for one type of aggregate, not for a function. */
export const outcomesPerFunction: typeof handleCommand = async <
  State,
  Command,
  Event extends { readonly type: string },
  Rejection,
>(
  aggregate: Aggregate<State, Command, Event, Rejection>,
  command: CommandEnvelope<Command>,
) => {
  const key = `${command.id} ${command.messageId}`;
  const outcome = known.get(key) ?? (await handleCommand(aggregate, command));
  known.set(key, outcome);
  return outcome as Outcome<Rejection>;
};
