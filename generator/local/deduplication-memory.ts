/**
 * How long a deduplication id is remembered, in milliseconds.
 * https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/using-messagededuplicationid-property.html
 */
export const deduplicationIntervalMs = 5 * 60 * 1000;

export interface RememberedMessage {
  readonly at: number;
  readonly messageId: string;
  readonly sequenceNumber: string;
}

/** What was accepted under which deduplication id in the last five minutes. */
export interface DeduplicationMemory {
  find(key: string, now: number): RememberedMessage | undefined;
  remember(key: string, message: RememberedMessage): void;
  forgetAll(): void;
  entries(now: number): Iterable<readonly [key: string, message: RememberedMessage]>;
}

/**
 * Two maps, each filled for one interval, so that forgetting is dropping the older map instead of
 * searching for what has expired.
 */
export function createDeduplicationMemory(): DeduplicationMemory {
  let current = new Map<string, RememberedMessage>();
  let previous = new Map<string, RememberedMessage>();
  let currentSince = Number.NEGATIVE_INFINITY;

  function turnOver(now: number): void {
    if (now - currentSince < deduplicationIntervalMs) return;
    previous = current;
    current = new Map();
    currentSince = now;
  }

  function isFresh(message: RememberedMessage, now: number): boolean {
    return now - message.at < deduplicationIntervalMs;
  }

  return {
    find(key, now) {
      const message = current.get(key) ?? previous.get(key);
      return message !== undefined && isFresh(message, now) ? message : undefined;
    },
    remember(key, message) {
      turnOver(message.at);
      current.set(key, message);
    },
    forgetAll() {
      current.clear();
      previous.clear();
    },
    *entries(now) {
      for (const [key, message] of [...previous, ...current]) {
        if (isFresh(message, now)) yield [key, message];
      }
    },
  };
}

/** The key under which a message is remembered: an id counts per queue (or topic) or per message group. */
export function deduplicationKey(
  id: string,
  groupId: string,
  scope: "whole" | "messageGroup",
): string {
  return scope === "whole" ? id : JSON.stringify([groupId, id]);
}
