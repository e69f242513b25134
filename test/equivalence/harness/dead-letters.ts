import type { Services } from "./services.ts";
import { prefix } from "./shop.ts";
import { poisonMark } from "./workload.ts";

export interface DeadLetter {
  /** Queue that gave up on it, in the stack. */
  readonly queue: string;
  readonly group: string;
  readonly body: string;
}

/** Takes what is in the dead-letter queues, in order of arrival per queue and group. */
export function takeDeadLetters({ sqs }: Services): readonly DeadLetter[] {
  const names = sqs.queues().map(({ name }) => name);
  const letters: DeadLetter[] = [];
  for (const name of names.filter((each) => each.endsWith("-dlq.fifo")).sort()) {
    for (let batch = sqs.receive(name, 10); batch.length > 0; batch = sqs.receive(name, 10)) {
      for (const { receiptHandle, body, attributes } of batch) {
        sqs.deleteMessage(name, receiptHandle);
        const queue = name.slice(prefix.length).replace("-dlq.fifo", ".fifo");
        letters.push({ queue, group: attributes.MessageGroupId ?? "", body });
      }
    }
  }
  return letters;
}

/** Whether no handler can ever take the message. */
export function isPoison({ body }: Pick<DeadLetter, "body">): boolean {
  return [poisonMark, '"BreakOrder"', '"Unknown"'].some((mark) => body.includes(mark));
}

/** Sends dead letters to where they came from, as a redrive does. */
export function sendBack({ sqs }: Services, letters: readonly DeadLetter[], round: number): void {
  for (const [index, { queue, group: groupId, body }] of letters.entries()) {
    const deduplicationId = `redrive-${round}-${index}`;
    sqs.send(`${prefix}${queue}`, { body, groupId, deduplicationId });
  }
}
