import { SNSClient } from "@aws-sdk/client-sns";
import { clientSettings } from "./settings.ts";

let client: SNSClient | undefined;

/** The function's one SNS client, made on first use and kept with its connections. */
export function sns(): SNSClient {
  client ??= new SNSClient(clientSettings);
  return client;
}
