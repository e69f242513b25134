import { createHash } from "node:crypto";
import type { Item, StreamRecord, TableDefinition } from "../ports.ts";
import type { StoredItem } from "./attribute-types.ts";
import { itemSize } from "./item-size.ts";

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Streams.html */
const RETENTION_MS = 24 * 60 * 60 * 1000;

/** One change as the stream keeps it; images are shared with the table, never copied. */
export interface StreamEntry {
  readonly sequence: number;
  readonly at: number;
  readonly keys: StoredItem;
  readonly before: StoredItem | undefined;
  readonly after: StoredItem | undefined;
  /** Deleted by time to live, which the record says in `userIdentity`. */
  readonly expired: boolean;
}

/** The changes of one table in the last 24 hours, oldest first, without gaps in their numbers. */
export interface StreamLog {
  readonly label: string;
  readonly arn: string;
  readonly viewType: NonNullable<TableDefinition["stream"]>;
  readonly createdAt: number;
  append(entry: StreamEntry): void;
  /** Drops what is older than 24 hours. */
  trim(now: number): void;
  /** Entries with a sequence of at least `from`, at most `limit`. */
  read(from: number, limit: number): readonly StreamEntry[];
  /** Sequence of the oldest kept entry; undefined when empty. */
  oldest(): number | undefined;
}

/** An empty stream of a table, created (and labelled) at the given time. */
export function createStreamLog(
  tableArn: string,
  viewType: StreamLog["viewType"],
  createdAt: number,
): StreamLog {
  const label = new Date(createdAt).toISOString().slice(0, -1);
  let entries: StreamEntry[] = [];
  /** Entries before this index are dropped but not yet removed, so that trimming stays cheap. */
  let head = 0;
  return {
    label,
    arn: `${tableArn}/stream/${label}`,
    viewType,
    createdAt,
    append(entry) {
      entries.push(entry);
    },
    trim(now) {
      while (head < entries.length && (entries[head] as StreamEntry).at <= now - RETENTION_MS)
        head += 1;
      if (head < 1024 || head * 2 < entries.length) return;
      entries = entries.slice(head);
      head = 0;
    },
    read(from, limit) {
      const first = entries[head];
      if (first === undefined) return [];
      const start = head + Math.max(0, from - first.sequence);
      return entries.slice(start, start + limit);
    },
    oldest: () => entries[head]?.sequence,
  };
}

/** AWS's numbers have at least 21 digits; these all have exactly 21, so they sort as texts too. */
export function formatSequence(sequence: number): string {
  return `1${String(sequence).padStart(20, "0")}`;
}

/** The inverse of `formatSequence`; undefined for a text that is no sequence number. */
export function parseSequence(text: string): number | undefined {
  return /^1\d{20}$/.test(text) ? Number(text.slice(1)) : undefined;
}

/** The record as Lambda gets it, with the images the view type asks for. */
export function toStreamRecord(log: StreamLog, entry: StreamEntry, region: string): StreamRecord {
  const { before, after, keys, sequence } = entry;
  const withNew = log.viewType === "NEW_IMAGE" || log.viewType === "NEW_AND_OLD_IMAGES";
  const withOld = log.viewType === "OLD_IMAGE" || log.viewType === "NEW_AND_OLD_IMAGES";
  const newImage = withNew ? after : undefined;
  const oldImage = withOld ? before : undefined;
  const sizeOf = (image: StoredItem | undefined) => (image === undefined ? 0 : itemSize(image));
  return {
    eventID: createHash("md5").update(`${log.arn} ${sequence}`).digest("hex"),
    eventName: before === undefined ? "INSERT" : after === undefined ? "REMOVE" : "MODIFY",
    eventVersion: "1.1",
    eventSource: "aws:dynamodb",
    awsRegion: region,
    eventSourceARN: log.arn,
    ...(entry.expired && {
      userIdentity: { type: "Service", principalId: "dynamodb.amazonaws.com" },
    }),
    dynamodb: {
      // AWS rounds down to the second.
      ApproximateCreationDateTime: Math.floor(entry.at / 1000),
      Keys: keys as Item,
      ...(newImage !== undefined && { NewImage: newImage as Item }),
      ...(oldImage !== undefined && { OldImage: oldImage as Item }),
      SequenceNumber: formatSequence(sequence),
      SizeBytes: sizeOf(keys) + sizeOf(newImage) + sizeOf(oldImage),
      StreamViewType: log.viewType,
    },
  };
}
