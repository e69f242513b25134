import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { describe } from "vitest";
import { createCaller } from "../local/dynamodb/support/call-dynamodb.ts";
import { createRemoteTable } from "../local/dynamodb/support/create-remote-table.ts";
import {
  findDynamoDbLocal,
  reportMissing,
  startDynamoDbLocal,
} from "../local/dynamodb/support/dynamodb-local.ts";
import { eventStoreContract } from "./contract/event-store-contract.ts";
import { clientSettings } from "./support/dynamodb-clients.ts";
import { allTables } from "./support/tables.ts";

const source = findDynamoDbLocal();
reportMissing(source);

describe.runIf(source.kind !== "none")("with somebody else's DynamoDB", () => {
  eventStoreContract("the stores on DynamoDB Local", async () => {
    const { endpoint, stop } = await startDynamoDbLocal(source);
    const call = createCaller(endpoint);
    for (const table of allTables) await createRemoteTable(call, table);
    const client = new DynamoDBClient({ ...clientSettings(endpoint), maxAttempts: 1 });
    return {
      endpoint,
      client,
      async close() {
        client.destroy();
        stop();
      },
    };
  });
});
