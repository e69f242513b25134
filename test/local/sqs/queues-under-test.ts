import { type ManualClock, manualClock } from "../../../generator/local/clock.ts";
import { memoryJournal } from "../../../generator/local/journal.ts";
import {
  AwsError,
  type Journal,
  type QueueDefinition,
  type QueueRecord,
} from "../../../generator/local/ports.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";

export const account = { accountId: "123456789012", region: "eu-central-1" };
export const startOfTime = Date.UTC(2026, 0, 1);

export interface QueuesUnderTest {
  readonly sqs: ReturnType<typeof createLocalSqs>;
  readonly clock: ManualClock;
  readonly journal: Journal;
  /** The same queues after the process ended and started again. */
  restart(): QueuesUnderTest;
}

export function startQueues(
  definitions: readonly QueueDefinition[] = [],
  state: { clock: ManualClock; journal: Journal } = {
    clock: manualClock(startOfTime),
    journal: memoryJournal(),
  },
): QueuesUnderTest {
  const sqs = createLocalSqs({ ...state, account, endpoint: "http://127.0.0.1:4566" });
  for (const definition of definitions) sqs.createQueue(definition);
  return { ...state, sqs, restart: () => startQueues(definitions, state) };
}

export const standardQueue: QueueDefinition = { name: "orders", fifo: false };
export const fifoQueue: QueueDefinition = { name: "orders.fifo", fifo: true };

export function bodies(records: readonly QueueRecord[]): readonly string[] {
  return records.map(({ body }) => body);
}

export function queueArn(name: string): string {
  return `arn:aws:sqs:${account.region}:${account.accountId}:${name}`;
}

/** Code and message of the AwsError that the action throws. */
export function refusal(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message}`;
    throw error;
  }
  return "no error";
}

/** The first element, where a test cannot go on without one. */
export function first<Element>(elements: readonly Element[]): Element {
  const [element] = elements;
  if (element === undefined) throw new Error("Expected at least one element, found none.");
  return element;
}
