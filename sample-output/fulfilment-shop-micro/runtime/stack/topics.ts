import { Topic } from "@pulumi/aws/sns/topic.js";
import { TopicSubscription } from "@pulumi/aws/sns/topicSubscription.js";
import { jsonStringify } from "@pulumi/pulumi";
import type { StackContext } from "./context.ts";
import { allowTopic, type ConsumedQueue } from "./queues.ts";

/** The FIFO topic that an aggregate's commits are published to. */
export function commitTopic(context: StackContext, name: string): Topic {
  const physicalName = `${context.prefix}${name}.fifo`;
  const topic = new Topic(`${name}.fifo`, {
    name: physicalName,
    fifoTopic: true,
    fifoThroughputScope: "MessageGroup",
    tags: context.tags,
  });
  context.names.set(topic.arn, { kind: "topic", name: physicalName });
  return topic;
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
