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

/** What a store or a message holds where a commit should be: parsed, and not checked yet. */
export interface UncheckedCommit {
  readonly streamId: unknown;
  readonly version: unknown;
  readonly events: unknown;
  readonly header: unknown;
}

/** Checks that the events can be read back, and that they fit, before anything is written. */
export function encodeCommit<Event>(
  commit: Commit<Event>,
  decodeEvent: DecodeEvent<Event>,
): EncodedCommit {
  for (const [index, event] of commit.events.entries()) {
    const decoded = decodeEvent(event);
    if (!decoded.ok) {
      throw new RuntimeFailure(
        "invalid-event",
        `Event ${index + 1} of ${commit.header.source} "${commit.streamId}" is not of its type and was not stored: ${describeProblems(decoded.problems)}`,
      );
    }
  }
  const events = JSON.stringify(commit.events);
  const header = JSON.stringify(commit.header);
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
  { streamId, version, events, header }: UncheckedCommit,
  decodeEvent: DecodeEvent<Event>,
): Commit<Event> {
  const place = `${JSON.stringify(streamId)} version ${version}`;
  if (typeof streamId !== "string" || !isVersion(version) || !isHeader(header)) {
    throw undecodable(
      `The commit of ${place} needs a streamId, a version from 1 and a header with ${headerMembers.join(", ")}.`,
    );
  }
  if (!Array.isArray(events) || events.length === 0) {
    throw undecodable(`The commit of ${place} holds no events.`);
  }
  return {
    streamId,
    version,
    header,
    events: events.map((event) => {
      const decoded = decodeEvent(event);
      if (decoded.ok) return decoded.value;
      throw undecodable(
        `A stored event of ${place} does not match its type: ${describeProblems(decoded.problems)}`,
      );
    }),
  };
}

/** The members of a header that something downstream reads. */
const headerMembers = ["time", "messageId", "correlationId", "causationId"] as const;

function isHeader(value: unknown): value is MessageHeader {
  if (typeof value !== "object" || value === null) return false;
  const members = value as Readonly<Record<string, unknown>>;
  return headerMembers.every((name) => typeof members[name] === "string");
}

function isVersion(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 1;
}

function undecodable(message: string): RuntimeFailure {
  return new RuntimeFailure("undecodable-event", message);
}
