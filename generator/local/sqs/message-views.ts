import { createHash } from "node:crypto";
import { type MessageAttributes, messageAttributesMd5 } from "../message-attributes.ts";
import type { QueueRecord } from "../ports.ts";
import { sequenceNumberOf } from "./queue-changes.ts";
import type { QueueState, StoredMessage } from "./queue-state.ts";
import { toReceiptHandle } from "./receipt-handle.ts";
import type { SqsService } from "./sqs-service.ts";

/** A received message as Lambda hands it to a function. */
// https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html
export function toQueueRecord(
  service: SqsService,
  queue: QueueState,
  message: StoredMessage,
): QueueRecord {
  const attributesMd5 = messageAttributesMd5(message.attributes);
  return {
    messageId: message.id,
    receiptHandle: receiptHandleOf(queue, message),
    body: message.body,
    attributes: Object.fromEntries(systemAttributes(service, queue, message)),
    messageAttributes: Object.fromEntries(
      Object.entries(message.attributes).map(([name, attribute]) => [
        name,
        {
          dataType: attribute.DataType,
          ...(attribute.StringValue === undefined ? {} : { stringValue: attribute.StringValue }),
          ...(attribute.BinaryValue === undefined ? {} : { binaryValue: attribute.BinaryValue }),
        },
      ]),
    ),
    md5OfBody: md5(message.body),
    ...(attributesMd5 === undefined ? {} : { md5OfMessageAttributes: attributesMd5 }),
    eventSource: "aws:sqs",
    eventSourceARN: queue.arn,
    awsRegion: service.account.region,
  };
}

/** A received message as ReceiveMessage answers it, with the attributes that were asked for. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ReceiveMessage.html
export function toApiMessage(
  service: SqsService,
  queue: QueueState,
  wanted: {
    message: StoredMessage;
    systemNames: readonly string[];
    attributeNames: readonly string[];
  },
): Record<string, unknown> {
  const { message, systemNames, attributeNames } = wanted;
  const system = systemAttributes(service, queue, message).filter(
    ([name]) => systemNames.includes("All") || systemNames.includes(name),
  );
  const attributes = selectAttributes(message.attributes, attributeNames);
  const attributesMd5 = messageAttributesMd5(attributes);
  return {
    MessageId: message.id,
    ReceiptHandle: receiptHandleOf(queue, message),
    MD5OfBody: md5(message.body),
    Body: message.body,
    ...(system.length === 0 ? {} : { Attributes: Object.fromEntries(system) }),
    ...(attributesMd5 === undefined
      ? {}
      : { MD5OfMessageAttributes: attributesMd5, MessageAttributes: attributes }),
  };
}

export function md5(text: string): string {
  return createHash("md5").update(text).digest("hex");
}

function receiptHandleOf(queue: QueueState, message: StoredMessage): string {
  return toReceiptHandle({
    queue: queue.settings.name,
    order: message.order,
    receive: message.receivesHere,
  });
}

function systemAttributes(
  service: SqsService,
  queue: QueueState,
  message: StoredMessage,
): readonly (readonly [name: string, value: string])[] {
  const values: readonly (readonly [string, string | number | undefined])[] = [
    ["ApproximateReceiveCount", message.receiveCount],
    ["AWSTraceHeader", message.traceHeader],
    ["SentTimestamp", message.sentAt],
    ["SequenceNumber", queue.settings.fifo ? sequenceNumberOf(message) : undefined],
    ["MessageGroupId", message.groupId],
    ["SenderId", service.account.accountId],
    ["MessageDeduplicationId", message.deduplicationId],
    ["ApproximateFirstReceiveTimestamp", message.firstReceivedAt],
    ["DeadLetterQueueSourceArn", message.deadLetterSourceArn],
  ];
  return values.flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)] as const],
  );
}

/** Names are exact, `All`, `.*`, or a prefix such as `tenant.*`. */
function selectAttributes(
  attributes: MessageAttributes,
  names: readonly string[],
): MessageAttributes {
  const isWanted = (attribute: string): boolean =>
    names.some((name) => {
      if (name === "All" || name === attribute) return true;
      return name.endsWith(".*") && attribute.startsWith(name.slice(0, -2));
    });
  return Object.fromEntries(Object.entries(attributes).filter(([name]) => isWanted(name)));
}
