import { eventTopic } from "../../../runtime/event-topic.ts";

/** Wrong: names the failed record by its event id instead of its sequence number. */
export const eventIdAsFailureId: typeof eventTopic = (client, topicArn) => {
  const relay = eventTopic(client, topicArn);
  return async (records) => {
    const { batchItemFailures } = await relay(records);
    return {
      batchItemFailures: batchItemFailures.map(({ itemIdentifier }) => ({
        itemIdentifier:
          records.find(({ dynamodb }) => dynamodb?.SequenceNumber === itemIdentifier)?.eventID ??
          "",
      })),
    };
  };
};
