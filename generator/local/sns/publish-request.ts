import type { MessageAttributes } from "../message-attributes.ts";
import { messageAttributesSize } from "../message-attributes.ts";
import { type Input, isObject, optionalString } from "../read-input.ts";
import { readPublishAttributes } from "./publish-attributes.ts";
import { invalidParameter } from "./sns-errors.ts";
import type { Topic } from "./sns-service.ts";

/** Message and attributes together; a topic made without MaximumMessageSize has 256 KiB. */
// https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html
export const maximumMessageBytes = 262_144;

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
const longestSubject = 100;

/** One message to publish, readable but not yet checked against everything. */
export interface PublishRequest {
  readonly message: string;
  readonly subject: string | undefined;
  readonly attributes: MessageAttributes;
  readonly isPerProtocol: boolean;
  readonly groupId: string | undefined;
  readonly deduplicationId: string | undefined;
}

/** Reads a Publish input or an entry of PublishBatch. */
export function readPublishRequest(input: Input): PublishRequest {
  return {
    message: optionalString(input, "Message") ?? "",
    subject: optionalString(input, "Subject"),
    attributes: readPublishAttributes(input),
    isPerProtocol: optionalString(input, "MessageStructure") === "json",
    groupId: optionalString(input, "MessageGroupId"),
    deduplicationId: optionalString(input, "MessageDeduplicationId"),
  };
}

/** What a FIFO topic must have, and a standard topic must not. */
export function checkTopicParameters(topic: Topic, request: PublishRequest): void {
  const { fifo, contentBasedDeduplication } = topic.definition;
  if (fifo && request.groupId === undefined) {
    throw invalidParameter("The MessageGroupId parameter is required for FIFO topics");
  }
  if (fifo && request.deduplicationId === undefined && !contentBasedDeduplication) {
    throw invalidParameter(
      "The topic should either have ContentBasedDeduplication enabled or MessageDeduplicationId provided explicitly",
    );
  }
  if (!fifo && request.deduplicationId !== undefined) {
    throw invalidParameter(
      "MessageDeduplicationId Reason: The request includes MessageDeduplicationId parameter that is not valid for this topic type",
    );
  }
}

export function checkContent(request: PublishRequest): void {
  const { message, subject, groupId, deduplicationId } = request;
  if (message.trim() === "") throw invalidParameter("Empty message");
  if (subject !== undefined && !isSubject(subject)) throw invalidParameter("Subject");
  if (publishSize(request) > maximumMessageBytes) throw invalidParameter("Message too long");
  checkFifoId("MessageGroupId", groupId);
  checkFifoId("MessageDeduplicationId", deduplicationId);
}

export function publishSize({ message, attributes }: PublishRequest): number {
  return Buffer.byteLength(message) + messageAttributesSize(attributes);
}

/** The text for queues: the message itself, or its `sqs` or `default` member. */
export function textForQueues({ message, isPerProtocol }: PublishRequest): string {
  if (!isPerProtocol) return message;
  const texts = parseTexts(message);
  if (typeof texts.default !== "string") {
    throw invalidParameter("Message Structure - No default entry in JSON message body");
  }
  return typeof texts.sqs === "string" ? texts.sqs : texts.default;
}

function parseTexts(message: string): Input {
  try {
    const texts: unknown = JSON.parse(message);
    if (isObject(texts)) return texts;
  } catch {
    // Both ways of being no object are the same error.
  }
  throw invalidParameter("Message Structure - JSON message body failed to parse");
}

function isSubject(subject: string): boolean {
  return subject.length <= longestSubject && /^[\x21-\x7e][\x20-\x7e]*$/.test(subject);
}

function checkFifoId(parameter: string, value: string | undefined): void {
  if (value === undefined || /^[\x21-\x7e]{1,128}$/.test(value)) return;
  throw invalidParameter(
    `${parameter} Reason: can only include alphanumeric and punctuation characters. 1 to 128 in length.`,
  );
}
