import { AwsError } from "../ports.ts";
import { type Input, optionalObjectList, optionalString } from "../read-input.ts";
import { missingParameter } from "./sqs-errors.ts";

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessageBatch.html */
const mostEntries = 10;

export interface BatchEntry {
  readonly id: string;
  readonly input: Input;
}

/** The entries of a batch request; what is wrong with the batch as such refuses all of it. */
export function readBatchEntries(input: Input, action: string): readonly BatchEntry[] {
  const entries = optionalObjectList(input, "Entries").map((entry) => {
    const id = optionalString(entry, "Id");
    if (id === undefined) throw missingParameter(`${action}RequestEntry.Id`);
    return { id, input: entry };
  });
  if (entries.length === 0) {
    throw new AwsError(
      "EmptyBatchRequest",
      `There should be at least one ${action}RequestEntry in the request.`,
    );
  }
  if (entries.length > mostEntries) {
    throw new AwsError(
      "TooManyEntriesInBatchRequest",
      `Maximum number of entries per request are ${mostEntries}. You have sent ${entries.length}.`,
    );
  }
  checkIds(entries);
  return entries;
}

function checkIds(entries: readonly BatchEntry[]): void {
  const seen = new Set<string>();
  for (const { id } of entries) {
    if (!/^[\w-]{1,80}$/.test(id)) {
      throw new AwsError(
        "InvalidBatchEntryId",
        "A batch entry id can only contain alphanumeric characters, hyphens and underscores. It can be at most 80 letters long.",
      );
    }
    if (seen.has(id)) throw new AwsError("BatchEntryIdsNotDistinct", `Id ${id} repeated.`);
    seen.add(id);
  }
}

/** Runs each entry by itself: one that is refused fails alone. */
export function runBatch(
  entries: readonly BatchEntry[],
  run: (input: Input) => Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const successful: Record<string, unknown>[] = [];
  const failed: Record<string, unknown>[] = [];
  for (const { id, input } of entries) {
    try {
      successful.push({ Id: id, ...run(input) });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      failed.push({
        Id: id,
        SenderFault: error.statusCode < 500,
        Code: error.code,
        Message: error.message,
      });
    }
  }
  return {
    Successful: successful,
    ...(failed.length === 0 ? {} : { Failed: failed }),
  };
}
