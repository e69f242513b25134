import { AwsError, type SendRequest } from "../ports.ts";
import { formatNotification } from "./notification.ts";
import type { PublishRequest } from "./publish-request.ts";
import { deliveryRefusal } from "./queue-policy.ts";
import type { SnsService, Topic } from "./sns-service.ts";
import { isFifo, type Subscription } from "./subscriptions.ts";

/** A message that a topic has accepted. */
export interface PublishedMessage {
  readonly messageId: string;
  readonly sequenceNumber: string | undefined;
  readonly deduplicationId: string | undefined;
  readonly publishedAt: number;
  readonly text: string;
  readonly request: PublishRequest;
}

/**
 * Puts the message into every queue that wants it, before the publisher gets its answer. What a
 * queue refuses is a client-side error to SNS: it is not tried again but goes to the
 * subscription's dead-letter queue, or is lost.
 */
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-delivery-retries.html
export function deliverToSubscriptions(
  service: SnsService,
  topic: Topic,
  message: PublishedMessage,
): void {
  for (const subscription of topic.subscriptions.values()) {
    const { text, request } = message;
    if (!subscription.wants({ text, attributes: request.attributes })) continue;
    deliver(service, topic, { subscription, message });
  }
}

function deliver(
  service: SnsService,
  topic: Topic,
  { subscription, message }: { subscription: Subscription; message: PublishedMessage },
): void {
  const { queueArn, deadLetterQueueArn } = subscription.definition;
  const send = (target: string): string | undefined =>
    sendToQueue(service, topic, { target, subscription, message });

  const problem = send(queueArn);
  if (problem === undefined) return;
  const lost = `Message ${message.messageId} of topic ${topic.arn} did not reach queue ${queueArn}: ${problem}.`;
  service.options.onDropped?.(
    deadLetterQueueArn === undefined
      ? `${lost} It is lost, as it would be on AWS, because the subscription has no dead-letter queue.`
      : `${lost} ${deadLetterOutcome(deadLetterQueueArn, send(deadLetterQueueArn))}`,
  );
}

function deadLetterOutcome(arn: string, problem: string | undefined): string {
  return problem === undefined
    ? `It went to the dead-letter queue ${arn}.`
    : `It is lost, as it would be on AWS, because the dead-letter queue ${arn} did not take it either: ${problem}.`;
}

/** Sends, or says why not. */
function sendToQueue(
  { options }: SnsService,
  topic: Topic,
  delivery: { target: string; subscription: Subscription; message: PublishedMessage },
): string | undefined {
  const { sqs, account } = options;
  const name = delivery.target.slice(delivery.target.lastIndexOf(":") + 1);
  try {
    if (sqs.queueArn(name) !== delivery.target) return "the queue is in another account or region";
    const refusal = deliveryRefusal(sqs.queuePolicy(name), {
      queueArn: delivery.target,
      topicArn: topic.arn,
      accountId: account.accountId,
    });
    if (refusal !== undefined) {
      return `sns.amazonaws.com is not allowed sqs:SendMessage for ${topic.arn}: ${refusal}`;
    }
    sqs.send(name, toSendRequest(topic, { ...delivery, region: account.region }));
    return undefined;
  } catch (error) {
    if (error instanceof AwsError) return `${error.code}: ${error.message.replace(/\.$/, "")}`;
    throw error;
  }
}

function toSendRequest(
  topic: Topic,
  delivery: {
    target: string;
    subscription: Subscription;
    message: PublishedMessage;
    region: string;
  },
): SendRequest {
  const { target, subscription, message, region } = delivery;
  const { request, text, sequenceNumber, messageId, publishedAt, deduplicationId } = message;
  const isRaw = subscription.definition.rawMessageDelivery;
  const body = isRaw
    ? text
    : formatNotification({
        messageId,
        sequenceNumber,
        publishedAt,
        text,
        region,
        topicArn: topic.arn,
        subscriptionArn: subscription.arn,
        subject: request.subject,
        attributes: request.attributes,
      });
  // A FIFO topic keeps its groups from standard queues.
  const keepsGroup = isFifo(topic.arn) === isFifo(target);
  return {
    body,
    ...(isRaw ? { attributes: request.attributes } : {}),
    ...(keepsGroup && request.groupId !== undefined ? { groupId: request.groupId } : {}),
    ...(isFifo(target) && deduplicationId !== undefined ? { deduplicationId } : {}),
  };
}
