import { processGroups } from "../../../runtime/batch.ts";

/** Wrong: one failed message fails the whole batch, with the messages of everybody else in it. */
export const wholeBatch: typeof processGroups = async (records, handle) => {
  const { batchItemFailures } = await processGroups(records, handle);
  if (batchItemFailures.length === 0) return { batchItemFailures };
  return { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
};
