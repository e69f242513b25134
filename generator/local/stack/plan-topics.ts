import type { SubscriptionDefinition, TopicDefinition } from "../ports.ts";
import { isObject } from "../read-input.ts";
import { createSubscription } from "../sns/subscriptions.ts";
import { booleanInput, nameOf, textInput } from "./resource-inputs.ts";
import type { PlanInput } from "./stack-plan.ts";

export function planTopics({ ofType }: PlanInput): readonly TopicDefinition[] {
  return ofType("aws:sns/topic:Topic").map((resource) => {
    const scope = textInput(resource, "fifoThroughputScope");
    return {
      name: nameOf(resource),
      fifo: booleanInput(resource, "fifoTopic"),
      contentBasedDeduplication: booleanInput(resource, "contentBasedDeduplication"),
      ...(scope === "Topic" || scope === "MessageGroup" ? { fifoThroughputScope: scope } : {}),
    };
  });
}

export function planSubscriptions(input: PlanInput): readonly SubscriptionDefinition[] {
  return input.ofType("aws:sns/topicSubscription:TopicSubscription").flatMap((resource) => {
    const protocol = textInput(resource, "protocol");
    if (protocol !== "sqs") {
      input.refuse(
        resource,
        `the local run delivers to queues only, found the protocol ${protocol}; its messages would be lost.`,
      );
      return [];
    }
    const filterPolicy = textInput(resource, "filterPolicy");
    const scope = textInput(resource, "filterPolicyScope");
    const dead = deadLetterQueueOf(textInput(resource, "redrivePolicy"));
    const definition: SubscriptionDefinition = {
      topicArn: textInput(resource, "topic") ?? "",
      queueArn: textInput(resource, "endpoint") ?? "",
      rawMessageDelivery: booleanInput(resource, "rawMessageDelivery"),
      ...(filterPolicy === undefined ? {} : { filterPolicy }),
      ...(scope === "MessageBody" || scope === "MessageAttributes"
        ? { filterPolicyScope: scope }
        : {}),
      ...(dead === undefined ? {} : { deadLetterQueueArn: dead }),
    };
    try {
      createSubscription(definition);
    } catch (error) {
      input.refuse(resource, (error as Error).message);
    }
    return [definition];
  });
}

function deadLetterQueueOf(text: string | undefined): string | undefined {
  if (text === undefined || text === "") return undefined;
  const policy: unknown = JSON.parse(text);
  return isObject(policy) ? String(policy.deadLetterTargetArn) : undefined;
}
