import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { AwsError, type LocalDynamoDb } from "../../../../generator/local/ports.ts";

const TARGET = /^DynamoDB(?:Streams)?_20120810\.(\w+)$/;

export interface DynamoDbServer {
  readonly endpoint: string;
  close(): Promise<void>;
}

/** Serves the wire protocol from an embedded DynamoDB, just enough of it for the AWS SDK. */
export async function serveDynamoDb(database: LocalDynamoDb): Promise<DynamoDbServer> {
  const server = createServer(async (request, response) => {
    const { status, body } = answer(database, request, await readBody(request));
    response.writeHead(status, { "content-type": "application/x-amz-json-1.0" });
    response.end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function answer(database: LocalDynamoDb, request: IncomingMessage, body: string) {
  const operation = TARGET.exec(String(request.headers["x-amz-target"]))?.[1] ?? "";
  try {
    return { status: 200, body: database.execute(operation, JSON.parse(body)) };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, statusCode, details } = error;
    const type = `com.amazonaws.dynamodb.v20120810#${code}`;
    return { status: statusCode, body: { __type: type, message, ...details } };
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
