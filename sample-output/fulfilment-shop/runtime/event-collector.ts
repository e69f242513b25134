import { processGroups } from "./batch.ts";
import { type DecodeEvent, decodeCommit } from "./commit-codec.ts";
import { RuntimeFailure } from "./errors.ts";
import { type Commit, type EventStore, lastVersion } from "./event-store.ts";
import { applyCommit, type Projection } from "./projection.ts";
import type { QueueHandler } from "./provider.ts";
import type { QueryDb, RowState } from "./query-db.ts";

export interface ReadModel<Event, Row> {
  /** `<plugin>/<component>`, for log lines. */
  readonly name: string;
  readonly projection: Projection<Event, Row>;
  readonly rows: QueryDb<Row>;
  /** The log the events come from, to fetch what the queue did not bring. */
  readonly log: Pick<EventStore<Event>, "readFrom">;
}

/** Writes per delivery before the message goes back to the queue. */
const maximumAttempts = 4;

/** Commits from the read model's queue: each applied once and in order, whatever the queue brings. */
export function eventCollector<Event, Row>(
  readModel: ReadModel<Event, Row>,
  decodeEvent: DecodeEvent<Event>,
): QueueHandler {
  return (records) =>
    processGroups(records, async (record, log) => {
      const commit = readCommit(record.body, decodeEvent);
      const checkpoint = await collect(readModel, commit);
      log.info(checkpoint.applied ? "Events applied" : "Events were applied before", {
        correlationId: commit.header.correlationId,
        messageId: commit.header.messageId,
        readModel: readModel.name,
        id: commit.streamId,
        version: checkpoint.version,
      });
    });
}

/**
 * The delivered commit is a doorbell: at or below the checkpoint it is dropped, right after it it is
 * applied, and beyond it the commits in between are read from the log first.
 */
export async function collect<Event, Row>(
  readModel: ReadModel<Event, Row>,
  commit: Commit<Event>,
): Promise<{ readonly applied: boolean; readonly version: number }> {
  for (let attempt = 1; attempt <= maximumAttempts; attempt++) {
    const state = await readModel.rows.load(commit.streamId);
    if (lastVersion(commit) <= state.checkpoint) {
      return { applied: false, version: state.checkpoint };
    }
    const commits =
      commit.version === state.checkpoint + 1
        ? [commit]
        : await readModel.log.readFrom(commit.streamId, state.checkpoint + 1);
    const next = commits.reduce<RowState<Row>>(
      ({ row }, each) => ({
        row: applyCommit(readModel.projection, row, each),
        checkpoint: lastVersion(each),
      }),
      state,
    );
    if (next.checkpoint < lastVersion(commit)) {
      throw new RuntimeFailure(
        "corrupt-stream",
        `${readModel.name} was told of version ${lastVersion(commit)} of "${commit.streamId}", but the log ends at version ${next.checkpoint}.`,
      );
    }
    if (await readModel.rows.save(commit.streamId, next, state.checkpoint)) {
      return { applied: true, version: next.checkpoint };
    }
  }
  throw new RuntimeFailure(
    "concurrency-conflict",
    `${readModel.name} lost ${maximumAttempts} races for the row "${commit.streamId}".`,
  );
}

function readCommit<Event>(body: string, decodeEvent: DecodeEvent<Event>): Commit<Event> {
  const message = parse(body);
  const { streamId, version, header, events } = message;
  if (streamId === undefined || version === undefined || !header || !events) {
    const found = Object.keys(message).join(", ") || "nothing";
    throw new RuntimeFailure(
      "undecodable-message",
      `The message is not a commit: expected streamId, version, header and events; found ${found}.`,
    );
  }
  return decodeCommit({ streamId, version, header, events }, decodeEvent);
}

function parse(body: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value === "object" && value !== null) return value as Record<string, unknown>;
  } catch (error) {
    throw new RuntimeFailure("undecodable-message", "The message is not a commit: no JSON.", {
      cause: error,
    });
  }
  throw new RuntimeFailure("undecodable-message", "The message is not a commit: no JSON object.");
}
