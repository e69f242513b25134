import { posix } from "node:path";
import type { Draft } from "./draft.ts";
import { type HandlerFile, readHandlerFile, routesOf } from "./handler-file.ts";
import { type Binding, bindingIdentity, type ImportStatement } from "./import-statements.ts";
import type { Source } from "./parse.ts";
import { readModule, type Statement } from "./read-module.ts";

/** A declaration or an action that a person added to a file. */
export interface Addition {
  readonly from: Predecessor;
  readonly statement: Statement;
  /** Equal for additions with the same text, so that several files can bring one helper. */
  readonly id: string;
  readonly side: "before" | "after";
  readonly order: number;
}

/** What a name means in a predecessor. */
export type Meaning =
  | { readonly kind: "addition"; readonly addition: Addition }
  | {
      readonly kind: "import";
      readonly binding: Binding;
      readonly statement: ImportStatement;
      readonly own: boolean;
    }
  | { readonly kind: "gone" };

/** An old file: as it was generated and as it is. */
export interface Predecessor {
  readonly index: number;
  readonly path: string;
  /** A module of the user's own code, such as one that an earlier switch made for shared helpers. */
  readonly ownModule: boolean;
  readonly base: HandlerFile;
  readonly mine: HandlerFile;
  /** What becomes of the file, the one that gets most of its routes first. */
  readonly successors: readonly Draft[];
  readonly additions: readonly Addition[];
}

export function readPredecessor(
  sources: { readonly index: number; readonly base: Source; readonly mine: Source },
  drafts: readonly Draft[],
): Predecessor {
  const { index } = sources;
  const base = readHandlerFile(readModule(sources.base));
  const mine = readHandlerFile(readModule(sources.mine, (each) => isOwn(base, each)));
  const ownModule = !base.statements.some(({ names }) => names.includes("handler"));
  const additions: Addition[] = [];
  const predecessor = {
    index,
    path: mine.source.path,
    ownModule,
    base,
    mine,
    successors: successorsOf(base, drafts),
    additions,
  };
  const at = mine.statements.findIndex(({ names }) => names.includes("handler"));
  const statements = ownModule ? withoutLooseStatements(mine.statements) : mine.statements;
  for (const [order, statement] of statements.entries()) {
    if (order === at) continue;
    const side = at !== -1 && order > at ? "after" : "before";
    additions.push({ from: predecessor, statement, id: identityOf(statement), side, order });
  }
  return predecessor;
}

function isOwn({ imports }: HandlerFile, { module }: ImportStatement): boolean {
  return !imports.some((statement) => statement.module === module);
}

function successorsOf(base: HandlerFile, drafts: readonly Draft[]): readonly Draft[] {
  const keys = [...routesOf(base).keys()];
  return drafts
    .map((draft) => ({ draft, count: keys.filter((key) => draft.routes.has(key)).length }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ draft }) => draft);
}

/** In a module of helpers, what does something goes with the declaration below it. */
function withoutLooseStatements(statements: readonly Statement[]): readonly Statement[] {
  const glued: Statement[] = [];
  let waiting: Statement | undefined;
  for (const statement of statements) {
    const joined: Statement = waiting === undefined ? statement : join(waiting, statement);
    waiting = joined.names.length === 0 ? joined : undefined;
    if (waiting === undefined) glued.push(joined);
  }
  if (waiting === undefined) return glued;
  const last = glued.pop();
  return [...glued, last === undefined ? waiting : join(last, waiting)];
}

function join(first: Statement, second: Statement): Statement {
  return {
    lead: first.lead,
    code: first.code + second.lead + second.code,
    names: [...first.names, ...second.names],
    uses: new Set([...first.uses, ...second.uses]),
    type: first.type && second.type,
    node: second.node ?? first.node,
  };
}

function identityOf({ names, code }: Statement): string {
  return `${names.join()} ${code.replace(/^export /, "").trim()}`;
}

/** What a name of the file stands for; nothing for a global. */
export function meaningOf(
  predecessor: Predecessor,
  name: string,
  all: readonly Predecessor[],
): Meaning | undefined {
  const { additions, mine, base, path } = predecessor;
  const addition = additions.find(({ statement }) => statement.names.includes(name));
  if (addition !== undefined) return { kind: "addition", addition };
  for (const statement of mine.imports) {
    const binding = statement.bindings.find(({ local }) => local === name);
    if (binding === undefined) continue;
    const sibling = all.find((each) => each.path === resolved(path, statement.module));
    if (sibling !== undefined) return siblingMeaning(sibling, binding, all);
    return { kind: "import", binding, statement, own: !isImported(base, binding) };
  }
  return undefined;
}

function siblingMeaning(
  sibling: Predecessor,
  { imported, local }: Binding,
  all: readonly Predecessor[],
): Meaning {
  const meaning = imported === local ? meaningOf(sibling, imported, all) : undefined;
  return meaning ?? { kind: "gone" };
}

/** Path of the module that a file means by `./shared.ts`. */
function resolved(path: string, module: string): string {
  return module.startsWith(".") ? posix.join(posix.dirname(path), module) : module;
}

export function isImported({ imports }: HandlerFile, binding: Binding): boolean {
  return imports.some(({ bindings }) =>
    bindings.some(
      (each) => each.local === binding.local && bindingIdentity(each) === bindingIdentity(binding),
    ),
  );
}
