import { SQSClient } from "@aws-sdk/client-sqs";
import { clientSettings } from "./settings.ts";

let client: SQSClient | undefined;

/** The function's one SQS client, made on first use and kept with its connections. */
export function sqs(): SQSClient {
  // The endpoint follows from the region (or AWS_ENDPOINT_URL_SQS), never from a queue's URL.
  client ??= new SQSClient({ ...clientSettings, useQueueUrlAsEndpoint: false });
  return client;
}
