import { createHash, randomUUID } from "node:crypto";
import {
  checkMessageAttributes,
  type MessageAttributes,
  messageAttributesSize,
} from "../message-attributes.ts";
import { AwsError, type SendRequest } from "../ports.ts";
import { invalidMessageCharacter } from "./message-characters.ts";
import { messageDeduplicationKey, sequenceNumberOf } from "./queue-changes.ts";
import { maximumDelaySeconds, type QueueSettings } from "./queue-settings.ts";
import type { QueueState, StoredMessage } from "./queue-state.ts";
import { invalidParameter, invalidValue, missingParameter } from "./sqs-errors.ts";
import type { SqsService } from "./sqs-service.ts";

export interface SentMessage {
  readonly messageId: string;
  /** FIFO queues only. */
  readonly sequenceNumber: string | undefined;
  /** True when an earlier message with the same deduplication id stands for this one. */
  readonly deduplicated: boolean;
}

export interface TracedSendRequest extends SendRequest {
  readonly traceHeader?: string;
}

interface MessagePlace {
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
}

/** Adds a message to the queue, or throws what SendMessage would answer. */
export function sendMessage(
  service: SqsService,
  queue: QueueState,
  request: TracedSendRequest,
): SentMessage {
  const { settings } = queue;
  checkContent(settings, request);
  const place = placeOf(settings, request);
  const delaySeconds = delayOf(settings, request.delaySeconds);
  const now = service.clock.now();

  const earlier = findEarlier(queue, place, now);
  if (earlier !== undefined) return { ...earlier, deduplicated: true };

  const message = newMessage(request, place, {
    order: service.nextOrder(),
    now,
    visibleAt: now + delaySeconds * 1000,
  });
  service.commit({ type: "send", queue: settings.name, message });
  return {
    messageId: message.id,
    sequenceNumber: settings.fifo ? sequenceNumberOf(message) : undefined,
    deduplicated: false,
  };
}

/** A FIFO message needs its group and an identity; a batch with one that lacks them is refused whole. */
export function checkFifoParameters(settings: QueueSettings, request: SendRequest): void {
  if (!settings.fifo) return;
  if (request.groupId === undefined) throw missingParameter("MessageGroupId");
  if (request.deduplicationId === undefined && !settings.contentBasedDeduplication) {
    throw invalidParameter(
      "The queue should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
}

/** Bytes that count towards the size limits. */
export function messageSize(body: string, attributes: MessageAttributes): number {
  return Buffer.byteLength(body) + messageAttributesSize(attributes);
}

function checkContent(settings: QueueSettings, { body, attributes = {} }: SendRequest): void {
  if (body.length === 0) throw missingParameter("MessageBody");
  checkMessageAttributes(attributes);
  if (messageSize(body, attributes) > settings.maxMessageSize) {
    throw invalidParameter(
      `One or more parameters are invalid. Reason: Message must be shorter than ${settings.maxMessageSize} bytes.`,
    );
  }
  if (invalidMessageCharacter(body)) {
    throw new AwsError(
      "InvalidMessageContents",
      "Invalid characters found. Valid unicode characters are #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF",
    );
  }
}

function placeOf(settings: QueueSettings, request: SendRequest): MessagePlace {
  const { groupId, deduplicationId } = request;
  checkFifoParameters(settings, request);
  if (groupId !== undefined) checkFifoId("MessageGroupId", groupId);
  if (deduplicationId !== undefined) checkFifoId("MessageDeduplicationId", deduplicationId);
  if (!settings.fifo) {
    if (deduplicationId === undefined) return { groupId, deduplicationId };
    throw invalidValue(
      deduplicationId,
      "MessageDeduplicationId",
      "The request includes a parameter that is not valid for this queue type.",
    );
  }
  // Content-based deduplication looks at the body only, not at the attributes.
  const contentId = (): string => createHash("sha256").update(request.body).digest("hex");
  return { groupId, deduplicationId: deduplicationId ?? contentId() };
}

function checkFifoId(parameter: string, value: string): void {
  if (/^[\x21-\x7e]{1,128}$/.test(value)) return;
  throw invalidValue(
    value,
    parameter,
    `${parameter} can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}

function delayOf(settings: QueueSettings, requested: number | undefined): number {
  if (requested === undefined) return settings.delaySeconds;
  if (requested < 0 || requested > maximumDelaySeconds) {
    throw invalidValue(
      requested,
      "DelaySeconds",
      `DelaySeconds must be >= 0 and <= ${maximumDelaySeconds}.`,
    );
  }
  if (!settings.fifo) return requested;
  // A FIFO queue takes a zero and keeps its own delay.
  if (requested === 0) return settings.delaySeconds;
  throw invalidValue(
    requested,
    "DelaySeconds",
    "The request include parameter that is not valid for this queue type.",
  );
}

function findEarlier(
  queue: QueueState,
  { groupId, deduplicationId }: MessagePlace,
  now: number,
): { messageId: string; sequenceNumber: string } | undefined {
  if (!queue.settings.fifo || groupId === undefined || deduplicationId === undefined) {
    return undefined;
  }
  const key = messageDeduplicationKey(queue.settings, deduplicationId, groupId);
  return queue.deduplication.find(key, now);
}

function newMessage(
  request: TracedSendRequest,
  { groupId, deduplicationId }: MessagePlace,
  { order, now, visibleAt }: { order: number; now: number; visibleAt: number },
): StoredMessage {
  return {
    id: randomUUID(),
    order,
    body: request.body,
    attributes: request.attributes ?? {},
    ...(groupId === undefined ? {} : { groupId }),
    ...(deduplicationId === undefined ? {} : { deduplicationId }),
    ...(request.traceHeader === undefined ? {} : { traceHeader: request.traceHeader }),
    sentAt: now,
    retainedFrom: now,
    visibleAt,
    receiveCount: 0,
    receivesHere: 0,
  };
}
