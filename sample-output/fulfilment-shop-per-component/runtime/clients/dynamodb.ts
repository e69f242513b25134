import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { clientSettings } from "./settings.ts";

let client: DynamoDBClient | undefined;

/** The function's one DynamoDB client, made on first use and kept with its connections. */
export function dynamoDb(): DynamoDBClient {
  client ??= new DynamoDBClient(clientSettings);
  return client;
}
