import { createHash, randomUUID } from "node:crypto";
import { deduplicationKey } from "../deduplication-memory.ts";
import { type Input, optionalString } from "../read-input.ts";
import { deliverToSubscriptions, type PublishedMessage } from "./deliver-message.ts";
import {
  checkContent,
  checkTopicParameters,
  type PublishRequest,
  readPublishRequest,
  textForQueues,
} from "./publish-request.ts";
import { invalidParameter } from "./sns-errors.ts";
import type { SnsService, Topic } from "./sns-service.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_Publish.html */
export function publish(service: SnsService, input: Input): Record<string, unknown> {
  if (optionalString(input, "PhoneNumber") !== undefined) {
    throw invalidParameter("PhoneNumber Reason: the local run publishes to topics only");
  }
  const request = readPublishRequest(input);
  checkContent(request);
  const arn = optionalString(input, "TopicArn") ?? optionalString(input, "TargetArn");
  const topic = service.openTopic(arn);
  checkTopicParameters(topic, request);
  return publishToTopic(service, topic, request);
}

/**
 * Accepts one checked message. The queues write it down before the topic remembers it: after a
 * crash in between the publisher tries again, and FIFO queues know the message already.
 */
export function publishToTopic(
  service: SnsService,
  topic: Topic,
  request: PublishRequest,
): Record<string, unknown> {
  const text = textForQueues(request);
  const deduplicationId = deduplicationIdOf(topic, request, text);
  const key = deduplicationId === undefined ? undefined : topicKey(topic, request, deduplicationId);
  const earlier = key === undefined ? undefined : service.findPublished(topic, key);
  if (earlier !== undefined) {
    return { MessageId: earlier.messageId, SequenceNumber: earlier.sequenceNumber };
  }

  const message: PublishedMessage = {
    messageId: randomUUID(),
    sequenceNumber: topic.definition.fifo ? service.nextSequenceNumber() : undefined,
    deduplicationId,
    publishedAt: service.options.clock.now(),
    text,
    request,
  };
  deliverToSubscriptions(service, topic, message);
  const { messageId, sequenceNumber, publishedAt } = message;
  if (key === undefined || sequenceNumber === undefined) return { MessageId: messageId };
  service.rememberPublished(topic, key, { at: publishedAt, messageId, sequenceNumber });
  return { MessageId: messageId, SequenceNumber: sequenceNumber };
}

/** https://docs.aws.amazon.com/sns/latest/dg/fifo-message-dedup.html */
function deduplicationIdOf(
  topic: Topic,
  request: PublishRequest,
  text: string,
): string | undefined {
  if (!topic.definition.fifo) return undefined;
  return request.deduplicationId ?? createHash("sha256").update(text).digest("hex");
}

function topicKey(topic: Topic, { groupId }: PublishRequest, deduplicationId: string): string {
  const isPerGroup = topic.definition.fifoThroughputScope === "MessageGroup";
  return deduplicationKey(deduplicationId, groupId ?? "", isPerGroup ? "messageGroup" : "whole");
}
