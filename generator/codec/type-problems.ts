import { relative } from "node:path";

/** A message type from which no codec can be derived. */
export interface TypeProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Within the messages, for example `PlaceOrder.lines[].price`; empty for a file as a whole. */
  readonly path: string;
  /** As written or as the compiler prints it, for example `Map<string, number>`. */
  readonly type: string;
  readonly message: string;
  readonly advice: string;
}

/** One line for each problem, its file relative to a directory, as editors turn into links. */
export function formatTypeProblems(problems: readonly TypeProblem[], directory: string): string {
  return problems
    .map(({ file, line, column, path, message, advice }) => {
      const place = `${relative(directory, file)}:${line}:${column}`;
      return `${place} ${path === "" ? "" : `${path}: `}${message}; ${advice}`;
    })
    .join("\n");
}

/** What to write instead of a class of the platform, by its name. */
export const adviceForGlobals: ReadonlyMap<string, string> = new Map([
  ["Date", "use IsoDateTime or IsoDate of runtime/decode.ts"],
  ["Map", "use Record<string, …>"],
  ["ReadonlyMap", "use Record<string, …>"],
  ["WeakMap", "use Record<string, …>"],
  ["Set", "use a readonly array"],
  ["ReadonlySet", "use a readonly array"],
  ["WeakSet", "use a readonly array"],
  ["Iterable", "use a readonly array"],
  ["Buffer", "use a string, for example in base64"],
  ["Uint8Array", "use a string, for example in base64"],
  ["ArrayBuffer", "use a string, for example in base64"],
  ["URL", "use string"],
  ["RegExp", "use string"],
  ["String", "use string"],
  ["Number", "use number"],
  ["Boolean", "use boolean"],
  ["Error", "name the fields that matter in an interface"],
  ["Function", "leave it out: a message is data"],
  ["Promise", "await it before the message is made"],
]);
