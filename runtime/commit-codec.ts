import type { Decoded } from "./decode.ts";
import { describeProblems } from "./decode.ts";
import type { MessageHeader } from "./envelope.ts";
import { RuntimeFailure } from "./errors.ts";
import type { Commit } from "./event-store.ts";

/**
 * Largest encoded commit in bytes. A commit travels through SNS and SQS, whose messages end at
 * 256 KiB with their attributes; 16 KiB of that stay free for header and attributes
 * (https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html).
 */
export const maximumCommitBytes = 240 * 1024;

/** The fields of a stored commit, whatever item or message they travel in. */
export interface EncodedCommit {
  readonly streamId: string;
  readonly version: number;
  /** JSON array of events. */
  readonly events: string;
  /** JSON object. */
  readonly header: string;
}

export type DecodeEvent<Event> = (input: unknown) => Decoded<Event>;

/** Checks that the events can be read back, and that they fit, before anything is written. */
export function encodeCommit<Event>(
  commit: Commit<Event>,
  decodeEvent: DecodeEvent<Event>,
): EncodedCommit {
  const events = JSON.stringify(commit.events);
  const header = JSON.stringify(commit.header);
  for (const [index, event] of commit.events.entries()) {
    const decoded = decodeEvent(event);
    if (!decoded.ok) {
      throw new RuntimeFailure(
        "invalid-event",
        `Event ${index + 1} of ${commit.header.source} "${commit.streamId}" is not of its type and was not stored: ${describeProblems(decoded.problems)}`,
      );
    }
  }
  const size = Buffer.byteLength(events) + Buffer.byteLength(header);
  if (size > maximumCommitBytes) {
    throw new RuntimeFailure(
      "commit-too-large",
      `The ${commit.events.length} event(s) for "${commit.streamId}" take ${size} bytes; a commit may take ${maximumCommitBytes}. Nothing was stored.`,
    );
  }
  return { streamId: commit.streamId, version: commit.version, events, header };
}

/** The inverse of `encodeCommit`; extra members of events are kept, missing ones are a failure. */
export function decodeCommit<Event>(
  encoded: EncodedCommit,
  decodeEvent: DecodeEvent<Event>,
): Commit<Event> {
  const place = `"${encoded.streamId}" version ${encoded.version}`;
  const events: unknown = JSON.parse(encoded.events);
  if (!Array.isArray(events) || events.length === 0) {
    throw new RuntimeFailure("undecodable-event", `The commit of ${place} holds no events.`);
  }
  return {
    streamId: encoded.streamId,
    version: encoded.version,
    header: JSON.parse(encoded.header) as MessageHeader,
    events: events.map((event) => {
      const decoded = decodeEvent(event);
      if (decoded.ok) return decoded.value;
      throw new RuntimeFailure(
        "undecodable-event",
        `A stored event of ${place} does not match its type: ${describeProblems(decoded.problems)}`,
      );
    }),
  };
}
