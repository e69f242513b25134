import { setTimeout as wait } from "node:timers/promises";
import { CliError, exitCodes } from "../../cli/cli-error.ts";
import { AwsError, type IndexDefinition, type TableDefinition } from "../ports.ts";
import { type Input, isObject, optionalObject, optionalObjectList } from "../read-input.ts";
import type { DynamoDbCaller } from "./call-dynamodb.ts";

type Call = DynamoDbCaller["call"];

const pollMs = 100;
const longestWaitMs = 60_000;

/**
 * Creates a table, or adds the stream and the indexes that an existing one lacks; answers its
 * description. Throws CliError when its keys, indexes or stream are others.
 */
export async function bringUpTable(call: Call, definition: TableDefinition): Promise<Input> {
  const { name } = definition;
  const existing = await describeTable(call, name);
  if (existing === undefined) await call("CreateTable", createTableInput(definition));
  else for (const change of missingParts(existing, definition)) await update(call, name, change);
  await untilActive(call, name);
  await setTimeToLive(call, definition);
  return (await describeTable(call, name)) ?? {};
}

/** A table that does not exist is no error. */
export async function deleteTable(call: Call, name: string): Promise<void> {
  if ((await describeTable(call, name)) === undefined) return;
  await call("DeleteTable", { TableName: name });
  await until(`${name} to be deleted`, async () => (await describeTable(call, name)) === undefined);
}

export async function describeTable(call: Call, name: string): Promise<Input | undefined> {
  try {
    return optionalObject(await call("DescribeTable", { TableName: name }), "Table");
  } catch (error) {
    if (error instanceof AwsError && error.code === "ResourceNotFoundException") return undefined;
    throw error;
  }
}

function createTableInput(definition: TableDefinition): Input {
  const { indexes = [] } = definition;
  return {
    TableName: definition.name,
    BillingMode: "PAY_PER_REQUEST",
    AttributeDefinitions: attributeDefinitions(definition),
    KeySchema: keySchema(definition),
    ...(indexes.length > 0 && { GlobalSecondaryIndexes: indexes.map(indexInput) }),
    ...(definition.stream !== undefined && { StreamSpecification: streamInput(definition) }),
  };
}

/** Inputs of UpdateTable, one after the other, as the API takes one index at a time. */
function missingParts(existing: Input, definition: TableDefinition): readonly Input[] {
  refuseOther(definition, "keys", keysOf(existing), keysOf(createTableInput(definition)));
  const stream = optionalObject(existing, "StreamSpecification");
  const hasStream = stream?.StreamEnabled === true;
  if (hasStream && definition.stream !== undefined) {
    refuseOther(definition, "stream", String(stream.StreamViewType), definition.stream);
  }
  const indexes = optionalObjectList(existing, "GlobalSecondaryIndexes");
  const changes: Input[] = [];
  for (const index of definition.indexes ?? []) {
    const found = indexes.find(({ IndexName }) => IndexName === index.name);
    const wanted = indexInput(index);
    if (found === undefined) {
      changes.push({
        AttributeDefinitions: attributeDefinitions(definition),
        GlobalSecondaryIndexUpdates: [{ Create: wanted }],
      });
    } else
      refuseOther(definition, `index ${index.name}`, describeIndex(found), describeIndex(wanted));
  }
  if (!hasStream && definition.stream !== undefined) {
    changes.push({ StreamSpecification: streamInput(definition) });
  }
  return changes;
}

function refuseOther({ name }: TableDefinition, part: string, found: string, wanted: string): void {
  if (found === wanted) return;
  throw new CliError(
    exitCodes.conflict,
    `Table ${name} exists with the ${part} ${found}, but the stack declares ${wanted}.`,
    "Give the table another name, or start with --fresh, which deletes it and creates it anew.",
  );
}

function keysOf(table: Input): string {
  const types = new Map(
    optionalObjectList(table, "AttributeDefinitions").map((attribute) => [
      attribute.AttributeName,
      attribute.AttributeType,
    ]),
  );
  return keyNames(table)
    .map((name) => `${name} (${types.get(name)})`)
    .join(", ");
}

function describeIndex(index: Input): string {
  const { ProjectionType, NonKeyAttributes } = optionalObject(index, "Projection") ?? {};
  const included = Array.isArray(NonKeyAttributes) ? [...NonKeyAttributes].sort() : [];
  return `${keyNames(index).join(", ")} with ${[ProjectionType, ...included].join(" ")}`;
}

function keyNames(keyed: Input): readonly unknown[] {
  const keys = optionalObjectList(keyed, "KeySchema");
  return ["HASH", "RANGE"].flatMap((type) =>
    keys.filter(({ KeyType }) => KeyType === type).map(({ AttributeName }) => AttributeName),
  );
}

async function update(call: Call, name: string, change: Input): Promise<void> {
  await untilActive(call, name);
  await call("UpdateTable", { TableName: name, ...change });
}

async function setTimeToLive(
  call: Call,
  { name, timeToLiveAttribute: wanted }: TableDefinition,
): Promise<void> {
  if (wanted === undefined) return;
  const answer = await call("DescribeTimeToLive", { TableName: name });
  const present = optionalObject(answer, "TimeToLiveDescription");
  if (present?.AttributeName === wanted && present.TimeToLiveStatus === "ENABLED") return;
  await call("UpdateTimeToLive", {
    TableName: name,
    TimeToLiveSpecification: { Enabled: true, AttributeName: wanted },
  });
}

function untilActive(call: Call, name: string): Promise<void> {
  return until(`${name} to be active`, async () => {
    const table = (await describeTable(call, name)) ?? {};
    const indexes = optionalObjectList(table, "GlobalSecondaryIndexes");
    return (
      table.TableStatus === "ACTIVE" &&
      indexes.every(({ IndexStatus = "ACTIVE" }) => IndexStatus === "ACTIVE")
    );
  });
}

async function until(what: string, reached: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + longestWaitMs;
  while (!(await reached())) {
    if (performance.now() > giveUpAt) {
      throw new AwsError("Timeout", `Waited ${longestWaitMs / 1000} s for ${what}.`);
    }
    await wait(pollMs);
  }
}

function attributeDefinitions({ attributes }: TableDefinition): readonly Input[] {
  return attributes.map(({ name, type }) => ({ AttributeName: name, AttributeType: type }));
}

function keySchema({ hashKey, rangeKey }: Pick<TableDefinition, "hashKey" | "rangeKey">) {
  return [
    { AttributeName: hashKey, KeyType: "HASH" },
    ...(rangeKey === undefined ? [] : [{ AttributeName: rangeKey, KeyType: "RANGE" }]),
  ];
}

function indexInput(index: IndexDefinition): Input {
  const { projection } = index;
  return {
    IndexName: index.name,
    KeySchema: keySchema(index),
    Projection: isObject(projection)
      ? { ProjectionType: "INCLUDE", NonKeyAttributes: projection.include }
      : { ProjectionType: projection },
  };
}

function streamInput({ stream }: TableDefinition): Input {
  return { StreamEnabled: true, StreamViewType: stream };
}
