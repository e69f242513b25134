import type { AwsError, LocalSqs } from "../ports.ts";
import { type Input, optionalString } from "../read-input.ts";
import type { JsonService, RequiredPermission } from "./json-protocol.ts";

export function sqsService(sqs: LocalSqs): JsonService {
  return {
    permissions: (operation, input) => sqsPermissions(sqs, operation, input),
    execute: (operation, input) => sqs.execute(operation, input),
    errorType: (code) => sqsError(code).type,
    // SDKs that knew SQS by its older protocol take the code from here.
    errorHeaders: (error) => ({
      "x-amzn-query-error": `${sqsError(error.code).queryCode};${faultOf(error)}`,
    }),
  };
}

/** A batch needs the permission of the single action. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-api-permissions-reference.html
function sqsPermissions(
  sqs: LocalSqs,
  operation: string,
  input: Input,
): readonly RequiredPermission[] {
  const allow = (action: string, resource: string): RequiredPermission => ({
    action: `sqs:${action}`,
    resource,
    context: {},
  });
  switch (operation) {
    case "ListQueues":
      return [allow(operation, "*")];
    case "GetQueueUrl":
      return [allow(operation, sqs.queueArn(optionalString(input, "QueueName") ?? "*"))];
    case "ListMessageMoveTasks":
      return [allow(operation, optionalString(input, "SourceArn") ?? "*")];
    case "StartMessageMoveTask": {
      const source = optionalString(input, "SourceArn") ?? "*";
      const destination = optionalString(input, "DestinationArn");
      return [
        ...moveTaskActions.map((action) => allow(action, source)),
        ...(destination === undefined ? [] : [allow("SendMessage", destination)]),
      ];
    }
    default: {
      const name = optionalString(input, "QueueUrl")?.split("/").findLast(Boolean) ?? "*";
      return [allow(operation.replace(/Batch$/, ""), sqs.queueArn(name))];
    }
  }
}

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-configure-dead-letter-queue-redrive.html */
const moveTaskActions = [
  "StartMessageMoveTask",
  "ReceiveMessage",
  "DeleteMessage",
  "GetQueueAttributes",
] as const;

interface SqsErrorNames {
  readonly type: string;
  readonly queryCode: string;
}

/** Errors that the API declares, with their code in the older protocol. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html
const declaredErrors: ReadonlyMap<string, string> = new Map([
  ["QueueDoesNotExist", "AWS.SimpleQueueService.NonExistentQueue"],
  ["BatchEntryIdsNotDistinct", "AWS.SimpleQueueService.BatchEntryIdsNotDistinct"],
  ["BatchRequestTooLong", "AWS.SimpleQueueService.BatchRequestTooLong"],
  ["EmptyBatchRequest", "AWS.SimpleQueueService.EmptyBatchRequest"],
  ["InvalidBatchEntryId", "AWS.SimpleQueueService.InvalidBatchEntryId"],
  ["TooManyEntriesInBatchRequest", "AWS.SimpleQueueService.TooManyEntriesInBatchRequest"],
  ["MessageNotInflight", "AWS.SimpleQueueService.MessageNotInflight"],
  ["PurgeQueueInProgress", "AWS.SimpleQueueService.PurgeQueueInProgress"],
  ["UnsupportedOperation", "AWS.SimpleQueueService.UnsupportedOperation"],
  ["InvalidAddress", "InvalidAddress"],
  ["InvalidAttributeName", "InvalidAttributeName"],
  ["InvalidMessageContents", "InvalidMessageContents"],
  ["ReceiptHandleIsInvalid", "ReceiptHandleIsInvalid"],
  ["ResourceNotFoundException", "ResourceNotFoundException"],
]);

/** Errors common to AWS services, which have longer names in JSON than in the older protocol. */
const commonErrors: readonly SqsErrorNames[] = [
  { queryCode: "InvalidParameterValue", type: "InvalidParameterValueException" },
  { queryCode: "MissingParameter", type: "MissingRequiredParameterException" },
  { queryCode: "AccessDenied", type: "AccessDeniedException" },
];

/** The names of an error that goes by either of them. */
function sqsError(code: string): SqsErrorNames {
  const declared = declaredErrors.get(code);
  if (declared !== undefined) return { type: `com.amazonaws.sqs#${code}`, queryCode: declared };
  const common = commonErrors.find(({ queryCode, type }) => queryCode === code || type === code);
  const { queryCode, type } = common ?? { queryCode: code, type: code };
  return { type: `com.amazon.coral.service#${type}`, queryCode };
}

function faultOf({ statusCode }: AwsError): string {
  return statusCode < 500 ? "Sender" : "Receiver";
}
