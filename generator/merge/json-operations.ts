import type { Node } from "jsonc-parser";
import { applyTextEdits, indentOf, insertChild, removeChild, type TextEdit } from "./json-edits.ts";
import { canonical, membersOf, memberValue, readJsonTree } from "./json-tree.ts";
import { indentUnit } from "./layout-style.ts";

interface Operation {
  /** Keys from the root to an object or a list. */
  readonly path: readonly string[];
  /** What the property's key is, or the element in canonical form. */
  readonly child: string;
}

/** One change of a JSON text. Texts to be written are indented as if at the beginning of a line. */
export type JsonOperation =
  | (Operation & { readonly kind: "set"; readonly value: string })
  | (Operation & { readonly kind: "remove" })
  | (Operation & {
      readonly kind: "insert";
      readonly written: string;
      /** A child as `child` says it; none to be the first one. */
      readonly behind: string | undefined;
    });

/** One after the other, each on the text that the one before left. */
export function applyOperations(text: string, operations: readonly JsonOperation[]): string {
  const unit = indentUnit(text) ?? "  ";
  let changed = text;
  for (const operation of operations) {
    const root = readJsonTree(changed);
    const parent = operation.path.reduce<Node | undefined>(
      (node, key) => memberValue(membersOf(node).get(key)),
      root,
    );
    if (parent === undefined) continue;
    changed = applyTextEdits(changed, editsOf(changed, parent, { operation, unit }));
  }
  return changed;
}

function editsOf(
  text: string,
  parent: Node,
  { operation, unit }: { readonly operation: JsonOperation; readonly unit: string },
): readonly TextEdit[] {
  const childOf = (name: string | undefined): Node | undefined =>
    parent.type === "object"
      ? membersOf(parent).get(name ?? "")
      : parent.children?.find((item) => canonical(item) === name);
  if (operation.kind === "insert") {
    const behind = operation.behind === undefined ? undefined : childOf(operation.behind);
    return insertChild(text, { into: parent, behind, item: operation.written, unit });
  }
  const child = childOf(operation.child);
  if (child === undefined) return [];
  if (operation.kind === "remove") return removeChild(text, parent, child);
  const value = memberValue(child);
  if (value === undefined) return [];
  const written = operation.value.replace(/\n/g, `\n${indentOf(text, value.offset)}`);
  return [{ start: value.offset, end: value.offset + value.length, text: written }];
}
