/** What somebody writes to run the app of `temporaryApp` in one process; the stream client stands in for the SDK's. */
export const serverProgram = `
import { handler as aggregates } from "./plugins/ordering/handlers/aggregates.ts";
import { handler as readModels } from "./plugins/ordering/handlers/read-models.ts";
import { runNodeServer } from "./runtime/providers/node-server.ts";
import type { StreamClient } from "./runtime/providers/node-stream.ts";

async function call(operation: string, input: object) {
  const response = await fetch(process.env.AWS_ENDPOINT_URL ?? "", {
    method: "POST",
    headers: {
      "x-amz-target": \`DynamoDBStreams_20120810.\${operation}\`,
      authorization: "AWS4-HMAC-SHA256 Credential=LOCAL-node/20260101/eu-central-1/dynamodb/aws4_request",
    },
    body: JSON.stringify(input),
  });
  if (!response.ok) throw new Error(await response.text());
  return response.json();
}

const streams: StreamClient = {
  describeStream: (input) => call("DescribeStream", input),
  getShardIterator: (input) => call("GetShardIterator", input),
  getRecords: (input) => call("GetRecords", input),
};

await runNodeServer({
  handlers: [aggregates, readModels],
  streams,
  authorize: async ({ headers }) =>
    headers.authorization === "Bearer ann" ? { jwt: { claims: { sub: "ann" } } } : undefined,
  port: Number(process.env.PORT ?? 0),
  waitSeconds: 1,
  retrySeconds: () => 0,
});
`;
