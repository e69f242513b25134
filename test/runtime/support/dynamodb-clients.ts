import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  TransactionCanceledException,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import { manualClock } from "../../../generator/local/clock.ts";
import { createLocalDynamoDb } from "../../../generator/local/dynamodb/index.ts";
import { AwsError, type LocalDynamoDb } from "../../../generator/local/ports.ts";
import { allTables } from "./tables.ts";

export const account = { accountId: "123456789012", region: "eu-central-1" };

/** Settings that any local endpoint accepts. */
export function clientSettings(endpoint: string) {
  const credentials = { accessKeyId: "local", secretAccessKey: "local" };
  return { endpoint, region: account.region, credentials };
}

export interface Call {
  /** For example `PutItem`. */
  readonly operation: string;
  readonly input: Readonly<Record<string, unknown>>;
}

/** Stands in for a call; `send` carries it out, with another input where one is given. */
export type Intercept = (
  call: Call,
  send: (input?: Readonly<Record<string, unknown>>) => Promise<unknown>,
) => Promise<unknown>;

interface Sendable {
  readonly input: object;
}

/** The client with something in between: to inject faults, to order calls, to change them. */
export function intercepted<Client extends object>(client: Client, intercept: Intercept): Client {
  const real = client as { send(command: Sendable): Promise<unknown> };
  const send = (command: Sendable) => {
    const operation = operationOf(command);
    const input = command.input as Record<string, unknown>;
    return intercept({ operation, input }, async (changed = input) => {
      const Command = command.constructor as new (input: object) => Sendable;
      return real.send(new Command(changed));
    });
  };
  return { send } as unknown as Client;
}

/** An SDK-shaped client on an embedded DynamoDB: no network, so that the order of calls is the test's. */
export function inProcessClient(database: LocalDynamoDb): DynamoDBClient {
  const send = async (command: Sendable) => {
    try {
      // The round trip drops undefined members, as the wire does.
      const input = JSON.parse(JSON.stringify(command.input));
      return structuredClone(database.execute(operationOf(command), input));
    } catch (error) {
      throw error instanceof AwsError ? sdkError(error) : error;
    }
  };
  return { send } as unknown as DynamoDBClient;
}

/** An embedded DynamoDB with the tables of these tests. */
export function openDatabase(): LocalDynamoDb {
  const database = createLocalDynamoDb({ clock: manualClock(Date.now()), account });
  for (const table of allTables) database.createTable(table);
  return database;
}

/**
 * A client whose next answer gets lost after the request was carried out; the SDK then retries by
 * itself.
 */
export function clientThatLosesAnswer(endpoint: string): DynamoDBClient {
  const client = new DynamoDBClient({ ...clientSettings(endpoint), maxAttempts: 2 });
  let lost = false;
  client.middlewareStack.add(
    (next) => async (request) => {
      const answer = await next(request);
      if (lost) return answer;
      lost = true;
      throw Object.assign(new Error("socket hang up"), { name: "TimeoutError" });
    },
    { step: "deserialize", priority: "low", name: "lose-first-answer" },
  );
  return client;
}

function operationOf(command: object): string {
  return command.constructor.name.replace(/Command$/, "");
}

function sdkError({ code, message, details }: AwsError): Error {
  const options = { message, $metadata: {}, ...details };
  switch (code) {
    case "ConditionalCheckFailedException":
      return new ConditionalCheckFailedException(options);
    case "TransactionCanceledException":
      return new TransactionCanceledException(options);
    case "TransactionConflictException":
      return new TransactionConflictException(options);
    default:
      return Object.assign(new Error(message), { name: code });
  }
}
