import {
  createDeduplicationMemory,
  type DeduplicationMemory,
  type RememberedMessage,
} from "../deduplication-memory.ts";
import type { Clock, Journal, LocalAccount, LocalSqs, TopicDefinition } from "../ports.ts";
import { invalidParameter, topicDoesNotExist } from "./sns-errors.ts";
import type { Subscription } from "./subscriptions.ts";

export interface SnsOptions {
  readonly clock: Clock;
  readonly account: LocalAccount;
  readonly sqs: LocalSqs;
  /** Told of every message that a subscription did not get, and why. */
  readonly onDropped?: ((reason: string) => void) | undefined;
  readonly journal?: Journal | undefined;
}

export interface Topic {
  readonly arn: string;
  readonly definition: TopicDefinition;
  /** By queue ARN. */
  readonly subscriptions: Map<string, Subscription>;
}

/** An accepted message of a FIFO topic; the only thing of SNS that must outlast the process. */
interface Published {
  readonly topic: string;
  readonly key: string;
  readonly message: RememberedMessage;
}

export interface SnsService {
  readonly options: SnsOptions;
  readonly topics: Map<string, Topic>;
  topicArn(name: string): string;
  /** Throws what AWS answers to an ARN without a topic. */
  openTopic(arn: string | undefined): Topic;
  nextSequenceNumber(): string;
  findPublished(topic: Topic, key: string): RememberedMessage | undefined;
  rememberPublished(topic: Topic, key: string, message: RememberedMessage): void;
}

/** Below this many entries a journal is not worth rewriting. */
const smallestRewrite = 10_000;

export function createSnsService(options: SnsOptions): SnsService {
  const { account, clock, journal } = options;
  const topics = new Map<string, Topic>();
  const memories = new Map<string, DeduplicationMemory>();
  let lastSequence = 0n;
  let entriesSinceRewrite = 0;
  let rewriteAt = smallestRewrite;

  function topicArn(name: string): string {
    return `arn:aws:sns:${account.region}:${account.accountId}:${name}`;
  }

  function memoryOf(topic: string): DeduplicationMemory {
    const existing = memories.get(topic);
    if (existing !== undefined) return existing;
    const memory = createDeduplicationMemory();
    memories.set(topic, memory);
    return memory;
  }

  function apply({ topic, key, message }: Published): void {
    const sequence = BigInt(message.sequenceNumber);
    if (sequence > lastSequence) lastSequence = sequence;
    memoryOf(topic).remember(key, message);
  }

  function rewrite(): void {
    if (journal === undefined) return;
    const entries = [...fresh()];
    journal.replace(entries);
    entriesSinceRewrite = 0;
    rewriteAt = Math.max(smallestRewrite, entries.length * 4);
  }

  /** The last message stays, however old, as the sequence goes on from it. */
  function* fresh(): Iterable<Published> {
    let newest: Published | undefined;
    for (const [topic, memory] of memories) {
      for (const [key, message] of memory.entries(clock.now())) {
        newest = { topic, key, message };
        yield newest;
      }
    }
    if (newest === undefined && lastSequence > 0n) yield lastPublished(lastSequence);
  }

  for (const entry of journal?.entries() ?? []) apply(entry as Published);
  rewrite();

  return {
    options,
    topics,
    topicArn,
    openTopic(arn) {
      checkArn(arn);
      const topic = topics.get(arn);
      if (topic === undefined) throw topicDoesNotExist();
      return topic;
    },
    nextSequenceNumber() {
      lastSequence += 1n;
      return formatSequence(lastSequence);
    },
    findPublished: (topic, key) => memoryOf(topic.arn).find(key, clock.now()),
    rememberPublished(topic, key, message) {
      const published = { topic: topic.arn, key, message };
      journal?.append(published);
      apply(published);
      entriesSinceRewrite += 1;
      if (entriesSinceRewrite >= rewriteAt) rewrite();
    },
  };
}

/** 20 digits. */
// https://docs.aws.amazon.com/sns/latest/dg/fifo-topic-message-ordering.html
function formatSequence(sequence: bigint): string {
  return sequence.toString().padStart(20, "0");
}

function lastPublished(sequence: bigint): Published {
  const message = { at: 0, messageId: "", sequenceNumber: formatSequence(sequence) };
  return { topic: "", key: "", message };
}

function checkArn(arn: string | undefined): asserts arn is string {
  if (arn === undefined) {
    throw invalidParameter("TopicArn or TargetArn Reason: no value for required parameter");
  }
  const { length } = arn.split(":");
  if (length >= 6) return;
  throw invalidParameter(`TopicArn Reason: An ARN must have at least 6 elements, not ${length}`);
}
