import type { Node } from "jsonc-parser";
import { diffLines } from "./diff-lines.ts";
import { writtenAtMargin } from "./json-edits.ts";
import { applyOperations, type JsonOperation } from "./json-operations.ts";
import {
  areEqual,
  canonical,
  isPlainList,
  membersOf,
  memberValue,
  readJsonTree,
} from "./json-tree.ts";
import { indentUnit } from "./layout-style.ts";
import { mergeLines } from "./merge-lines.ts";
import type { PlainSides } from "./merge-script.ts";
import type { MergeOutcome } from "./merge-types.ts";

/**
 * The merge of JSON, comments allowed, by key: what theirs changed is changed in the text of mine, of
 * which all else stays as it is written. Lists of plain values are sets. A key that both changed
 * differently is a conflict. What is no object, or cannot be read, is merged line by line.
 */
export function mergeJson(sides: PlainSides): MergeOutcome {
  const { mine, labels } = sides;
  const merged = mergeTrees(sides, "mine");
  if (merged === undefined) return mergeLines(sides);
  if (merged.conflicts.length === 0) return { clean: true, text: merged.text };
  const reason = `Both sides changed ${merged.conflicts.join(", ")}.`;
  const base = mergeTrees(sides, "base")?.text ?? merged.text;
  const theirs = mergeTrees(sides, "theirs")?.text ?? merged.text;
  const marked = mergeLines({ base, mine: merged.text, theirs, labels });
  if (marked.clean) return { clean: false, text: merged.text, conflicts: [], reason };
  const conflicts = marked.conflicts.map((conflict) => {
    return { ...conflict, mineStart: lineBefore(mine, merged.text, conflict.mineStart) };
  });
  return { ...marked, conflicts, reason };
}

/** The line of mine that became a line of the merged text. */
function lineBefore(mine: string, merged: string, line: number): number {
  let added = 0;
  for (const { aCount, bStart, bCount } of diffLines(mine, merged)) {
    if (bStart + bCount <= line) added += bCount - aCount;
  }
  return Math.max(1, line - added);
}

type Side = "base" | "mine" | "theirs";

interface Merge {
  readonly texts: Readonly<Record<Side, string>>;
  readonly units: { readonly from: string | undefined; readonly to: string | undefined };
  /** Whose value a key gets that both changed. */
  readonly winner: Side;
  readonly operations: JsonOperation[];
  /** Where both sides changed something. */
  readonly conflicts: string[];
}

type Versions = Readonly<Record<Side, Node | undefined>>;

function mergeTrees(
  { base, mine, theirs }: PlainSides,
  winner: Side,
): { readonly text: string; readonly conflicts: readonly string[] } | undefined {
  const trees = {
    base: readJsonTree(base),
    mine: readJsonTree(mine),
    theirs: readJsonTree(theirs),
  };
  if (Object.values(trees).some((tree) => tree?.type !== "object")) return undefined;
  const merge: Merge = {
    texts: { base, mine, theirs },
    units: { from: indentUnit(theirs), to: indentUnit(mine) },
    winner,
    operations: [],
    conflicts: [],
  };
  mergeObjects(merge, trees, []);
  return { text: applyOperations(mine, merge.operations), conflicts: merge.conflicts };
}

function mergeObjects(merge: Merge, versions: Versions, path: readonly string[]): void {
  const [base, mine, theirs] = [versions.base, versions.mine, versions.theirs].map(membersOf);
  if (base === undefined || mine === undefined || theirs === undefined) return;
  const dropped = [...base.keys()].filter((key) => !theirs.has(key));
  const isAtEnd = ![...theirs.keys()].some((key) => mine.has(key));
  let behind = isAtEnd ? [...mine.keys()].pop() : undefined;
  for (const key of [...theirs.keys(), ...dropped]) {
    const members = { base: base.get(key), mine: mine.get(key), theirs: theirs.get(key) };
    const written = mergeMember(merge, members, [...path, key]);
    if (written !== undefined) {
      merge.operations.push({ kind: "insert", path, child: key, written, behind });
    }
    if (written !== undefined || (mine.has(key) && theirs.has(key))) behind = key;
  }
}

/** Changes one property of mine, or returns the property to insert. */
function mergeMember(
  merge: Merge,
  members: Versions,
  whole: readonly string[],
): string | undefined {
  const values = {
    base: memberValue(members.base),
    mine: memberValue(members.mine),
    theirs: memberValue(members.theirs),
  };
  const { base, mine, theirs } = values;
  if (areEqual(base, theirs) || areEqual(mine, theirs)) return undefined;
  const isBaseList = base === undefined || isPlainList(base);
  if (
    mine?.type === "object" &&
    theirs?.type === "object" &&
    (base?.type ?? "object") === "object"
  ) {
    mergeObjects(merge, values, whole);
    return undefined;
  }
  if (isBaseList && isPlainList(mine) && isPlainList(theirs)) {
    mergeLists(merge, values, whole);
    return undefined;
  }
  const isConflict = !areEqual(base, mine);
  if (isConflict) merge.conflicts.push(whole.join("."));
  const side = isConflict ? merge.winner : "theirs";
  if (side === "mine") return undefined;
  const [path, child] = [whole.slice(0, -1), whole.at(-1) ?? ""];
  const [member, value] = [members[side], values[side]];
  if (member === undefined || value === undefined) {
    merge.operations.push({ kind: "remove", path, child });
    return undefined;
  }
  if (mine === undefined) return writtenAtMargin(merge.texts[side], member, merge.units);
  const written = writtenAtMargin(merge.texts[side], value, merge.units);
  merge.operations.push({ kind: "set", path, child, value: written });
  return undefined;
}

/** As sets: without what theirs removed, with what it added, each behind what it follows there. */
function mergeLists(merge: Merge, versions: Versions, path: readonly string[]): void {
  const [base, mine, theirs] = [versions.base, versions.mine, versions.theirs].map(itemsOf);
  if (base === undefined || mine === undefined || theirs === undefined) return;
  const isAtEnd = ![...theirs.keys()].some((item) => mine.has(item));
  let behind = isAtEnd ? [...mine.keys()].pop() : undefined;
  for (const [child, { offset, length }] of theirs) {
    const isNew = !mine.has(child) && !base.has(child);
    const written = merge.texts.theirs.slice(offset, offset + length);
    if (isNew) merge.operations.push({ kind: "insert", path, child, written, behind });
    if (isNew || mine.has(child)) behind = child;
  }
  for (const child of mine.keys()) {
    if (base.has(child) && !theirs.has(child))
      merge.operations.push({ kind: "remove", path, child });
  }
}

function itemsOf(list: Node | undefined): ReadonlyMap<string, Node> {
  return new Map((list?.children ?? []).map((item) => [canonical(item), item]));
}
