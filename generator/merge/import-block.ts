import { type Atom, readAtoms } from "./read-atoms.ts";

/** A name in the braces of an import. */
export interface ImportedName {
  readonly imported: string;
  readonly local: string;
  readonly isType: boolean;
}

/** One import statement over whole lines. */
export interface ImportStatement {
  /** The module as it is written, with its quotes. */
  readonly from: string;
  /** `import type …`. */
  readonly isType: boolean;
  /** `import "…"`, which is there for what it does. */
  readonly isSideEffect: boolean;
  readonly defaultName: string | undefined;
  readonly namespace: string | undefined;
  readonly names: readonly ImportedName[];
  /** What follows the module: attributes, a semicolon. */
  readonly ending: string;
  readonly hasComments: boolean;
  /** Its lines, and the comments and empty lines between it and the import above; with line ends. */
  readonly text: string;
  readonly leading: string;
}

/** The imports that a text begins with, up to the first other statement. */
export interface ImportBlock {
  readonly statements: readonly ImportStatement[];
  /** The text of whole lines from the first import to the last. */
  readonly start: number;
  readonly end: number;
}

/** `undefined` for a text without imports, and for imports that are not plain ones on lines of their own. */
export function readImportBlock(
  text: string,
  atoms: readonly Atom[] = readAtoms(text) ?? [],
): ImportBlock | undefined {
  const statements: ImportStatement[] = [];
  let [start, end] = [-1, -1];
  let index = skipComments(atoms, 0);
  while (isImport(atoms, index)) {
    const found = readStatement(atoms, index);
    const first = atoms[index];
    const last = found && atoms[found.last];
    if (found === undefined || first === undefined || last === undefined) return undefined;
    const lineStart = text.lastIndexOf("\n", first.start) + 1;
    const lineEnd = endOfLine(text, last.end);
    const isAlone = text.slice(lineStart, first.start).trim() === "" && lineStart >= end;
    const rest = text.slice(last.end, lineEnd).trim();
    if (!isAlone || (rest !== "" && !rest.startsWith("//"))) return undefined;
    const hasComments = rest !== "" || found.hasComments;
    if (start === -1) start = lineStart;
    statements.push({
      ...found.statement,
      hasComments,
      text: text.slice(lineStart, lineEnd),
      leading: end === -1 ? "" : text.slice(end, lineStart),
    });
    end = lineEnd;
    index = skipComments(atoms, found.last + 1);
  }
  return statements.length === 0 ? undefined : { statements, start, end };
}

function skipComments(atoms: readonly Atom[], from: number): number {
  let index = from;
  while (atoms[index]?.isComment === true) index += 1;
  return index;
}

function isImport(atoms: readonly Atom[], index: number): boolean {
  return atoms[index]?.text === "import" && !/^[(.]$/.test(atoms[index + 1]?.text ?? "");
}

function endOfLine(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  return end === -1 ? text.length : end + 1;
}

type Clause = Omit<ImportStatement, "text" | "leading" | "hasComments">;

interface FoundStatement {
  readonly statement: Clause;
  readonly last: number;
  readonly hasComments: boolean;
}

/** Reads `import type Default, * as all, { one, type two as three } from "module" with { … };`. */
function readStatement(atoms: readonly Atom[], first: number): FoundStatement | undefined {
  let index = first;
  let hasComments = false;
  const next = (): Atom | undefined => {
    index += 1;
    while (atoms[index]?.isComment === true) {
      hasComments = true;
      index += 1;
    }
    return atoms[index];
  };
  let atom = next();
  const isType = atom?.text === "type" && !/^(from|,)$/.test(atoms[index + 1]?.text ?? "");
  if (isType) atom = next();
  let [defaultName, namespace]: [string?, string?] = [];
  const names: ImportedName[] = [];
  const isSideEffect = atom?.type === "StringLiteral";
  while (atom !== undefined && atom.text !== "from" && !isSideEffect) {
    if (atom.text === "*") {
      if (next()?.text !== "as") return undefined;
      namespace = next()?.text;
    } else if (atom.text === "{") {
      const words: string[] = [];
      for (atom = next(); atom !== undefined; atom = next()) {
        if (atom.text !== "," && atom.text !== "}") words.push(atom.text);
        else if (words.length > 0) names.push(readName(words.splice(0)));
        if (atom.text === "}") break;
      }
    } else if (atom.type === "IdentifierName") defaultName = atom.text;
    else if (atom.text !== ",") return undefined;
    atom = next();
  }
  if (!isSideEffect) atom = next();
  if (atom?.type !== "StringLiteral") return undefined;
  const { last, ending } = readEnding(atoms, index);
  const from = atom.text;
  const statement = { from, isType, isSideEffect, defaultName, namespace, names, ending };
  return { statement, last, hasComments };
}

function readName(words: readonly string[]): ImportedName {
  const isType = words[0] === "type" && words.length > 1 && words[1] !== "as";
  const [imported = "", , local = imported] = isType ? words.slice(1) : words;
  return { imported, local, isType };
}

/** Attributes and a semicolon, if there are any. */
function readEnding(atoms: readonly Atom[], module: number): { last: number; ending: string } {
  let last = module;
  const words: string[] = [];
  if (/^(with|assert)$/.test(atoms[last + 1]?.text ?? "")) {
    do {
      last += 1;
      words.push(atoms[last]?.text ?? "}");
    } while (words[words.length - 1] !== "}");
  }
  const attributes = words.length === 0 ? "" : ` ${words.join(" ")}`;
  if (atoms[last + 1]?.text !== ";") return { last, ending: attributes };
  return { last: last + 1, ending: `${attributes};` };
}

/** Every name that imports bind, once for each time it is bound. */
export function boundNames(statements: readonly ImportStatement[]): readonly string[] {
  return statements.flatMap(({ defaultName, namespace, names }) =>
    [defaultName, namespace, ...names.map(({ local }) => local)].filter(
      (name) => name !== undefined,
    ),
  );
}
