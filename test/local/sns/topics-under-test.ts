import { type ManualClock, manualClock } from "../../../generator/local/clock.ts";
import { memoryJournal } from "../../../generator/local/journal.ts";
import type { Journal, SubscriptionDefinition } from "../../../generator/local/ports.ts";
import { createLocalSns } from "../../../generator/local/sns/create-local-sns.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";
import { account, queueArn, startOfTime } from "../sqs/queues-under-test.ts";

export const topicArn = (name: string) => `arn:aws:sns:eu-central-1:123456789012:${name}`;

/** Lets the topic send to the queue, as the queue's resource policy has to. */
export function allowTopic(topic: string, queue: string): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: queueArn(queue),
      Condition: { ArnEquals: { "aws:SourceArn": topicArn(topic) } },
    },
  });
}

interface Memory {
  readonly clock: ManualClock;
  readonly sqsJournal: Journal;
  readonly snsJournal: Journal;
}

export interface TopicsUnderTest extends Memory {
  readonly sqs: ReturnType<typeof createLocalSqs>;
  readonly sns: ReturnType<typeof createLocalSns>;
  readonly dropped: readonly string[];
  subscribe(settings?: Partial<SubscriptionDefinition>): void;
  /** The same topics and queues after the process ended and started again. */
  restart(): TopicsUnderTest;
}

/** What is on disk, without what the old process did to its journal object. */
function copyOf(journal: Journal): Journal {
  const copy = memoryJournal();
  copy.replace(journal.entries());
  return copy;
}

/** A standard and a FIFO topic with a queue each; more comes with the test. */
export function startTopics(
  memory: Memory = {
    clock: manualClock(startOfTime),
    sqsJournal: memoryJournal(),
    snsJournal: memoryJournal(),
  },
): TopicsUnderTest {
  const { clock } = memory;
  const dropped: string[] = [];
  const sqs = createLocalSqs({
    clock,
    account,
    endpoint: "http://127.0.0.1:4566",
    journal: memory.sqsJournal,
  });
  const sns = createLocalSns({
    clock,
    account,
    sqs,
    onDropped: (reason) => dropped.push(reason),
    journal: memory.snsJournal,
  });
  for (const fifo of [false, true]) {
    const suffix = fifo ? ".fifo" : "";
    sns.createTopic({ name: `events${suffix}`, fifo });
    const name = `orders${suffix}`;
    sqs.createQueue({ name, fifo, policy: allowTopic(`events${suffix}`, name) });
  }
  const subscribe = (settings: Partial<SubscriptionDefinition> = {}) =>
    sns.subscribe({
      topicArn: topicArn("events"),
      queueArn: queueArn("orders"),
      rawMessageDelivery: true,
      ...settings,
    });
  const restart = (): TopicsUnderTest =>
    startTopics({
      clock,
      sqsJournal: copyOf(memory.sqsJournal),
      snsJournal: copyOf(memory.snsJournal),
    });
  return { ...memory, sqs, sns, dropped, subscribe, restart };
}

export const fifoSubscription = {
  topicArn: topicArn("events.fifo"),
  queueArn: queueArn("orders.fifo"),
};
