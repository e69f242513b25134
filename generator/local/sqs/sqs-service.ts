import type { Clock, Journal, LocalAccount } from "../ports.ts";
import { applyChange, type ChangeTarget, type QueueChange } from "./queue-changes.ts";
import { scheduleWakeUp } from "./queue-listeners.ts";
import type { QueueSettings } from "./queue-settings.ts";
import { createQueueState, type QueueState, settleQueue } from "./queue-state.ts";
import { queueDoesNotExist } from "./sqs-errors.ts";

export interface SqsOptions {
  readonly clock: Clock;
  readonly account: LocalAccount;
  /** Base of queue URLs; a function when the port is known only once the endpoint listens. */
  readonly endpoint: string | (() => string);
  readonly journal?: Journal | undefined;
}

/** All queues and the one way to change them. */
export interface SqsService {
  readonly clock: Clock;
  readonly account: LocalAccount;
  readonly queues: ReadonlyMap<string, QueueState>;
  queueUrl(name: string): string;
  queueArn(name: string): string;
  /** The queue, brought up to the time. */
  openQueue(name: string): QueueState;
  findQueueByArn(arn: string): QueueState | undefined;
  nextOrder(): number;
  /** Journals changes, then carries them out; a change is durable before it shows. */
  commit(...changes: readonly QueueChange[]): void;
}

/** Below this many entries a journal is not worth rewriting. */
const smallestRewrite = 10_000;
/** A journal is rewritten when this many of its entries are history for each that is still true. */
const historyPerLiveEntry = 4;

export function createSqsService(options: SqsOptions): SqsService {
  const { clock, account, journal } = options;
  const target: ChangeTarget = {
    queues: new Map(),
    nextOrder: 1,
    createQueue: (settings: QueueSettings, at: number) =>
      createQueueState(settings, queueArn(settings.name), at),
  };
  let appended = 0;

  function queueArn(name: string): string {
    return `arn:aws:sqs:${account.region}:${account.accountId}:${name}`;
  }

  function queueUrl(name: string): string {
    const { endpoint } = options;
    const base = typeof endpoint === "string" ? endpoint : endpoint();
    return `${base.replace(/\/+$/, "")}/${account.accountId}/${name}`;
  }

  function openQueue(name: string): QueueState {
    const queue = target.queues.get(name);
    if (queue === undefined) throw queueDoesNotExist();
    settleQueue(queue, clock.now());
    return queue;
  }

  function rewriteWhenLong(): void {
    if (journal === undefined || appended < smallestRewrite) return;
    let live = target.queues.size;
    for (const queue of target.queues.values()) live += queue.messages.size;
    if (appended < live * historyPerLiveEntry) return;
    journal.replace(snapshot(target, clock.now()));
    appended = 0;
  }

  if (journal !== undefined) {
    for (const entry of journal.entries()) applyChange(target, entry as QueueChange, clock.now());
    for (const queue of target.queues.values()) settleQueue(queue, clock.now());
    journal.replace(snapshot(target, clock.now()));
  }

  return {
    clock,
    account,
    queues: target.queues,
    queueUrl,
    queueArn,
    openQueue,
    findQueueByArn(arn) {
      const name = arn.slice(arn.lastIndexOf(":") + 1);
      return queueArn(name) === arn ? target.queues.get(name) : undefined;
    },
    nextOrder: () => target.nextOrder++,
    commit(...changes) {
      for (const change of changes) {
        journal?.append(change);
        appended += 1;
        applyChange(target, change, clock.now());
        const name = change.type === "move" ? change.to : "queue" in change ? change.queue : "";
        const queue = target.queues.get(name);
        if (queue !== undefined) scheduleWakeUp(queue, clock);
      }
      rewriteWhenLong();
    },
  };
}

/** The least list of changes that makes the present state. */
function* snapshot(target: ChangeTarget, now: number): Iterable<QueueChange> {
  yield { type: "next-order", order: target.nextOrder };
  for (const [name, queue] of target.queues) {
    const { settings, createdAt, modifiedAt, purgedAt } = queue;
    yield { type: "queue", settings, at: createdAt };
    if (modifiedAt !== createdAt) yield { type: "queue", settings, at: modifiedAt };
    if (purgedAt !== undefined) yield { type: "purge", queue: name, at: purgedAt };
    for (const [key, message] of queue.deduplication.entries(now)) {
      yield { type: "remembered", queue: name, key, message };
    }
    for (const { stored } of queue.messages.values()) {
      yield { type: "message", queue: name, message: stored };
    }
  }
}
