import { processGroups } from "../../../runtime/batch.ts";

let failed = false;

/** Wrong: after a failure gives the next batch back untried, whoever's it is, to spare what is broken. */
export const pauseAfterFailure: typeof processGroups = async (records, handle) => {
  if (failed) {
    failed = false;
    return { batchItemFailures: records.map(({ messageId }) => ({ itemIdentifier: messageId })) };
  }
  const response = await processGroups(records, handle);
  failed = response.batchItemFailures.length > 0;
  return response;
};
