import type { QueueRecord } from "../../../generator/local/ports.ts";
import type { Services } from "./services.ts";
import { prefix } from "./shop.ts";
import { poisonMark } from "./workload.ts";

export interface DeadLetter {
  /** In the stack. */
  readonly queue: string;
  readonly group: string | undefined;
  readonly body: string;
}

/** What queues gave up on, in order of arrival per queue. */
export function deadLetters(services: Services): readonly DeadLetter[] {
  return deadLetterQueues(services).flatMap((queue) => {
    const records = receiveAll(services, queue);
    release(services, queue, records);
    return records.map(({ body, attributes }) => ({
      queue: queue.slice(prefix.length),
      group: attributes.MessageGroupId,
      body,
    }));
  });
}

/** Whether no handler can ever take the message. */
export function isPoison({ body }: Pick<DeadLetter, "body">): boolean {
  return body.includes(poisonMark) || body.includes('"BreakOrder"');
}

/** Throws poison away and moves everything else back to where it came from; answers how much that was. */
export function moveBack(services: Services): number {
  const { sqs } = services;
  let moved = 0;
  for (const queue of deadLetterQueues(services)) {
    const records = receiveAll(services, queue);
    const healthy = records.filter((record) => !isPoison(record));
    for (const record of records.filter(isPoison)) sqs.deleteMessage(queue, record.receiptHandle);
    release(services, queue, healthy);
    void sqs.execute("StartMessageMoveTask", { SourceArn: sqs.queueArn(queue) });
    moved += healthy.length;
  }
  return moved;
}

function deadLetterQueues({ sqs }: Services): readonly string[] {
  return sqs
    .queues()
    .map(({ name }) => name)
    .filter((name) => name.endsWith("-dlq.fifo"))
    .sort();
}

function receiveAll({ sqs }: Services, queue: string): readonly QueueRecord[] {
  const records: QueueRecord[] = [];
  for (let batch = sqs.receive(queue, 10); batch.length > 0; batch = sqs.receive(queue, 10)) {
    records.push(...batch);
  }
  return records;
}

function release({ sqs }: Services, queue: string, records: readonly QueueRecord[]): void {
  for (const { receiptHandle } of records) sqs.changeVisibility(queue, receiptHandle, 0);
}
