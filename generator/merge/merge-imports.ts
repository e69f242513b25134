import {
  boundNames,
  type ImportBlock,
  type ImportedName,
  type ImportStatement,
  readImportBlock,
} from "./import-block.ts";

interface Sides {
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

/** The three texts with the same imports, and where the lines of mine after them have moved to. */
export interface MergedImports extends Sides {
  /** How many lines mine has more than before. */
  readonly addedLines: number;
  /** The first line, from 1, behind the imports. */
  readonly firstLineBehind: number;
}

/**
 * Merges the imports that three texts begin with as sets of names. Statements stand in the order of
 * theirs, each of mine's own behind the one that it follows in mine. `undefined` where that is not clear:
 * a statement with comments that both changed, one that goes with a comment of mine above it, a name that
 * would be bound twice.
 */
export function mergeImports(sides: Sides): MergedImports | undefined {
  const base = readImportBlock(sides.base);
  const mine = readImportBlock(sides.mine);
  const theirs = readImportBlock(sides.theirs);
  if (base === undefined || mine === undefined || theirs === undefined) return undefined;
  const statements = mergeStatements(base, mine, theirs);
  if (statements === undefined || bindsTwice(statements)) return undefined;
  const merged = statements
    .map(({ leading, text }, index) => (index === 0 ? leading.trimStart() : leading) + text)
    .join("");
  const replace = (text: string, { start, end }: ImportBlock): string =>
    text.slice(0, start) + merged + text.slice(end);
  return {
    base: replace(sides.base, base),
    mine: replace(sides.mine, mine),
    theirs: replace(sides.theirs, theirs),
    addedLines: countLines(merged) - countLines(sides.mine.slice(mine.start, mine.end)),
    firstLineBehind: countLines(sides.mine.slice(0, mine.start) + merged) + 1,
  };
}

function countLines(text: string): number {
  return text.split("\n").length - 1;
}

function mergeStatements(
  base: ImportBlock,
  mine: ImportBlock,
  theirs: ImportBlock,
): readonly ImportStatement[] | undefined {
  const [ofBase, ofMine, ofTheirs] = [base, mine, theirs].map(byKey);
  if (ofBase === undefined || ofMine === undefined || ofTheirs === undefined) return undefined;
  const merged: { readonly key: string; readonly statement: ImportStatement }[] = [];
  for (const [key, statement] of ofTheirs) {
    const versions = { base: ofBase.get(key), mine: ofMine.get(key), theirs: statement };
    const result = mergeStatement(versions);
    if (result === "unclear") return undefined;
    if (result !== undefined) merged.push({ key, statement: result });
  }
  let place = 0;
  for (const [key, statement] of ofMine) {
    const known = merged.findIndex((other) => other.key === key);
    if (known !== -1) place = known + 1;
    if (ofTheirs.has(key)) continue;
    const result = mergeStatement({ base: ofBase.get(key), mine: statement, theirs: undefined });
    if (result === "unclear") return undefined;
    if (result === undefined) {
      // What somebody wrote above it would go with it.
      if (hasOwnLeading(ofBase.get(key), statement)) return undefined;
      continue;
    }
    merged.splice(place, 0, { key, statement: result });
    place += 1;
  }
  return merged.map(({ statement }) => statement);
}

/** `undefined` where two statements are about the same module in the same way. */
function byKey({ statements }: ImportBlock): ReadonlyMap<string, ImportStatement> | undefined {
  const keyed = new Map(
    statements.map((statement) => {
      const kind = statement.isSideEffect ? "run" : statement.isType ? "type" : "value";
      const attributes = statement.ending.replace(";", "");
      return [`${kind} ${statement.from.slice(1, -1)}${attributes}`, statement];
    }),
  );
  return keyed.size === statements.length ? keyed : undefined;
}

interface Versions {
  readonly base: ImportStatement | undefined;
  readonly mine: ImportStatement | undefined;
  readonly theirs: ImportStatement | undefined;
}

/** `undefined` for a statement that is not to be there any more. */
function mergeStatement(versions: Versions): ImportStatement | "unclear" | undefined {
  const { base, mine, theirs } = versions;
  if (isSame(mine, theirs) || isSame(base, theirs)) return mine;
  if (isSame(base, mine)) return theirs && { ...theirs, leading: mine?.leading ?? theirs.leading };
  if ([base, mine, theirs].some((version) => version?.hasComments === true)) return "unclear";
  const defaultName = mergeName(base?.defaultName, mine?.defaultName, theirs?.defaultName);
  const namespace = mergeName(base?.namespace, mine?.namespace, theirs?.namespace);
  if (defaultName === "unclear" || namespace === "unclear") return "unclear";
  const names = mergeNames(versions);
  const written = theirs ?? mine;
  if (written === undefined) return undefined;
  const isEmpty = defaultName === undefined && namespace === undefined && names.length === 0;
  if (isEmpty && !written.isSideEffect) return undefined;
  const isLong = [mine, theirs].some((version) => version?.text.trimEnd().includes("\n"));
  const merged = { ...written, defaultName, namespace, names, leading: (mine ?? written).leading };
  return { ...merged, text: render(merged, isLong) };
}

function hasOwnLeading(base: ImportStatement | undefined, mine: ImportStatement): boolean {
  const known = new Set(base?.leading.split("\n").map((line) => line.trim()));
  return mine.leading.split("\n").some((line) => line.trim() !== "" && !known.has(line.trim()));
}

function isSame(a: ImportStatement | undefined, b: ImportStatement | undefined): boolean {
  return a?.text.trim() === b?.text.trim();
}

function mergeName(
  base: string | undefined,
  mine: string | undefined,
  theirs: string | undefined,
): string | undefined {
  if (mine === theirs || base === theirs) return mine;
  return base === mine ? theirs : "unclear";
}

function mergeNames({ base, mine, theirs }: Versions): readonly ImportedName[] {
  const [before, own, other] = [namesOf(base), namesOf(mine), namesOf(theirs)];
  const merged = [...other.keys()].filter((key) => own.has(key) || !before.has(key));
  let place = 0;
  for (const key of own.keys()) {
    const known = merged.indexOf(key);
    if (known !== -1) place = known + 1;
    if (known !== -1 || before.has(key) || other.has(key)) continue;
    merged.splice(place, 0, key);
    place += 1;
  }
  return merged.flatMap((key) => other.get(key) ?? own.get(key) ?? []);
}

function namesOf(statement: ImportStatement | undefined): ReadonlyMap<string, ImportedName> {
  return new Map((statement?.names ?? []).map((name) => [renderName(name), name]));
}

function renderName({ imported, local, isType }: ImportedName): string {
  const name = imported === local ? local : `${imported} as ${local}`;
  return isType ? `type ${name}` : name;
}

/** Biome's and this project's width of a line. */
const lineWidth = 100;

function render(statement: ImportStatement, isLong: boolean): string {
  const { from, isType, defaultName, namespace, names, ending, text } = statement;
  const space = /\{\S/.test(text) ? "" : " ";
  const written = names.map(renderName);
  const short = `{${space}${written.join(", ")}${space}}`;
  const indent = /\n([ \t]+)/.exec(text)?.[1] ?? "  ";
  const comma = /[^,\s]\s*\n\s*\}/.test(text) ? "" : ",";
  const long = `{\n${written.map((name) => indent + name).join(",\n")}${comma}\n}`;
  const line = (list: string): string => {
    const clauses = [defaultName, namespace && `* as ${namespace}`, names.length > 0 && list];
    const clause = clauses.filter((part) => typeof part === "string").join(", ");
    return `import ${isType ? "type " : ""}${clause} from ${from}${ending}`;
  };
  const isTooLong = names.length > 1 && (isLong || line(short).length > lineWidth);
  return `${line(isTooLong ? long : short)}\n`;
}

function bindsTwice(statements: readonly ImportStatement[]): boolean {
  const names = boundNames(statements);
  return new Set(names).size < names.length;
}
