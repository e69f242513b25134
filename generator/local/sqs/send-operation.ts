import {
  type MessageAttributes,
  messageAttributesMd5,
  readMessageAttributes,
} from "../message-attributes.ts";
import { AwsError } from "../ports.ts";
import { type Input, optionalInteger, optionalString } from "../read-input.ts";
import { readBatchEntries, runBatch } from "./batch-entries.ts";
import { md5 } from "./message-views.ts";
import { maximumBatchBytes } from "./queue-settings.ts";
import type { QueueState } from "./queue-state.ts";
import {
  checkFifoParameters,
  messageSize,
  sendMessage,
  type TracedSendRequest,
} from "./send-message.ts";
import { invalidParameter, missingParameter } from "./sqs-errors.ts";
import type { SqsService } from "./sqs-service.ts";

export function sendMessageOperation(
  service: SqsService,
  queue: QueueState,
  input: Input,
): Record<string, unknown> {
  const systemAttributes = readMessageAttributes(input, "MessageSystemAttributes");
  const request = readRequest(input, systemAttributes);
  const sent = sendMessage(service, queue, request);
  const attributesMd5 = messageAttributesMd5(request.attributes ?? {});
  const systemMd5 = messageAttributesMd5(systemAttributes);
  return {
    MessageId: sent.messageId,
    MD5OfMessageBody: md5(request.body),
    ...(attributesMd5 === undefined ? {} : { MD5OfMessageAttributes: attributesMd5 }),
    ...(systemMd5 === undefined ? {} : { MD5OfMessageSystemAttributes: systemMd5 }),
    ...(sent.sequenceNumber === undefined ? {} : { SequenceNumber: sent.sequenceNumber }),
  };
}

export function sendMessageBatchOperation(
  service: SqsService,
  queue: QueueState,
  input: Input,
): Record<string, unknown> {
  const entries = readBatchEntries(input, "SendMessageBatch");
  let size = 0;
  for (const entry of entries) {
    const request = readRequest(entry.input, {});
    checkFifoParameters(queue.settings, request);
    size += messageSize(request.body, request.attributes ?? {});
  }
  if (size > maximumBatchBytes) {
    throw new AwsError(
      "BatchRequestTooLong",
      `Batch requests cannot be longer than ${maximumBatchBytes} bytes. You have sent ${size} bytes.`,
    );
  }
  return runBatch(entries, (entry) => sendMessageOperation(service, queue, entry));
}

function readRequest(input: Input, systemAttributes: MessageAttributes): TracedSendRequest {
  const body = optionalString(input, "MessageBody");
  if (body === undefined) throw missingParameter("MessageBody");
  const groupId = optionalString(input, "MessageGroupId");
  const deduplicationId = optionalString(input, "MessageDeduplicationId");
  const delaySeconds = optionalInteger(input, "DelaySeconds");
  const traceHeader = traceHeaderOf(systemAttributes);
  return {
    body,
    attributes: readMessageAttributes(input, "MessageAttributes"),
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(delaySeconds === undefined ? {} : { delaySeconds }),
    ...(traceHeader === undefined ? {} : { traceHeader }),
  };
}

/** The one system attribute that may be sent. */
function traceHeaderOf(attributes: MessageAttributes): string | undefined {
  const unknown = Object.keys(attributes).find((name) => name !== "AWSTraceHeader");
  if (unknown !== undefined) {
    throw invalidParameter(
      `Message system attribute name '${unknown}' is invalid. Only AWSTraceHeader is supported.`,
    );
  }
  return attributes.AWSTraceHeader?.StringValue;
}
