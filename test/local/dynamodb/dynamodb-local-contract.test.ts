import { describe } from "vitest";
import { describeDynamoDbContract } from "./contract/dynamodb-contract.ts";
import { createCaller } from "./support/call-dynamodb.ts";
import { createRemoteTable } from "./support/create-remote-table.ts";
import { findDynamoDbLocal, reportMissing, startDynamoDbLocal } from "./support/dynamodb-local.ts";

const source = findDynamoDbLocal();
reportMissing(source);

// The contract is only as good as its agreement with somebody else's DynamoDB.
describe.runIf(source.kind !== "none")("DynamoDB Local", () => {
  describeDynamoDbContract(async () => {
    const { endpoint, stop } = await startDynamoDbLocal(source);
    return {
      endpoint,
      wording: "dynamodb-local",
      createTable: (definition) => createRemoteTable(createCaller(endpoint), definition),
      close: async () => stop(),
    };
  });
});
