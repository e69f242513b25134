import type { DocumentPath } from "./expression-tree.ts";
import { validationError } from "./service-errors.ts";
import { type KeySchema, keyAttributes } from "./table-keys.ts";
import type { Table } from "./table-storage.ts";

/** Refuses expression paths that lead into a key of the table or an index: keys have no inside. */
export function assertScalarKeys(table: Table, paths: readonly DocumentPath[]): void {
  for (const path of paths) {
    if (path.length === 1) continue;
    const kind = keyKind(table, path[0] as string);
    if (kind !== undefined)
      throw validationError(
        `Key attributes must be scalars; list random access '[]' and map lookup '.' are not allowed: ${kind}: ${path[0]}`,
      );
  }
}

function keyKind(table: Table, name: string): "Key" | "IndexKey" | undefined {
  if (isKey(table.schema, name)) return "Key";
  return table.indexes.some(({ schema }) => isKey(schema, name)) ? "IndexKey" : undefined;
}

/** Whether an attribute is one of the keys. */
export function isKey(schema: KeySchema, name: string | number | undefined): boolean {
  return keyAttributes(schema).some((attribute) => attribute.name === name);
}
