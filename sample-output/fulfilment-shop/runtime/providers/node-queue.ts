import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import type { SQSBatchResponse } from "aws-lambda";
import { physicalName, queueUrl } from "../environment.ts";
import type { QueueMessage } from "../provider.ts";

export function queueMessage(queue: string, message: Message): QueueMessage {
  return {
    messageId: message.MessageId ?? "",
    body: message.Body ?? "",
    eventSourceARN: physicalName(queue),
    attributes: { ...message.Attributes } as QueueMessage["attributes"],
  };
}

/** Takes one batch from a queue, deletes what was handled and gives back what was not. */
export async function pollQueue(
  sqs: SQSClient,
  queue: string,
  options: {
    readonly waitSeconds: number;
    /** Seconds until a message that was received so often is delivered again. */
    readonly retrySeconds: (receives: number) => number;
    readonly handle: (messages: readonly Message[]) => Promise<SQSBatchResponse>;
  },
): Promise<undefined> {
  const QueueUrl = queueUrl(queue);
  const { Messages: messages = [] } = await sqs.send(
    new ReceiveMessageCommand({
      QueueUrl,
      MaxNumberOfMessages: 10,
      WaitTimeSeconds: options.waitSeconds,
      MessageSystemAttributeNames: ["All"],
    }),
  );
  if (messages.length === 0) return undefined;
  let failure: unknown;
  // A handler that fails as a whole has handled nothing.
  const response = await options.handle(messages).catch((error: unknown) => {
    failure = error;
    return undefined;
  });
  const failed = failedIds(response, messages);
  const done = messages.filter(({ MessageId }) => !failed.has(MessageId ?? ""));
  const rest = messages.filter(({ MessageId }) => failed.has(MessageId ?? ""));
  const entry = (message: Message, index: number) => ({
    Id: String(index),
    ReceiptHandle: message.ReceiptHandle,
  });
  // What cannot be deleted or given back comes again by itself after the queue's visibility timeout.
  if (done.length > 0) {
    await sqs.send(new DeleteMessageBatchCommand({ QueueUrl, Entries: done.map(entry) }));
  }
  const groups = Map.groupBy(rest, ({ Attributes }) => Attributes?.MessageGroupId);
  for (const group of groups.values()) {
    // The same time for all of a group, so that its messages stay in order.
    const receives = group.map(({ Attributes }) => Number(Attributes?.ApproximateReceiveCount));
    const VisibilityTimeout = options.retrySeconds(Math.max(...receives));
    const Entries = group.map((message, index) => ({
      ...entry(message, index),
      VisibilityTimeout,
    }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
  if (failure !== undefined) throw failure;
  return undefined;
}

/** As event source mappings read it: a response that names what is not in the batch fails the batch. */
function failedIds(
  response: SQSBatchResponse | undefined,
  messages: readonly Message[],
): ReadonlySet<string> {
  const all = new Set(messages.map(({ MessageId = "" }) => MessageId));
  const failed = response?.batchItemFailures?.map(({ itemIdentifier }) => itemIdentifier);
  return failed?.every((id) => all.has(id)) ? new Set(failed) : all;
}
