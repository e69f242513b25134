import { type Input, optionalString } from "../read-input.ts";
import type { SnsService } from "./sns-service.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_GetTopicAttributes.html */
export function getTopicAttributes(service: SnsService, input: Input): Record<string, unknown> {
  const topic = service.openTopic(optionalString(input, "TopicArn"));
  const { fifo, contentBasedDeduplication, fifoThroughputScope } = topic.definition;
  return {
    Attributes: {
      TopicArn: topic.arn,
      Owner: service.options.account.accountId,
      DisplayName: "",
      SubscriptionsConfirmed: String(topic.subscriptions.size),
      SubscriptionsPending: "0",
      SubscriptionsDeleted: "0",
      ...(fifo
        ? {
            FifoTopic: "true",
            ContentBasedDeduplication: String(contentBasedDeduplication ?? false),
            FifoThroughputScope: fifoThroughputScope ?? "Topic",
          }
        : {}),
    },
  };
}

export function listTopics(service: SnsService): Record<string, unknown> {
  return { Topics: Array.from(service.topics.keys(), (arn) => ({ TopicArn: arn })) };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html */
export function listSubscriptionsByTopic(
  service: SnsService,
  input: Input,
): Record<string, unknown> {
  const topic = service.openTopic(optionalString(input, "TopicArn"));
  return {
    Subscriptions: Array.from(topic.subscriptions.values(), ({ arn, definition }) => ({
      SubscriptionArn: arn,
      Owner: service.options.account.accountId,
      Protocol: "sqs",
      Endpoint: definition.queueArn,
      TopicArn: topic.arn,
    })),
  };
}
