import type { CreateFunctions, FunctionsFile, Host } from "./functions-file.ts";
import type { Member } from "./pieces.ts";
import type { Report } from "./report.ts";
import { threeWay } from "./three-way.ts";
import type { Item } from "./weave.ts";

/** `stack/functions.ts` as it was generated, as it is, and as it is generated now. */
export interface Input {
  readonly base: FunctionsFile;
  readonly mine: FunctionsFile;
  readonly next: FunctionsFile;
  readonly report: Report;
  readonly path: string;
}

/** What became of the functions. */
export interface Lineage {
  readonly base: CreateFunctions;
  readonly mine: CreateFunctions;
  /** Variable of an old function → of the new ones that host what it hosted. */
  readonly heirs: ReadonlyMap<string, readonly string[]>;
}

export function hostsOf({ steps }: CreateFunctions): readonly Host[] {
  return steps.filter((step): step is Host => step.kind === "host");
}

/** Three texts to one; what cannot be merged is reported, and the generator's text stands. */
export function merged(
  { report, path }: Input,
  what: string,
  [base, mine, next]: readonly [string, string, string],
): string {
  const text = threeWay(base, mine, next);
  if (text === undefined) {
    report.refuse(path, mine, `${what} was edited, and the generator writes it differently now`);
    return next;
  }
  if (mine !== base) report.place(path, what, path);
  return text;
}

/** A member as an item that has a key only if the generator wrote it. */
export function withKnownKey(member: Member, known: readonly Member[]): Item {
  const isKnown = known.some(({ key }) => key === member.key);
  return { key: isKnown ? member.key : undefined, text: member.text };
}
