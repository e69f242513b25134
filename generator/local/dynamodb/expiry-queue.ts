import type { StoredItem } from "./attribute-types.ts";
import { orderTexts } from "./compare-values.ts";
import { createSortedList } from "./sorted-list.ts";
import type { RowKey } from "./table-keys.ts";

/**
 * AWS ignores times more than five years in the past.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/howitworks-ttl.html
 */
const FIVE_YEARS_SECONDS = 5 * 365 * 24 * 60 * 60;

/** The items of one table that will expire, soonest first. */
export interface ExpiryQueue {
  /** Follows a change of an item. */
  change(key: RowKey, before: StoredItem | undefined, after: StoredItem | undefined): void;
  /** Keys of at most `limit` items that have expired at `now` (milliseconds). */
  expired(now: number, limit: number): readonly RowKey[];
  /** Milliseconds since the epoch at which the next item expires; undefined when none will. */
  next(now: number): number | undefined;
}

interface Expiry {
  /** Epoch seconds, not rounded. */
  readonly seconds: number;
  readonly key: RowKey;
}

/** A queue by the given attribute, a number of epoch seconds; items without it never expire. */
export function createExpiryQueue(attribute: string): ExpiryQueue {
  const expiries = createSortedList<Expiry>(
    (left, right) => left.seconds - right.seconds || orderTexts(left.key.id, right.key.id),
  );
  const secondsOf = (item: StoredItem | undefined): number | undefined => {
    const value = item?.[attribute];
    return value !== undefined && "N" in value ? Number(value.N) : undefined;
  };
  const tooOld = (now: number) => now / 1000 - FIVE_YEARS_SECONDS;
  return {
    change(key, before, after) {
      const old = secondsOf(before);
      const seconds = secondsOf(after);
      if (old === seconds) return;
      if (old !== undefined) expiries.remove({ seconds: old, key });
      if (seconds !== undefined) expiries.insert({ seconds, key });
    },
    expired(now, limit) {
      const keys: RowKey[] = [];
      for (const { seconds, key } of expiries.ascend((entry) => entry.seconds > tooOld(now))) {
        if (seconds * 1000 > now || keys.length === limit) break;
        keys.push(key);
      }
      return keys;
    },
    next(now) {
      for (const { seconds } of expiries.ascend((entry) => entry.seconds > tooOld(now)))
        return seconds * 1000;
      return undefined;
    },
  };
}
