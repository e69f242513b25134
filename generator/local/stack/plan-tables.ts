import type { IndexDefinition, KeyAttribute, TableDefinition } from "../ports.ts";
import { booleanInput, nameOf, objectInput, objectsInput, textInput } from "./resource-inputs.ts";
import type { StackResource } from "./stack-graph.ts";
import type { PlanInput } from "./stack-plan.ts";

export function planTables({ ofType }: PlanInput): readonly TableDefinition[] {
  return ofType("aws:dynamodb/table:Table").map(toTable);
}

function toTable(resource: StackResource): TableDefinition {
  const rangeKey = textInput(resource, "rangeKey");
  const ttl = objectInput(resource, "ttl");
  const stream = textInput(resource, "streamViewType") as TableDefinition["stream"];
  return {
    name: nameOf(resource),
    attributes: objectsInput(resource, "attributes").map(
      ({ name, type }) => ({ name, type }) as KeyAttribute,
    ),
    hashKey: textInput(resource, "hashKey") ?? "",
    ...(rangeKey === undefined ? {} : { rangeKey }),
    indexes: [
      ...objectsInput(resource, "globalSecondaryIndexes"),
      ...objectsInput(resource, "localSecondaryIndexes").map((index) => ({
        hashKey: textInput(resource, "hashKey"),
        ...index,
      })),
    ].map(toIndex),
    ...(booleanInput(resource, "streamEnabled")
      ? { stream: stream ?? ("NEW_AND_OLD_IMAGES" as const) }
      : {}),
    ...(ttl?.enabled === true && typeof ttl.attributeName === "string"
      ? { timeToLiveAttribute: ttl.attributeName }
      : {}),
  };
}

/** Keys are given as names, or as a list with the type of each. */
function toIndex(index: Readonly<Record<string, unknown>>): IndexDefinition {
  const schemas = Array.isArray(index.keySchemas)
    ? (index.keySchemas as Readonly<Record<string, unknown>>[])
    : [];
  const key = (type: string): unknown =>
    schemas.find(({ keyType }) => keyType === type)?.attributeName;
  const rangeKey = index.rangeKey ?? key("RANGE");
  const { projectionType, nonKeyAttributes } = index;
  return {
    name: String(index.name),
    hashKey: String(index.hashKey ?? key("HASH")),
    ...(typeof rangeKey === "string" ? { rangeKey } : {}),
    projection:
      projectionType === "INCLUDE"
        ? { include: (nonKeyAttributes ?? []) as string[] }
        : projectionType === "KEYS_ONLY"
          ? "KEYS_ONLY"
          : "ALL",
  };
}
