import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createLocalDynamoDb } from "../../../generator/local/dynamodb/index.ts";
import { AwsError, type LocalDynamoDb } from "../../../generator/local/ports.ts";
import {
  type CallDynamoDb,
  createCaller,
  readAnswer,
  type WireAnswer,
} from "./support/call-dynamodb.ts";
import { canonical, findDifference } from "./support/compare-answers.ts";
import { createRemoteTable } from "./support/create-remote-table.ts";
import {
  type DynamoDbLocal,
  findDynamoDbLocal,
  reportMissing,
  startDynamoDbLocal,
} from "./support/dynamodb-local.ts";
import { createManualClock } from "./support/manual-clock.ts";
import { FUZZ_TABLES, randomRequest } from "./support/random-requests.ts";
import { createRandomSource } from "./support/random-source.ts";
import { readWholeStream } from "./support/read-whole-stream.ts";

/** DYNAMODB_FUZZ_SEED repeats a run, DYNAMODB_FUZZ_CALLS makes it longer. */
const SEED = Number(process.env.DYNAMODB_FUZZ_SEED ?? 20260101);
const CALLS = Number(process.env.DYNAMODB_FUZZ_CALLS ?? 1500);

const source = findDynamoDbLocal();
reportMissing(source);

describe.runIf(source.kind !== "none")("random calls", () => {
  let local: DynamoDbLocal;
  let callLocal: CallDynamoDb;
  let embedded: LocalDynamoDb;

  beforeAll(async () => {
    local = await startDynamoDbLocal(source);
    callLocal = createCaller(local.endpoint);
    embedded = createLocalDynamoDb({
      clock: createManualClock(),
      account: { accountId: "000000000000", region: "eu-central-1" },
    });
    for (const definition of FUZZ_TABLES) {
      await createRemoteTable(callLocal, definition);
      embedded.createTable(definition);
    }
  }, 60_000);

  afterAll(() => local?.stop());

  it(`are answered as DynamoDB Local does (seed ${SEED}, ${CALLS} calls)`, async () => {
    const random = createRandomSource(SEED);
    const differences: unknown[] = [];
    for (let index = 0; index < CALLS && differences.length < 10; index += 1) {
      const { operation, input } = randomRequest(random);
      const expected = await callLocal(operation, input);
      const found = callEmbedded(embedded, operation, input);
      const difference = findDifference(expected, found, input.Limit);
      if (difference !== undefined)
        differences.push({ index, operation, input: JSON.stringify(input), difference });
    }
    expect(differences).toEqual([]);
  }, 600_000);

  it("leave the same items", async () => {
    for (const { name } of FUZZ_TABLES) {
      const input = { TableName: name, ConsistentRead: true };
      const expected = await callLocal("Scan", input);
      const found = callEmbedded(embedded, "Scan", input);
      expect(sortedItems(found)).toEqual(sortedItems(expected));
      expect(sortedItems(found).length).toBeGreaterThan(5);
    }
  });

  it("leave the same stream records", async () => {
    for (const { name, stream } of FUZZ_TABLES) {
      if (stream === undefined) continue;
      const expected = await readWholeStream(callLocal, name);
      const found = await readWholeStream(
        async (operation, input) => callEmbedded(embedded, operation, input),
        name,
      );
      expect(found.length).toBeGreaterThan(5);
      expect(found).toEqual(expected);
    }
  }, 60_000);
});

function callEmbedded(embedded: LocalDynamoDb, operation: string, input: unknown): WireAnswer {
  // What goes over the wire has been through JSON; so does this.
  const sent = JSON.parse(JSON.stringify(input)) as Record<string, unknown>;
  try {
    const body = JSON.parse(JSON.stringify(embedded.execute(operation, sent)));
    return readAnswer(200, body);
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const { code, message, statusCode, details } = error;
    return readAnswer(statusCode, { __type: code, message, ...details });
  }
}

function sortedItems({ body }: WireAnswer): readonly string[] {
  return (body.Items as readonly unknown[]).map((item) => JSON.stringify(canonical(item))).sort();
}
