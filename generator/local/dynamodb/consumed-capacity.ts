import { indexRowOf, indexWriteUnits } from "./index-storage.ts";
import { itemSize } from "./item-size.ts";
import { type OperationInput, readChoice } from "./request-parameters.ts";
import type { ItemChange, Table } from "./table-storage.ts";

/**
 * Units of one table in one call. A write unit is 1 KB, a read unit 4 KB read consistently.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/read-write-operations.html
 */
export interface TableCapacity {
  readonly table: Table;
  readonly kind: "read" | "write";
  readonly tableUnits: number;
  readonly indexUnits: ReadonlyMap<string, number>;
}

const NO_INDEXES: ReadonlyMap<string, number> = new Map();

/** Units of reading that many bytes from a table, or from an index of it. */
export function readCapacity(
  table: Table,
  bytes: number,
  options: {
    readonly consistent?: boolean;
    readonly transaction?: boolean;
    readonly index?: string;
  },
): TableCapacity {
  const factor = options.transaction ? 2 : options.consistent ? 1 : 0.5;
  const units = Math.max(1, Math.ceil(bytes / 4096)) * factor;
  if (options.index === undefined)
    return { table, kind: "read", tableUnits: units, indexUnits: NO_INDEXES };
  return { table, kind: "read", tableUnits: 0, indexUnits: new Map([[options.index, units]]) };
}

/** Units of one write, by the larger of the item before and after. */
export function writeCapacity(change: ItemChange, transaction = false): TableCapacity {
  const { table, key, before, after } = change;
  const sizes = [before, after].map((item) => (item === undefined ? 0 : itemSize(item)));
  const units = Math.max(1, Math.ceil(Math.max(...sizes) / 1024));
  const indexUnits = new Map<string, number>();
  for (const index of table.indexes) {
    const rows = [before, after].map((item) => indexRowOf(index, item, key.position));
    const cost = indexWriteUnits(rows[0], rows[1]);
    if (cost > 0) indexUnits.set(index.definition.name, cost);
  }
  return { table, kind: "write", tableUnits: units * (transaction ? 2 : 1), indexUnits };
}

/** What a call answers for ReturnConsumedCapacity: one entry a table; undefined when not asked for. */
function describeCapacity(
  input: OperationInput,
  capacities: () => readonly TableCapacity[],
  detailed = false,
): readonly Record<string, unknown>[] | undefined {
  const wanted = readChoice(input, "ReturnConsumedCapacity", ["INDEXES", "TOTAL", "NONE"]);
  if (wanted === undefined || wanted === "NONE") return undefined;
  const byTable = Map.groupBy(capacities(), (capacity) => capacity.table);
  return [...byTable].map(([table, parts]) => {
    const tableUnits = parts.reduce((sum, part) => sum + part.tableUnits, 0);
    const indexUnits = new Map<string, number>();
    for (const part of parts)
      for (const [name, units] of part.indexUnits)
        indexUnits.set(name, (indexUnits.get(name) ?? 0) + units);
    const total = [...indexUnits.values()].reduce((sum, units) => sum + units, tableUnits);
    const kind = parts[0]?.kind === "read" ? "ReadCapacityUnits" : "WriteCapacityUnits";
    return {
      TableName: table.definition.name,
      CapacityUnits: total,
      ...(detailed && { [kind]: total }),
      ...(wanted === "INDEXES" && { Table: { CapacityUnits: tableUnits } }),
      ...(wanted === "INDEXES" && indexUnits.size > 0 && indexDetails(indexUnits)),
    };
  });
}

/** `describeCapacity` for calls on one table, as the members to add to the answer. */
export function describeOneCapacity(
  input: OperationInput,
  capacity: () => TableCapacity,
): Record<string, unknown> {
  const described = describeCapacity(input, () => [capacity()]);
  return described === undefined ? {} : { ConsumedCapacity: described[0] };
}

/** `describeCapacity` for calls on several tables, as the members to add to the answer. */
export function describeAllCapacity(
  input: OperationInput,
  capacities: () => readonly TableCapacity[],
  detailed = false,
): Record<string, unknown> {
  const described = describeCapacity(input, capacities, detailed);
  return described === undefined ? {} : { ConsumedCapacity: described };
}

function indexDetails(indexUnits: ReadonlyMap<string, number>): Record<string, unknown> {
  const entries = [...indexUnits].map(([name, units]) => [name, { CapacityUnits: units }]);
  return { GlobalSecondaryIndexes: Object.fromEntries(entries) };
}
