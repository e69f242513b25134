import type { IncomingMessage } from "node:http";
import { describe, test } from "vitest";
import { lambda } from "../../runtime/providers/lambda.ts";
import {
  type NodeArrival,
  type NodeRun,
  nodeServer,
} from "../../runtime/providers/node-provider.ts";
import type { LambdaContext } from "../../runtime/routing.ts";
import { type ProviderUnderTest, providerChecks } from "./contract/provider-checks.ts";
import { commitRecord, queueRecord } from "./support/records.ts";

const underLambda: ProviderUnderTest<unknown, LambdaContext> = {
  provider: lambda,
  message: (queue, id) => queueRecord(id, "a", `body of ${id}`, `app-dev-${queue}`),
  record: (table, sequenceNumber) => ({
    ...commitRecord(sequenceNumber, { streamId: "a", version: 1 }),
    eventSourceARN: `arn:aws:dynamodb:eu-central-1:123456789012:table/app-dev-${table}/stream/now`,
  }),
  request: (routeKey) => ({ routeKey, requestContext: {} }),
  platform: { awsRequestId: "r1", getRemainingTimeInMillis: () => 1000 },
  deliver: (routes, arrivals) =>
    lambda.asEventHandler(routes)({ Records: arrivals }, underLambda.platform),
};

const inNode: ProviderUnderTest<NodeArrival, NodeRun> = {
  provider: nodeServer,
  message: (queue, id) => ({ queue, message: { MessageId: id, Body: `body of ${id}` } }),
  record: (table, SequenceNumber) => ({ table, record: { dynamodb: { SequenceNumber } } }),
  request: (routeKey) => ({
    request: {
      message: { url: "/banking/wallet/w1", headers: {} } as IncomingMessage,
      routeKey,
      pathParameters: { id: "w1" },
      authorizer: {},
      body: Buffer.from(""),
    },
  }),
  get platform() {
    return { deadline: Date.now() + 1000 };
  },
  deliver: (routes, arrivals) => nodeServer.asEventHandler(routes)(arrivals, inNode.platform),
};

describe.each([
  ["Lambda", underLambda],
  ["the Node server", inNode],
])("%s as a provider", (_name, subject) => {
  test.each(providerChecks)("$title", ({ run }) => run(subject as never));
});
