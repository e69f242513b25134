import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import { jsonStringify } from "@pulumi/pulumi";
import type { StackContext } from "./context.ts";
import { allowTopic, type ConsumedQueue } from "./queues.ts";

/** The FIFO topic that an aggregate's commits are published to. */
export function commitTopic(context: StackContext, name: string): Topic {
  return new Topic(`${name}.fifo`, {
    name: `${context.prefix}${name}.fifo`,
    fifoTopic: true,
    fifoThroughputScope: "MessageGroup",
    tags: context.tags,
  });
}

/** Sends a topic's messages to a queue as they are; what cannot be delivered goes to the queue's dead letters. */
export function subscribe(name: string, topic: Topic, consumer: ConsumedQueue): TopicSubscription {
  // Without the policies SNS drops every message at once, so they come first.
  const policies = [
    allowTopic(name, consumer.queue, topic),
    allowTopic(`${name}-dlq`, consumer.deadLetters, topic),
  ];
  return new TopicSubscription(
    name,
    {
      topic: topic.arn,
      protocol: "sqs",
      endpoint: consumer.queue.arn,
      rawMessageDelivery: true,
      redrivePolicy: jsonStringify({ deadLetterTargetArn: consumer.deadLetters.arn }),
    },
    { dependsOn: policies },
  );
}
