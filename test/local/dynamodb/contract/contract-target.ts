import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { TableDefinition } from "../../../../generator/local/ports.ts";
import { type CallDynamoDb, createCaller } from "../support/call-dynamodb.ts";

/** A running DynamoDB that the contract is checked against. */
export interface ContractTarget {
  readonly endpoint: string;
  /** Whose wording errors have; where DynamoDB Local differs from AWS, cases name both. */
  readonly wording: "aws" | "dynamodb-local";
  createTable(definition: TableDefinition): Promise<void>;
  close(): Promise<void>;
}

/** What a case needs: the SDK's client, the wire, and the target's wording. */
export interface ContractContext {
  readonly client: DynamoDBClient;
  readonly call: CallDynamoDb;
  readonly target: ContractTarget;
}

/** Opens a client on a target; it neither retries nor needs credentials from the environment. */
export function createContext(target: ContractTarget): ContractContext {
  const client = new DynamoDBClient({
    endpoint: target.endpoint,
    region: "eu-central-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    maxAttempts: 1,
  });
  return { client, call: createCaller(target.endpoint), target };
}

/** An error as AWS gives it and, where it differs, as DynamoDB Local does. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly localMessage?: string;
}

/** Expects a call to fail with exactly this error, in the target's wording. */
export async function expectRefusal(
  { target }: ContractContext,
  sending: Promise<unknown>,
  { name, message, localMessage }: Refusal,
): Promise<Record<string, unknown>> {
  const error = await sending.then(
    () => undefined,
    (reason: unknown) => reason as Record<string, unknown>,
  );
  const expected = target.wording === "aws" ? message : (localMessage ?? message);
  expect({ name: error?.name, message: error?.message }).toEqual({ name, message: expected });
  return error as Record<string, unknown>;
}
