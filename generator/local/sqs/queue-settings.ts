import type { QueueDefinition } from "../ports.ts";
import { invalidParameter, invalidValue } from "./sqs-errors.ts";

/** A queue definition with the defaults of the service filled in. */
export interface QueueSettings {
  readonly name: string;
  readonly fifo: boolean;
  readonly contentBasedDeduplication: boolean;
  readonly deduplicationScope: "queue" | "messageGroup";
  readonly visibilityTimeoutSeconds: number;
  readonly messageRetentionSeconds: number;
  readonly delaySeconds: number;
  readonly maxMessageSize: number;
  readonly receiveWaitTimeSeconds: number;
  readonly redrive?: { readonly deadLetterQueueArn: string; readonly maxReceiveCount: number };
  readonly policy?: string;
}

interface SettingRange {
  /** The attribute as SetQueueAttributes names it. */
  readonly attribute: string;
  readonly least: number;
  readonly most: number;
  readonly default: number;
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html */
const ranges = {
  visibilityTimeoutSeconds: range("VisibilityTimeout", 0, 43_200, 30),
  messageRetentionSeconds: range("MessageRetentionPeriod", 60, 1_209_600, 345_600),
  delaySeconds: range("DelaySeconds", 0, 900, 0),
  maxMessageSize: range("MaximumMessageSize", 1024, 1_048_576, 1_048_576),
  receiveWaitTimeSeconds: range("ReceiveMessageWaitTimeSeconds", 0, 20, 0),
} as const;

export const maximumVisibilitySeconds = ranges.visibilityTimeoutSeconds.most;
export const maximumDelaySeconds = ranges.delaySeconds.most;
export const maximumWaitSeconds = ranges.receiveWaitTimeSeconds.most;
/** A batch of messages together, whatever the queue's own limit. */
export const maximumBatchBytes = ranges.maxMessageSize.most;

function range(attribute: string, least: number, most: number, initial: number): SettingRange {
  return { attribute, least, most, default: initial };
}

/** Checks a definition as CreateQueue does and fills in the defaults. */
export function toQueueSettings(definition: QueueDefinition): QueueSettings {
  checkName(definition);
  checkFifoOnly(definition);
  checkRedrive(definition);
  return {
    name: definition.name,
    fifo: definition.fifo,
    contentBasedDeduplication: definition.contentBasedDeduplication ?? false,
    deduplicationScope: definition.deduplicationScope ?? "queue",
    visibilityTimeoutSeconds: setting(definition, "visibilityTimeoutSeconds"),
    messageRetentionSeconds: setting(definition, "messageRetentionSeconds"),
    delaySeconds: setting(definition, "delaySeconds"),
    maxMessageSize: setting(definition, "maxMessageSize"),
    receiveWaitTimeSeconds: setting(definition, "receiveWaitTimeSeconds"),
    ...(definition.redrive === undefined ? {} : { redrive: definition.redrive }),
    ...(definition.policy === undefined ? {} : { policy: definition.policy }),
  };
}

function setting(definition: QueueDefinition, name: keyof typeof ranges): number {
  const { attribute, least, most, default: initial } = ranges[name];
  const value = definition[name] ?? initial;
  if (Number.isInteger(value) && value >= least && value <= most) return value;
  throw invalidValue(value, attribute, `Must be an integer from ${least} to ${most}.`);
}

function checkName({ name, fifo }: QueueDefinition): void {
  // The suffix counts towards the 80 characters.
  const base = fifo ? name.replace(/\.fifo$/, "_fifo") : name;
  if (!/^[\w-]{1,80}$/.test(base)) {
    throw invalidValue(
      name,
      "QueueName",
      "Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length",
    );
  }
  if (fifo !== name.endsWith(".fifo")) {
    throw invalidParameter(
      `The name of a FIFO queue can only include alphanumeric characters, hyphens, or underscores, must end with .fifo suffix and be 1 to 80 in length. Found ${name}.`,
    );
  }
}

function checkFifoOnly(definition: QueueDefinition): void {
  if (definition.fifo) return;
  if (definition.contentBasedDeduplication) {
    throw invalidParameter("Unknown Attribute ContentBasedDeduplication.");
  }
  if (definition.deduplicationScope !== undefined) {
    throw invalidParameter(
      "You can specify the DeduplicationScope only when FifoQueue is set to true.",
    );
  }
}

function checkRedrive({ fifo, redrive }: QueueDefinition): void {
  if (redrive === undefined) return;
  const text = JSON.stringify({
    deadLetterTargetArn: redrive.deadLetterQueueArn,
    maxReceiveCount: redrive.maxReceiveCount,
  });
  const { deadLetterQueueArn, maxReceiveCount } = redrive;
  if (!/^arn:[\w-]+:sqs:[\w-]*:\d*:.+$/.test(deadLetterQueueArn)) {
    throw invalidValue(text, "RedrivePolicy", "Invalid value for deadLetterTargetArn.");
  }
  if (!Number.isInteger(maxReceiveCount) || maxReceiveCount < 1 || maxReceiveCount > 1000) {
    throw invalidValue(
      text,
      "RedrivePolicy",
      `Invalid value for maxReceiveCount: ${maxReceiveCount}, valid values are from 1 to 1000 both inclusive.`,
    );
  }
  if (fifo !== deadLetterQueueArn.endsWith(".fifo")) {
    throw invalidValue(
      text,
      "RedrivePolicy",
      "Dead-letter queue must be same type of queue as the source.",
    );
  }
}
