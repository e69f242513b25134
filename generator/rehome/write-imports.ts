import { compare } from "../emit/code-text.ts";
import {
  type Binding,
  bindingIdentity,
  hasSameNames,
  type ImportStatement,
  importText,
  isSameKind,
} from "./import-statements.ts";

export interface ImportsInput {
  /** Of the file as the generator writes it. */
  readonly generated: readonly ImportStatement[];
  /** Local names that the file's code uses. */
  readonly used: ReadonlySet<string>;
  /** What names mean that the edits brought, by local name. */
  readonly brought: ReadonlyMap<
    string,
    { readonly binding: Binding; readonly statement: ImportStatement }
  >;
  /** Statements that stay although no name asks for them. */
  readonly extra: readonly ImportStatement[];
  /** Imports of the files that the edits come from, for their layout, comments and order. */
  readonly models: readonly (readonly ImportStatement[])[];
}

/** The import statements of a file: what its code uses, each where it stood or where it sorts. */
export function importsText(input: ImportsInput): string {
  const { generated, used, brought, extra, models } = input;
  const isUsed = (binding: Binding) => {
    const own = brought.get(binding.local);
    const replaced = own !== undefined && bindingIdentity(own.binding) !== bindingIdentity(binding);
    return used.has(binding.local) && !replaced;
  };
  let statements: readonly ImportStatement[] = generated.flatMap(
    (statement): readonly ImportStatement[] => {
      const bindings = statement.bindings.filter(isUsed);
      if (bindings.length === statement.bindings.length) return [statement];
      return bindings.length === 0 ? [] : [{ ...statement, bindings, code: undefined }];
    },
  );
  const covered = new Set(statements.flatMap(({ bindings }) => bindings.map(({ local }) => local)));
  for (const [local, { binding, statement }] of brought) {
    if (!used.has(local) || covered.has(local)) continue;
    statements = withBinding(statements, binding, statement, models);
  }
  for (const statement of extra) {
    if (statements.some((each) => hasSameNames(each, statement))) continue;
    statements = insert(statements, statement, models);
  }
  return statements.map((each) => importText(asWritten(each, models))).join("");
}

function withBinding(
  statements: readonly ImportStatement[],
  binding: Binding,
  origin: ImportStatement,
  models: ImportsInput["models"],
): readonly ImportStatement[] {
  const added: ImportStatement = { ...origin, code: undefined, bindings: [binding] };
  const same = statements.findIndex((each) => isSameKind(each, added));
  const host = statements[same];
  if (host === undefined) return insert(statements, added, models);
  const grown = { ...host, code: undefined, bindings: [...host.bindings, binding] };
  return statements.with(same, grown);
}

/** The user's own layout and comments where a statement imports exactly what the user's did. */
function asWritten(statement: ImportStatement, models: ImportsInput["models"]): ImportStatement {
  const similar = models.flat().filter((model) => isSameKind(model, statement));
  const lead = [...new Set(similar.map((model) => model.lead))].join("") || statement.lead;
  const same = similar.find((model) => hasSameNames(model, statement));
  return { ...statement, lead, code: same?.code ?? statement.code };
}

/** Where it stood among the others: sorted if it was, else first, last or behind the one before it. */
function insert(
  statements: readonly ImportStatement[],
  added: ImportStatement,
  models: ImportsInput["models"],
): readonly ImportStatement[] {
  const model = models.find((each) => each.some((one) => isFrom(one, added))) ?? [];
  const at = model.findIndex((one) => isFrom(one, added));
  const [before, after] = [model[at - 1], model[at + 1]];
  const isFirst = at === 0;
  const isLast = at === model.length - 1;
  const position = (other: ImportStatement | undefined) =>
    statements.findIndex((each) => other !== undefined && isFrom(each, other));
  if (at === -1 || isSorted(before, added, after)) {
    const next = statements.findIndex((each) => byDistance(added, each) < 0);
    return statements.toSpliced(next === -1 ? statements.length : next, 0, added);
  }
  if (position(after) !== -1 && !isLast) return statements.toSpliced(position(after), 0, added);
  if (isFirst) return [added, ...statements];
  if (position(before) !== -1 && !isLast) {
    return statements.toSpliced(position(before) + 1, 0, added);
  }
  return [...statements, added];
}

function isFrom(a: ImportStatement, b: ImportStatement): boolean {
  return a.module === b.module && a.typeOnly === b.typeOnly;
}

/** An import for its effects stands where it must run, not where it sorts. */
function isSorted(
  before: ImportStatement | undefined,
  added: ImportStatement,
  after: ImportStatement | undefined,
): boolean {
  if (added.bindings.length === 0) return false;
  return (
    (before === undefined || byDistance(before, added) <= 0) &&
    (after === undefined || byDistance(added, after) <= 0)
  );
}

/** The order of emitted imports: packages, then the farthest files first. */
function byDistance(a: ImportStatement, b: ImportStatement): number {
  return distance(a.module) - distance(b.module) || compare(a.module, b.module);
}

function distance(module: string): number {
  if (module.startsWith("node:")) return 0;
  return module.startsWith(".") ? 2 : 1;
}
