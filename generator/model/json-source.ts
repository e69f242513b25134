import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { ModelProblem } from "./app-model.ts";

/** A problem that still knows its offset, by which problems are sorted. */
export interface FoundProblem {
  readonly offset: number;
  readonly path: string;
  readonly message: string;
}

export interface JsonSource {
  /** Absent when the text has nothing that could be read. */
  readonly root: Node | undefined;
  readonly problems: readonly FoundProblem[];
  /** Whether the tree says all that the text says, so that looking further gives no false alarms. */
  readonly isWhole: boolean;
}

/** Editors on Windows put it in front of UTF-8. */
export const byteOrderMark = "\uFEFF";

/** Reads plain JSON; comments, commas at the end and keys given twice are problems that hide no others. */
export function readJson(text: string): JsonSource {
  if (text.trim() === "") {
    const message = "expected an object, found an empty file; restore it or create the app anew";
    return { root: undefined, problems: [{ offset: 0, path: "", message }], isWhole: false };
  }
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false });
  const faults = errors.map((error) => syntaxFault(text, error));
  const isWhole = root !== undefined && faults.every(({ isHarmless }) => isHarmless);
  const problems = [
    ...firstOfEachLine(text, faults),
    ...(root === undefined ? [] : keysGivenTwice(root)),
  ];
  return { root, problems, isWhole };
}

export function locateProblems(text: string, problems: readonly FoundProblem[]): ModelProblem[] {
  return [...problems]
    .sort((a, b) => a.offset - b.offset)
    .map(({ offset, path, message }) => ({ ...placeOf(text, offset), path, message }));
}

export function joinPath(path: string, key: string | number): string {
  return path === "" ? `${key}` : `${path}.${key}`;
}

/** The keys and values of an object; nothing for other nodes. */
export function propertiesOf(node: Node | undefined): { key: Node; name: string; value: Node }[] {
  if (node?.type !== "object") return [];
  return (node.children ?? []).flatMap(({ children = [] }) => {
    const [key, value] = children;
    return key === undefined || value === undefined
      ? []
      : [{ key, name: String(key.value), value }];
  });
}

export function propertyOf(node: Node | undefined, name: string): Node | undefined {
  return propertiesOf(node).find((property) => property.name === name)?.value;
}

/** The value that a path such as `types.aggregates.memory` leads to, or the nearest around it. */
export function nearestNode(root: Node, path: string): Node {
  let node = root;
  for (const name of path.split(".")) {
    const inside = propertyOf(node, name);
    if (inside === undefined) return node;
    node = inside;
  }
  return node;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length, column: (before[before.length - 1] ?? "").length + 1 };
}

interface SyntaxFault extends FoundProblem {
  readonly isHarmless: boolean;
}

function syntaxFault(text: string, { error, offset, length }: ParseError): SyntaxFault {
  const code = printParseErrorCode(error);
  if (code === "InvalidCommentToken") {
    const message = "expected plain JSON, found a comment; remove it";
    return { offset, path: "", message, isHarmless: true };
  }
  const before = text.slice(0, offset).trimEnd();
  if ("}]".includes(text[offset] ?? " ") && before.endsWith(",")) {
    const message = `expected no comma before \`${text[offset]}\`, found one; remove it`;
    return { offset: before.length - 1, path: "", message, isHarmless: true };
  }
  const found =
    offset >= text.trimEnd().length ? "the end of the file" : excerpt(text, offset, length);
  const message = `expected ${expectedAt[code] ?? "valid JSON"}, found ${found}`;
  return { offset, path: "", message, isHarmless: false };
}

const expectedAt: Readonly<Record<string, string>> = {
  PropertyNameExpected: "a key in double quotes",
  ValueExpected: "a value",
  ColonExpected: "`:` after the key",
  CommaExpected: "`,`",
  CloseBraceExpected: "`}`",
  CloseBracketExpected: "`]`",
  EndOfFileExpected: "the end of the file",
  UnexpectedEndOfString: "a closing double quote",
  InvalidEscapeCharacter: "a valid escape in the string",
  InvalidUnicode: "four hexadecimal digits after \\u",
  InvalidCharacter: "no control characters in the string",
  InvalidNumberFormat: "a number",
};

function excerpt(text: string, offset: number, length: number): string {
  const [line = ""] = text.slice(offset, offset + Math.min(length, 40)).split(/\r?\n/);
  return `\`${line}\``;
}

/** One fault makes the reader stumble over what follows it. */
function firstOfEachLine(text: string, faults: readonly SyntaxFault[]): FoundProblem[] {
  const seen = new Set<number>();
  return faults.flatMap(({ offset, path, message }) => {
    const { line } = placeOf(text, offset);
    if (seen.has(line)) return [];
    seen.add(line);
    return [{ offset, path, message }];
  });
}

function keysGivenTwice(node: Node, path = ""): FoundProblem[] {
  if (node.type === "array") {
    return (node.children ?? []).flatMap((item, index) =>
      keysGivenTwice(item, joinPath(path, index)),
    );
  }
  const seen = new Set<string>();
  return propertiesOf(node).flatMap(({ key, name, value }) => {
    const inside = joinPath(path, name);
    const deeper = keysGivenTwice(value, inside);
    if (!seen.has(name)) {
      seen.add(name);
      return deeper;
    }
    const message = `expected every key once, found "${name}" again; remove one of them`;
    return [{ offset: key.offset, path: inside, message }, ...deeper];
  });
}
