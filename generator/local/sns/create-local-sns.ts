import { AwsError, type LocalSns, type TopicDefinition } from "../ports.ts";
import type { Input } from "../read-input.ts";
import { publish } from "./publish.ts";
import { publishBatch } from "./publish-batch.ts";
import { invalidParameter } from "./sns-errors.ts";
import { createSnsService, type SnsOptions, type SnsService } from "./sns-service.ts";
import { createSubscription } from "./subscriptions.ts";
import { getTopicAttributes, listSubscriptionsByTopic, listTopics } from "./topic-views.ts";

type SnsOperation = (service: SnsService, input: Input) => Record<string, unknown>;

const operations: ReadonlyMap<string, SnsOperation> = new Map<string, SnsOperation>([
  ["Publish", publish],
  ["PublishBatch", publishBatch],
  ["ListTopics", listTopics],
  ["GetTopicAttributes", getTopicAttributes],
  ["ListSubscriptionsByTopic", listSubscriptionsByTopic],
]);

/** Topics that behave as those of Amazon SNS and deliver to the queues of this process. */
export function createLocalSns(options: SnsOptions): LocalSns {
  const service = createSnsService(options);

  return {
    createTopic(definition) {
      checkName(definition);
      const arn = service.topicArn(definition.name);
      const subscriptions = service.topics.get(arn)?.subscriptions ?? new Map();
      service.topics.set(arn, { arn, definition, subscriptions });
    },
    deleteTopic: (name) => {
      service.topics.delete(service.topicArn(name));
    },
    topics: () =>
      Array.from(service.topics.values(), ({ arn, definition }) => ({
        name: definition.name,
        arn,
      })),
    topicArn: service.topicArn,
    subscribe(definition) {
      const topic = service.openTopic(definition.topicArn);
      topic.subscriptions.set(definition.queueArn, createSubscription(definition));
    },
    subscriptions: () =>
      [...service.topics.values()].flatMap(({ subscriptions }) =>
        Array.from(subscriptions.values(), ({ definition }) => definition),
      ),
    unsubscribe: ({ topicArn, queueArn }) => {
      service.topics.get(topicArn)?.subscriptions.delete(queueArn);
    },
    execute(operation, input) {
      const run = operations.get(operation);
      if (run !== undefined) return run(service, input);
      throw new AwsError(
        "InvalidAction",
        `The local run does not offer the action ${operation}; it has ${[...operations.keys()].join(", ")}. Topics and subscriptions are those that the stack declares.`,
      );
    },
  };
}

/** https://docs.aws.amazon.com/sns/latest/api/API_CreateTopic.html */
function checkName({ name, fifo, contentBasedDeduplication }: TopicDefinition): void {
  const base = fifo ? name.replace(/\.fifo$/, "_fifo") : name;
  if (!/^[\w-]{1,256}$/.test(base) || fifo !== name.endsWith(".fifo")) {
    throw invalidParameter(
      `Topic Name Reason: expected up to 256 letters, digits, hyphens and underscores, with .fifo at the end of a FIFO topic's name only; found ${name}`,
    );
  }
  if (!fifo && contentBasedDeduplication) {
    throw invalidParameter("Attributes Reason: ContentBasedDeduplication is for FIFO topics only");
  }
}
