import type { QueueDefinition } from "../ports.ts";
import { isObject } from "../read-input.ts";
import { toQueueSettings } from "../sqs/queue-settings.ts";
import { arnOf, booleanInput, nameOf, numberInput, textInput } from "./resource-inputs.ts";
import type { StackResource } from "./stack-graph.ts";
import type { PlanInput } from "./stack-plan.ts";

/** Dead-letter queues come before the queues that name them. */
export function planQueues(input: PlanInput): readonly QueueDefinition[] {
  const resources = input.ofType("aws:sqs/queue:Queue");
  const policies = input.ofType("aws:sqs/queuePolicy:QueuePolicy");
  return resources
    .map((resource) => {
      const policy = policies.find((candidate) => textInput(candidate, "queueUrl") === resource.id);
      const definition = toQueue(resource, policy && textInput(policy, "policy"));
      checkQueue(input, resource, definition);
      return definition;
    })
    .sort(
      (left, right) => Number(left.redrive !== undefined) - Number(right.redrive !== undefined),
    );
}

function toQueue(resource: StackResource, policy: string | undefined): QueueDefinition {
  const ownPolicy = policy ?? textInput(resource, "policy");
  const scope = textInput(resource, "deduplicationScope") as QueueDefinition["deduplicationScope"];
  const redrive = readRedrive(textInput(resource, "redrivePolicy"));
  return {
    name: nameOf(resource),
    fifo: booleanInput(resource, "fifoQueue"),
    ...(booleanInput(resource, "contentBasedDeduplication")
      ? { contentBasedDeduplication: true }
      : {}),
    ...(scope === undefined ? {} : { deduplicationScope: scope }),
    ...pick(resource, "visibilityTimeoutSeconds", "visibilityTimeoutSeconds"),
    ...pick(resource, "messageRetentionSeconds", "messageRetentionSeconds"),
    ...pick(resource, "delaySeconds", "delaySeconds"),
    ...pick(resource, "maxMessageSize", "maxMessageSize"),
    ...pick(resource, "receiveWaitTimeSeconds", "receiveWaitTimeSeconds"),
    ...(redrive === undefined ? {} : { redrive }),
    ...(ownPolicy === undefined ? {} : { policy: ownPolicy }),
  };
}

function pick<Name extends keyof QueueDefinition>(
  resource: StackResource,
  input: string,
  name: Name,
): { readonly [key in Name]?: number } {
  const value = numberInput(resource, input);
  return (value === undefined ? {} : { [name]: value }) as { readonly [key in Name]?: number };
}

function readRedrive(text: string | undefined): QueueDefinition["redrive"] {
  if (text === undefined || text === "") return undefined;
  const policy: unknown = JSON.parse(text);
  if (!isObject(policy)) return undefined;
  return {
    deadLetterQueueArn: String(policy.deadLetterTargetArn),
    maxReceiveCount: Number(policy.maxReceiveCount),
  };
}

function checkQueue(input: PlanInput, resource: StackResource, definition: QueueDefinition): void {
  try {
    toQueueSettings(definition);
  } catch (error) {
    input.refuse(resource, (error as Error).message);
  }
  const { redrive } = definition;
  if (redrive === undefined) return;
  const exists = input
    .ofType("aws:sqs/queue:Queue")
    .some((queue) => arnOf(queue) === redrive.deadLetterQueueArn);
  if (exists) return;
  input.refuse(
    resource,
    `Value for parameter RedrivePolicy is invalid. Reason: Dead letter target does not exist: ${redrive.deadLetterQueueArn}.`,
  );
}
