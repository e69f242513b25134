import type { processGroups } from "../../../runtime/batch.ts";
import { describeError } from "../../../runtime/errors.ts";
import { log } from "../../../runtime/log.ts";

/** Wrong: handles all messages at once, also those of one group. */
export const parallelBatch: typeof processGroups = async (records, handle) => {
  const failed = await Promise.all(
    records.map(async (record) => {
      try {
        await handle(record, log);
        return [];
      } catch (error) {
        log.error("Message failed", { reason: describeError(error) });
        return [{ itemIdentifier: record.messageId }];
      }
    }),
  );
  return { batchItemFailures: failed.flat() };
};
