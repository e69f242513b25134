import { randomUUID } from "node:crypto";
import { type Input, optionalInteger, optionalString } from "../read-input.ts";
import { redriveMessages } from "./move-messages.ts";
import type { QueuedMessage, QueueState } from "./queue-state.ts";
import { invalidParameter, missingParameter, resourceNotFound } from "./sqs-errors.ts";
import type { SqsService } from "./sqs-service.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_ListMessageMoveTasks.html */
const mostTasksListed = 10;

interface MoveTask {
  readonly sourceArn: string;
  readonly destinationArn: string | undefined;
  readonly moved: number;
  readonly startedAt: number;
}

export interface MessageMoveTasks {
  start(input: Input): Record<string, unknown>;
  list(input: Input): Record<string, unknown>;
}

/**
 * Redrive of dead-letter queues. A task moves what is visible when it starts and is then done;
 * a rate limit changes nothing here.
 */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_StartMessageMoveTask.html
export function createMessageMoveTasks(service: SqsService): MessageMoveTasks {
  const tasks: MoveTask[] = [];

  return {
    start(input) {
      const source = existingQueue(service, requiredArn(input), "SourceArn");
      checkIsDeadLetterQueue(service, source);
      const destinationArn = optionalString(input, "DestinationArn");
      const destination =
        destinationArn === undefined
          ? undefined
          : existingQueue(service, destinationArn, "DestinationArn");
      optionalInteger(input, "MaxNumberOfMessagesPerSecond");

      const moved = redriveAll(service, source, destination);
      const startedAt = service.clock.now();
      tasks.unshift({ sourceArn: source.arn, destinationArn, moved, startedAt });
      return { TaskHandle: taskHandle(source.arn) };
    },
    list(input) {
      const { arn } = existingQueue(service, requiredArn(input), "SourceArn");
      const count = Math.min(optionalInteger(input, "MaxResults") ?? 1, mostTasksListed);
      const listed = tasks.filter((task) => task.sourceArn === arn).slice(0, Math.max(1, count));
      return { Results: listed.map(toResult) };
    },
  };
}

function redriveAll(
  service: SqsService,
  source: QueueState,
  destination: QueueState | undefined,
): number {
  const batches = new Map<QueueState, QueuedMessage[]>();
  for (const message of source.messages.values()) {
    const origin = message.stored.deadLetterSourceArn;
    const to = destination ?? (origin === undefined ? undefined : service.findQueueByArn(origin));
    if (to === undefined || message.state !== "visible") continue;
    const batch = batches.get(to);
    if (batch === undefined) batches.set(to, [message]);
    else batch.push(message);
  }
  let moved = 0;
  for (const [to, messages] of batches) {
    redriveMessages(service, { from: source, to, messages });
    moved += messages.length;
  }
  return moved;
}

function requiredArn(input: Input): string {
  const arn = optionalString(input, "SourceArn");
  if (arn === undefined) throw missingParameter("SourceArn");
  return arn;
}

function existingQueue(service: SqsService, arn: string, parameter: string): QueueState {
  if (arn.split(":").length < 6) {
    throw invalidParameter(
      `You must use this format to specify the ${parameter}: arn:<partition>:<service>:<region>:<account-id>:<resource-id>`,
    );
  }
  const queue = service.findQueueByArn(arn);
  if (queue === undefined) {
    throw resourceNotFound(
      `The resource that you specified for the ${parameter} parameter doesn't exist.`,
    );
  }
  return service.openQueue(queue.settings.name);
}

function checkIsDeadLetterQueue(service: SqsService, { arn }: QueueState): void {
  for (const { settings } of service.queues.values()) {
    if (settings.redrive?.deadLetterQueueArn === arn) return;
  }
  throw invalidParameter("Source queue must be configured as a Dead Letter Queue.");
}

function taskHandle(sourceArn: string): string {
  return Buffer.from(JSON.stringify({ taskId: randomUUID(), sourceArn })).toString("base64");
}

function toResult(task: MoveTask): Record<string, unknown> {
  return {
    Status: "COMPLETED",
    SourceArn: task.sourceArn,
    ...(task.destinationArn === undefined ? {} : { DestinationArn: task.destinationArn }),
    ApproximateNumberOfMessagesMoved: task.moved,
    ApproximateNumberOfMessagesToMove: task.moved,
    StartedTimestamp: task.startedAt,
  };
}
