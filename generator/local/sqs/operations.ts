import { AwsError } from "../ports.ts";
import { type Input, optionalInteger, optionalString, optionalStringList } from "../read-input.ts";
import { readBatchEntries, runBatch } from "./batch-entries.ts";
import { changeVisibility, deleteMessage } from "./change-message.ts";
import type { MessageMoveTasks } from "./message-move-tasks.ts";
import { queueAttributes } from "./queue-attributes.ts";
import type { QueueState } from "./queue-state.ts";
import { receiveMessageOperation } from "./receive-operation.ts";
import { sendMessageBatchOperation, sendMessageOperation } from "./send-operation.ts";
import { missingParameter } from "./sqs-errors.ts";
import type { SqsService } from "./sqs-service.ts";

type Output = Record<string, unknown> | Promise<Record<string, unknown>>;
type QueueOperation = (service: SqsService, queue: QueueState, input: Input) => Output;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_PurgeQueue.html */
const purgeIntervalMs = 60_000;

/** Operations on the queue that QueueUrl names. */
const queueOperations: ReadonlyMap<string, QueueOperation> = new Map<string, QueueOperation>([
  ["SendMessage", sendMessageOperation],
  ["SendMessageBatch", sendMessageBatchOperation],
  ["ReceiveMessage", receiveMessageOperation],
  ["DeleteMessage", deleteOne],
  ["DeleteMessageBatch", forEachEntry("DeleteMessageBatch", deleteOne)],
  ["ChangeMessageVisibility", changeOne],
  ["ChangeMessageVisibilityBatch", forEachEntry("ChangeMessageVisibilityBatch", changeOne)],
  [
    "GetQueueAttributes",
    (_service, queue, input) => {
      const attributes = queueAttributes(queue, optionalStringList(input, "AttributeNames"));
      return Object.keys(attributes).length === 0 ? {} : { Attributes: attributes };
    },
  ],
  ["PurgeQueue", purgeQueue],
]);

/** Part of SQS, but here the queues are what the stack declares. */
const declaredByStack = new Set([
  "CreateQueue",
  "DeleteQueue",
  "SetQueueAttributes",
  "AddPermission",
  "RemovePermission",
  "TagQueue",
  "UntagQueue",
  "ListQueueTags",
  "CancelMessageMoveTask",
  "ListDeadLetterSourceQueues",
]);

/** One call of the SQS API. */
export async function executeOperation(
  service: SqsService,
  moveTasks: MessageMoveTasks,
  { operation, input }: { operation: string; input: Input },
): Promise<Record<string, unknown>> {
  const onQueue = queueOperations.get(operation);
  if (onQueue !== undefined) return onQueue(service, queueOf(service, input), input);
  switch (operation) {
    case "GetQueueUrl":
      return { QueueUrl: service.queueUrl(namedQueue(service, input)) };
    case "ListQueues":
      return listQueues(service, input);
    case "StartMessageMoveTask":
      return moveTasks.start(input);
    case "ListMessageMoveTasks":
      return moveTasks.list(input);
  }
  if (declaredByStack.has(operation)) {
    throw new AwsError(
      "UnsupportedOperation",
      `The local run does not offer ${operation}: its queues are those that the stack declares.`,
    );
  }
  throw new AwsError(
    "UnknownOperationException",
    `The action ${operation} is not valid for this endpoint.`,
    404,
  );
}

/** The queue's name is the last part of its URL, as it is on AWS. */
export function queueNameOfUrl(url: string): string {
  const name = /^(?:https?:\/\/[^/]+\/\d+\/)?([^/]+)\/?$/.exec(url)?.[1];
  if (name === undefined) {
    throw new AwsError("InvalidAddress", `The address ${url} is not valid for this endpoint.`, 404);
  }
  return name;
}

function queueOf(service: SqsService, input: Input): QueueState {
  const url = optionalString(input, "QueueUrl");
  if (url === undefined) throw missingParameter("QueueUrl");
  return service.openQueue(queueNameOfUrl(url));
}

function namedQueue(service: SqsService, input: Input): string {
  const name = optionalString(input, "QueueName");
  if (name === undefined) throw missingParameter("QueueName");
  return service.openQueue(name).settings.name;
}

function deleteOne(service: SqsService, queue: QueueState, input: Input): Record<string, unknown> {
  deleteMessage(service, queue, handleOf(input));
  return {};
}

function changeOne(service: SqsService, queue: QueueState, input: Input): Record<string, unknown> {
  const seconds = optionalInteger(input, "VisibilityTimeout");
  if (seconds === undefined) throw missingParameter("VisibilityTimeout");
  changeVisibility(service, queue, { handle: handleOf(input), seconds });
  return {};
}

function handleOf(input: Input): string {
  const handle = optionalString(input, "ReceiptHandle");
  if (!handle) throw missingParameter("ReceiptHandle");
  return handle;
}

function forEachEntry(
  action: string,
  run: (service: SqsService, queue: QueueState, input: Input) => Record<string, unknown>,
): QueueOperation {
  return (service, queue, input) =>
    runBatch(readBatchEntries(input, action), (entry) => run(service, queue, entry));
}

function purgeQueue(service: SqsService, queue: QueueState): Record<string, unknown> {
  const at = service.clock.now();
  const { name } = queue.settings;
  if (queue.purgedAt !== undefined && at - queue.purgedAt < purgeIntervalMs) {
    throw new AwsError(
      "PurgeQueueInProgress",
      `Only one PurgeQueue operation on ${name} is allowed every 60 seconds.`,
      403,
    );
  }
  service.commit({ type: "purge", queue: name, at });
  return {};
}

function listQueues(service: SqsService, input: Input): Record<string, unknown> {
  const prefix = optionalString(input, "QueueNamePrefix") ?? "";
  const names = [...service.queues.keys()].filter((name) => name.startsWith(prefix)).sort();
  return names.length === 0 ? {} : { QueueUrls: names.map((name) => service.queueUrl(name)) };
}
