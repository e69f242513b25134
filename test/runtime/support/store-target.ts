import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { manualClock } from "../../../generator/local/clock.ts";
import { startEndpoint } from "../../../generator/local/endpoint/start-endpoint.ts";
import { createLocalSns } from "../../../generator/local/sns/create-local-sns.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";
import { account, clientSettings, openDatabase } from "./dynamodb-clients.ts";

/** A running DynamoDB with the tables of `tables.ts`. */
export interface StoreTarget {
  readonly endpoint: string;
  readonly client: DynamoDBClient;
  close(): Promise<void>;
}

export async function connectEmbedded(): Promise<StoreTarget> {
  const clock = manualClock(Date.now());
  const sqs = createLocalSqs({ clock, account, endpoint: () => endpoint.url });
  const sns = createLocalSns({ clock, account, sqs });
  const endpoint = await startEndpoint({ dynamodb: openDatabase(), sqs, sns });
  const client = new DynamoDBClient({ ...clientSettings(endpoint.url), maxAttempts: 1 });
  return {
    endpoint: endpoint.url,
    client,
    async close() {
      client.destroy();
      await endpoint.close();
    },
  };
}
