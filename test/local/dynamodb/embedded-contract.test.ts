import { describe } from "vitest";
import { createLocalDynamoDb } from "../../../generator/local/dynamodb/index.ts";
import { describeDynamoDbContract } from "./contract/dynamodb-contract.ts";
import { serveDynamoDb } from "./support/dynamodb-server.ts";
import { createManualClock } from "./support/manual-clock.ts";
import { createMemoryJournal } from "./support/memory-journal.ts";

describe("the embedded DynamoDB", () => {
  describeDynamoDbContract(async () => {
    const database = createLocalDynamoDb({
      clock: createManualClock(),
      account: { accountId: "000000000000", region: "eu-central-1" },
      journal: createMemoryJournal(),
    });
    const server = await serveDynamoDb(database);
    return {
      endpoint: server.endpoint,
      wording: "aws",
      createTable: async (definition) => database.createTable(definition),
      close: () => server.close(),
    };
  });
});
