import type { TableDefinition } from "../../../../generator/local/ports.ts";
import { createRandomExpressions } from "./random-expressions.ts";
import type { RandomSource } from "./random-source.ts";
import { randomMap } from "./random-values.ts";

export interface RandomRequest {
  readonly operation: string;
  readonly input: Record<string, unknown>;
}

type Key = Record<string, Record<string, string>>;

const SORT_KEYS: Readonly<Record<string, readonly string[]>> = {
  N: ["-10", "-1", "0", "0.5", "1", "1.5", "2", "10", "100000000000000000000", "-0.00001"],
  S: ["a", "ab", "b", "Z", "é", "😀", "\ue000", "10", "9"],
  B: ["AA==", "YQ==", "YWI=", "/w==", "/wA="],
};

const PARTITIONS = ["p1", "p2", "__proto__"];

/** One table for each type of sort key; the first one has indexes as well. */
export const FUZZ_TABLES: readonly TableDefinition[] = [
  {
    name: "fuzz-number",
    attributes: [
      { name: "pk", type: "S" },
      { name: "sk", type: "N" },
      { name: "g", type: "S" },
      { name: "h", type: "N" },
    ],
    hashKey: "pk",
    rangeKey: "sk",
    indexes: [
      { name: "by-all", hashKey: "g", rangeKey: "h", projection: "ALL" },
      { name: "by-keys", hashKey: "g", rangeKey: "h", projection: "KEYS_ONLY" },
      { name: "by-some", hashKey: "g", rangeKey: "h", projection: { include: ["a", "c"] } },
    ],
    stream: "NEW_AND_OLD_IMAGES",
  },
  {
    name: "fuzz-text",
    attributes: [
      { name: "pk", type: "S" },
      { name: "sk", type: "S" },
    ],
    hashKey: "pk",
    rangeKey: "sk",
    stream: "NEW_AND_OLD_IMAGES",
  },
  {
    name: "fuzz-binary",
    attributes: [
      { name: "pk", type: "S" },
      { name: "sk", type: "B" },
    ],
    hashKey: "pk",
    rangeKey: "sk",
  },
];

/** A random call on the fuzz tables: few keys, so that calls meet each other's items. */
export function randomRequest(random: RandomSource): RandomRequest {
  const kind = random.below(20);
  if (kind < 5) return { operation: "PutItem", input: randomPut(random, true) };
  if (kind < 11) return { operation: "UpdateItem", input: randomUpdate(random, true) };
  if (kind < 13) return { operation: "DeleteItem", input: randomDelete(random, true) };
  if (kind < 14) return { operation: "GetItem", input: randomGet(random) };
  if (kind < 17) return { operation: "Query", input: randomQuery(random) };
  if (kind < 19) return { operation: "TransactWriteItems", input: randomTransaction(random) };
  return { operation: "BatchWriteItem", input: randomBatch(random) };
}

function randomPut(random: RandomSource, single: boolean): Record<string, unknown> {
  const table = random.pick(FUZZ_TABLES);
  const expressions = createRandomExpressions(random);
  const key = randomKey(random, table);
  const Item = { ...randomMap(random, 2), ...randomIndexKeys(random, table, key), ...key };
  return {
    TableName: table.name,
    Item,
    ...(random.chance(0.5) && { ConditionExpression: expressions.condition(2) }),
    ...expressions.bindings(),
    ...returnValues(random, single ? ["NONE", "ALL_OLD"] : undefined),
  };
}

function randomUpdate(random: RandomSource, single: boolean): Record<string, unknown> {
  const table = random.pick(FUZZ_TABLES);
  const expressions = createRandomExpressions(random);
  return {
    TableName: table.name,
    Key: randomKey(random, table),
    UpdateExpression: expressions.update(),
    ...(random.chance(0.3) && { ConditionExpression: expressions.condition(1) }),
    ...expressions.bindings(),
    ...returnValues(random, single ? ["NONE", "ALL_OLD", "ALL_NEW"] : undefined),
  };
}

function randomDelete(random: RandomSource, single: boolean): Record<string, unknown> {
  const table = random.pick(FUZZ_TABLES);
  const expressions = createRandomExpressions(random);
  return {
    TableName: table.name,
    Key: randomKey(random, table),
    ...(random.chance(0.6) && { ConditionExpression: expressions.condition(2) }),
    ...expressions.bindings(),
    ...returnValues(random, single ? ["NONE", "ALL_OLD"] : undefined),
  };
}

function randomGet(random: RandomSource): Record<string, unknown> {
  const table = random.pick(FUZZ_TABLES);
  const expressions = createRandomExpressions(random);
  return {
    TableName: table.name,
    Key: randomKey(random, table),
    ...(random.chance(0.7) && { ProjectionExpression: expressions.projection() }),
    ...expressions.bindings(),
    ConsistentRead: true,
  };
}

function randomQuery(random: RandomSource): Record<string, unknown> {
  const table = random.pick(FUZZ_TABLES);
  const index = random.chance(0.3) ? random.pick(table.indexes ?? []) : undefined;
  const expressions = createRandomExpressions(random);
  const [hash, range] = index === undefined ? ["pk", "sk"] : ["g", "h"];
  const type = index === undefined ? (table.attributes[1]?.type ?? "S") : "N";
  const hashValue = index === undefined ? randomPartition(random) : { S: random.pick(["x", "y"]) };
  const sort = () => expressions.value({ [type]: random.pick(SORT_KEYS[type] ?? []) });
  const conditions = [`${hash} = ${expressions.value(hashValue)}`];
  if (random.chance(0.6)) conditions.push(sortCondition(random, range as string, sort));
  return {
    TableName: table.name,
    ...(index && { IndexName: index.name }),
    KeyConditionExpression: conditions.join(" AND "),
    ...(random.chance(0.4) && { FilterExpression: expressions.condition(1) }),
    ...(random.chance(0.3) && { ProjectionExpression: expressions.projection() }),
    ...expressions.bindings(),
    ...(random.chance(0.5) && { Limit: 1 + random.below(5) }),
    ...(random.chance(0.5) && { ScanIndexForward: random.chance(0.5) }),
    ...(index === undefined &&
      random.chance(0.3) && { ExclusiveStartKey: { ...randomKey(random, table), pk: hashValue } }),
  };
}

function sortCondition(random: RandomSource, range: string, sort: () => string): string {
  switch (random.below(4)) {
    case 0:
      return `${range} BETWEEN ${sort()} AND ${sort()}`;
    case 1:
      return `begins_with(${range}, ${sort()})`;
    default:
      return `${range} ${random.pick(["=", "<", "<=", ">", ">="])} ${sort()}`;
  }
}

function randomTransaction(random: RandomSource): Record<string, unknown> {
  const actions = random.list(1, 4, () => randomAction(random));
  // DynamoDB Local, unlike AWS, lets a ConditionCheck and a write meet on one item.
  const targets = new Map(actions.map((action) => [targetOf(action), action] as const));
  return { TransactItems: [...targets.values()] };
}

type Action = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

function randomAction(random: RandomSource): Action {
  switch (random.below(4)) {
    case 0:
      return { Put: randomPut(random, false) };
    case 1:
      return { Update: randomUpdate(random, false) };
    case 2:
      return { Delete: randomDelete(random, false) };
    default:
      return { ConditionCheck: randomCheck(random) };
  }
}

function randomCheck(random: RandomSource): Record<string, unknown> {
  const table = random.pick(FUZZ_TABLES);
  const expressions = createRandomExpressions(random);
  return {
    TableName: table.name,
    Key: randomKey(random, table),
    ConditionExpression: expressions.condition(2),
    ...expressions.bindings(),
  };
}

function targetOf(action: Action): string {
  const [{ TableName, Key, Item } = {}] = Object.values(action);
  const { pk, sk } = (Key ?? Item) as Key;
  return JSON.stringify([TableName, pk, sk]);
}

function randomBatch(random: RandomSource): Record<string, unknown> {
  const table = random.pick(FUZZ_TABLES);
  const requests = random.list(1, 4, () => {
    const key = randomKey(random, table);
    if (random.chance(0.4)) return { DeleteRequest: { Key: key } };
    return { PutRequest: { Item: { ...randomMap(random, 1), ...key } } };
  });
  return { RequestItems: { [table.name]: requests } };
}

function randomKey(random: RandomSource, table: TableDefinition): Key {
  const type = table.attributes[1]?.type ?? "S";
  return { pk: randomPartition(random), sk: { [type]: random.pick(SORT_KEYS[type] ?? []) } };
}

function randomPartition(random: RandomSource): Record<string, string> {
  return { S: random.pick(PARTITIONS) };
}

/** The range key is unique, because the order of equal index keys is not defined. */
function randomIndexKeys(random: RandomSource, table: TableDefinition, key: Key): Key {
  if (table.indexes === undefined || random.chance(0.3)) return {};
  const g = random.chance(0.9) ? { S: random.pick(["x", "y"]) } : { N: "1" };
  const partition = PARTITIONS.indexOf(key.pk?.S ?? "");
  const sort = SORT_KEYS.N?.indexOf(key.sk?.N ?? "") ?? 0;
  return { g, ...(random.chance(0.8) && { h: { N: String(partition - sort / 100) } }) };
}

function returnValues(random: RandomSource, choices: readonly string[] | undefined) {
  return {
    ...(choices && random.chance(0.5) && { ReturnValues: random.pick(choices) }),
    ...(random.chance(0.5) && { ReturnValuesOnConditionCheckFailure: "ALL_OLD" }),
  };
}
