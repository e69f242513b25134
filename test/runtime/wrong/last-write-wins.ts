import { dynamoDbEventStore } from "../../../runtime/dynamodb-event-store.ts";
import type { MakeEventStore } from "../contract/event-store-checks.ts";
import { intercepted } from "../support/dynamodb-clients.ts";

/** Wrong: puts commits without the condition that their place is free. */
export const lastWriteWins: MakeEventStore = (options) => {
  const client = intercepted(options.client(), ({ input }, send) => {
    const { ConditionExpression, ReturnValuesOnConditionCheckFailure, ...unconditional } = input;
    return send(unconditional);
  });
  return dynamoDbEventStore({ ...options, client: () => client });
};
