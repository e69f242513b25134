import { AwsError } from "../ports.ts";
import { type Input, optionalObjectList, optionalString } from "../read-input.ts";
import { publishToTopic } from "./publish.ts";
import {
  checkContent,
  checkTopicParameters,
  maximumMessageBytes,
  type PublishRequest,
  publishSize,
  readPublishRequest,
} from "./publish-request.ts";
import type { SnsService, Topic } from "./sns-service.ts";

/** https://docs.aws.amazon.com/sns/latest/api/API_PublishBatch.html */
const mostEntries = 10;

interface BatchEntry {
  readonly id: string;
  readonly request: PublishRequest;
}

/**
 * Publishes up to ten messages in order. A batch that is malformed is refused whole; a message
 * that cannot be published fails alone, in an answer that is a success.
 */
export function publishBatch(service: SnsService, input: Input): Record<string, unknown> {
  const inputs = optionalObjectList(input, "PublishBatchRequestEntries");
  const ids = inputs.map((entry) => optionalString(entry, "Id") ?? "");
  checkIds(ids);
  const topic = service.openTopic(optionalString(input, "TopicArn"));
  const entries = inputs.map((entry, index) => ({
    id: ids[index] ?? "",
    request: readPublishRequest(entry),
  }));
  checkEntries(topic, entries);

  const successful: Record<string, unknown>[] = [];
  const failed: Record<string, unknown>[] = [];
  for (const { id, request } of entries) {
    try {
      checkContent(request);
      successful.push({ Id: id, ...publishToTopic(service, topic, request) });
    } catch (error) {
      failed.push({ Id: id, ...describeFailure(service, error) });
    }
  }
  return { Successful: successful, Failed: failed };
}

/** Messages before this one are published already, so even a fault of ours must not hide them. */
function describeFailure({ options }: SnsService, error: unknown): Record<string, unknown> {
  if (error instanceof AwsError) {
    return { Code: error.code, Message: error.message, SenderFault: error.statusCode < 500 };
  }
  const { message, stack = message } = error instanceof Error ? error : new Error(String(error));
  options.onDropped?.(`An entry of PublishBatch failed unexpectedly: ${stack}`);
  return { Code: "InternalFailure", Message: message, SenderFault: false };
}

function checkIds(ids: readonly string[]): void {
  if (ids.length === 0) {
    throw new AwsError("EmptyBatchRequest", "The batch request doesn't contain any entries.");
  }
  if (ids.length > mostEntries) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      "The batch request contains more entries than permissible.",
    );
  }
  if (new Set(ids).size < ids.length) {
    throw new AwsError(
      "BatchEntryIdsNotDistinct",
      "Two or more batch entries in the request have the same Id.",
    );
  }
  for (const id of ids) {
    if (id.length > 80) {
      throw new AwsError(
        "InvalidBatchEntryId",
        `The Id of a batch entry in the batch request is too long: ${id}`,
      );
    }
    if (!/^[\w-]+$/.test(id)) {
      throw new AwsError(
        "InvalidBatchEntryId",
        `The Id of a batch entry in the batch request contains an impermissible character: ${id}`,
      );
    }
  }
}

function checkEntries(topic: Topic, entries: readonly BatchEntry[]): void {
  let size = 0;
  for (const { request } of entries) {
    checkTopicParameters(topic, request);
    size += publishSize(request);
  }
  if (size > maximumMessageBytes) {
    throw new AwsError(
      "BatchRequestTooLong",
      "The length of all the messages put together is more than the limit.",
    );
  }
}
