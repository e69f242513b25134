import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Authorize,
  AwsError,
  type LocalDynamoDb,
  type LocalSns,
  type LocalSqs,
  type RemoteDynamoDb,
  type Reply,
} from "../ports.ts";
import { type AddressedRequest, createAnswerer } from "./answer-request.ts";
import { dynamodbErrorType } from "./dynamodb-service.ts";
import { jsonError } from "./json-protocol.ts";
import { accessKeyIdOf, foreignOrigin, readBody } from "./read-request.ts";
import { type LogError, toAwsError } from "./reply.ts";

export interface EndpointOptions {
  readonly dynamodb: LocalDynamoDb | RemoteDynamoDb;
  readonly sqs: LocalSqs;
  readonly sns: LocalSns;
  /** Asked before every action; without it everything is allowed. */
  readonly authorize?: Authorize | undefined;
  /** 0 or nothing takes any free port. */
  readonly port?: number | undefined;
  readonly host?: "127.0.0.1" | undefined;
  /** Told of faults of the local run itself; the log of the process by default. */
  readonly logError?: LogError | undefined;
}

export interface Endpoint {
  readonly url: string;
  /** Ends open requests too; closing twice is no error. */
  close(): Promise<void>;
}

/** Longer than SDK clients keep an idle connection, so that none is closed under a request. */
const keepAliveMs = 75_000;

/** One HTTP server that the AWS SDK clients of DynamoDB, its streams, SQS and SNS can be pointed at. */
export async function startEndpoint(options: EndpointOptions): Promise<Endpoint> {
  const logError = options.logError ?? console.error;
  const answer = createAnswerer({ ...options, logError });
  const server = createServer({ keepAliveTimeout: keepAliveMs }, (request, response) => {
    handleRequest(request, { answer, logError })
      .then((reply) => sendReply(response, reply))
      .catch((error) => {
        // Only a client that went away gets here; there is nobody left to answer.
        response.destroy();
        if (!request.destroyed) logError(error);
      });
  });
  const host = options.host ?? "127.0.0.1";
  await listen(server, { host, port: options.port ?? 0 });
  const { port } = server.address() as AddressInfo;
  let closed: Promise<void> | undefined;
  return {
    url: `http://${host}:${port}`,
    close() {
      closed ??= closeServer(server);
      return closed;
    },
  };
}

async function handleRequest(
  request: IncomingMessage,
  {
    answer,
    logError,
  }: { answer: (request: AddressedRequest) => Promise<Reply>; logError: LogError },
): Promise<Reply> {
  const requestId = randomUUID();
  const reply = await tryAnswer(request, { answer, logError, requestId });
  return { ...reply, headers: { ...reply.headers, "x-amzn-requestid": requestId } };
}

async function tryAnswer(
  request: IncomingMessage,
  surroundings: {
    answer: (request: AddressedRequest) => Promise<Reply>;
    logError: LogError;
    requestId: string;
  },
): Promise<Reply> {
  const { answer, logError, requestId } = surroundings;
  try {
    const refusal = foreignOrigin(request);
    if (refusal !== undefined) throw new AwsError("AccessDeniedException", refusal, 403);
    const target = request.headers["x-amz-target"];
    return await answer({
      requestId,
      accessKeyId: accessKeyIdOf(request.headers.authorization),
      target: Array.isArray(target) ? target[0] : target,
      body: await readBody(request),
    });
  } catch (error) {
    if (request.destroyed && !request.complete) throw error;
    return jsonError({ errorType: dynamodbErrorType }, toAwsError(error, logError));
  }
}

function sendReply(response: ServerResponse, { status, headers, body }: Reply): void {
  const length = Buffer.byteLength(body);
  // A request that was refused unread leaves the connection in no state to be used again.
  const connection = status === 413 ? { connection: "close" } : {};
  response.writeHead(status, { ...headers, ...connection, "content-length": length });
  response.end(body);
}

function listen(server: Server, { host, port }: { host: string; port: number }): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      reject(
        error.code === "EADDRINUSE"
          ? new Error(
              `Port ${port} on ${host} is taken by another program. Stop that program or choose another port.`,
              { cause: error },
            )
          : error,
      );
    });
    server.listen(port, host, resolve);
  });
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error === undefined ? resolve() : reject(error)));
    // A long poll would hold the server open for up to twenty seconds.
    server.closeAllConnections();
  });
}
