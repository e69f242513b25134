import { processGroups } from "./batch.ts";
import { type Aggregate, handleCommand } from "./command-handling.ts";
import { type Decoded, describeProblems } from "./decode.ts";
import type { CommandEnvelope } from "./envelope.ts";
import { RuntimeFailure } from "./errors.ts";
import { idRule, isId } from "./http.ts";
import type { QueueHandler } from "./provider.ts";

/** Commands from the aggregate's queue: each decided once, in order per aggregate id. */
export function commandTopic<State, Command, Event extends { readonly type: string }, Rejection>(
  aggregate: Aggregate<State, Command, Event, Rejection>,
  decodeCommand: (input: unknown) => Decoded<Command>,
): QueueHandler {
  return (records) =>
    processGroups(records, async (record, log) => {
      const command = readEnvelope(record.body, decodeCommand);
      const outcome = await handleCommand(aggregate, command);
      log.info(`Command ${outcome.status}`, {
        correlationId: command.correlationId,
        messageId: command.messageId,
        aggregate: aggregate.name,
        id: command.id,
        command: command.type,
        ...(outcome.status === "accepted"
          ? { version: outcome.version, events: outcome.events }
          : { rejection: outcome.rejection }),
      });
    });
}

function readEnvelope<Command>(
  body: string,
  decodeCommand: (input: unknown) => Decoded<Command>,
): CommandEnvelope<Command> {
  const envelope = parse(body);
  // Another id would be stored and then be refused as a message group, which stops the log's relay.
  if (!isId(envelope.id)) throw undecodable(`its id must be ${idRule}`);
  for (const member of ["messageId", "correlationId"] as const) {
    if (typeof envelope[member] !== "string" || envelope[member] === "") {
      throw undecodable(`its envelope has no ${member}`);
    }
  }
  const { expectedVersion } = envelope;
  if (expectedVersion !== undefined && !Number.isSafeInteger(expectedVersion)) {
    throw undecodable("its expectedVersion is no whole number");
  }
  const decoded = decodeCommand(envelope.payload);
  if (!decoded.ok) throw undecodable(describeProblems(decoded.problems));
  return { ...envelope, payload: decoded.value };
}

function parse(body: string): CommandEnvelope<unknown> {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch (error) {
    throw undecodable("its body is no JSON", { cause: error });
  }
  if (typeof value !== "object" || value === null) throw undecodable("its body is no JSON object");
  return value as CommandEnvelope<unknown>;
}

function undecodable(reason: string, options?: ErrorOptions): RuntimeFailure {
  return new RuntimeFailure(
    "undecodable-message",
    `The message is not a command in its envelope: ${reason}.`,
    options,
  );
}
