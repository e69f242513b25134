import { posix } from "node:path";
import { bodyText, type Draft, exportedText, inOrder, readDraft, type Scope } from "./draft.ts";
import { type Edit, handlerEdits } from "./handler-edits.ts";
import { declaredNames, usedNames } from "./identifiers.ts";
import type { ImportStatement } from "./import-statements.ts";
import { ask, bring, type Names } from "./names.ts";
import { parse, type Source, type TypeScript } from "./parse.ts";
import { type Predecessor, readPredecessor } from "./predecessor.ts";
import type { Report } from "./report.ts";
import { importsText } from "./write-imports.ts";

export interface OldFile {
  readonly base: Source;
  readonly mine: Source;
}

export interface RehomedHandlers {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly shared: readonly { readonly path: string; readonly text: string }[];
}

/** Moves the edits of the handler files of one folder into the files that take their place. */
export function rehomeHandlers(
  typescript: TypeScript,
  old: readonly OldFile[],
  successors: readonly Source[],
  report: Report,
): RehomedHandlers {
  const drafts = successors.flatMap((source) => readDraft(source) ?? []);
  const all = old.map(({ base, mine }, index) => readPredecessor({ index, base, mine }, drafts));
  const names: Names = {
    all,
    askedFor: new Map(),
    shared: new Map(),
    taken: takenPaths(all, successors),
  };
  for (const from of all) refuseUnreadable(from, report);
  const edits = all.flatMap(handlerEdits);
  for (const edit of edits) ask(names, edit.from, edit.uses, edit.targets);
  const loose = looseDeclarations(names);
  for (const edit of [...edits, ...loose]) place(names, edit, edits, report);
  reportAdditions(names, drafts, report);
  return { files: drafts.map(written), shared: [...names.shared.values()].map(sharedModule) };

  function written(draft: Draft): { path: string; text: string } {
    const body = bodyText(draft);
    const { file, extraImports: extra, header, path } = draft;
    const origins = all.filter((each) => each.ownModule || each.successors.includes(draft));
    const input = { typescript, scope: draft, body, generated: file.imports, extra, origins };
    return { path, text: `${header}${importsOf(input)}${withSpace(body)}` };
  }

  function sharedModule(scope: Scope): { path: string; text: string } {
    const body = inOrder(scope.additions).map(exportedText).join("");
    const none = { generated: [], extra: [] };
    const imports = importsOf({ typescript, scope, body, origins: all, ...none });
    const text = imports === "" ? body.replace(/^\n+/, "") : `${imports}${withSpace(body)}`;
    return { path: scope.path, text };
  }
}

function takenPaths(
  all: readonly Predecessor[],
  successors: readonly Source[],
): ReadonlySet<string> {
  const imported = all
    .filter(({ ownModule }) => !ownModule)
    .flatMap(({ path, mine }) =>
      mine.imports.map(({ module }) => posix.join(posix.dirname(path), module)),
    );
  const old = all.filter(({ ownModule }) => !ownModule).map(({ path }) => path);
  const replaced = new Set(all.filter(({ ownModule }) => ownModule).map(({ path }) => path));
  return new Set([
    ...old,
    ...imported.filter((path) => !replaced.has(path)),
    ...successors.map(({ path }) => path),
  ]);
}

/** A handler that is not written as `route({ … })` any more cannot be divided. */
function refuseUnreadable({ path, base, mine }: Predecessor, report: Report): void {
  if (base.handler === undefined || mine.handler !== undefined) return;
  const statement = mine.statements.find(({ names }) => names.includes("handler"));
  const text = statement === undefined ? "" : statement.lead + statement.code;
  report.refuse(path, text, "the handler is not an export of the form route({ … })");
}

/** Declarations that nothing uses go where most of the file goes. */
function looseDeclarations(names: Names): readonly Edit[] {
  const edits: Edit[] = [];
  for (const addition of names.all.flatMap(({ additions }) => additions)) {
    const { from, id, statement } = addition;
    if (statement.names.length === 0 || names.askedFor.has(id)) continue;
    const uses = new Set(statement.names);
    const targets = from.successors.slice(0, 1);
    ask(names, from, uses, targets);
    const text = statement.lead + statement.code;
    edits.push({ from, what: "", text, uses, targets, apply: () => undefined });
  }
  return edits;
}

function place(names: Names, edit: Edit, edits: readonly Edit[], report: Report): void {
  const { from, what, text, uses, targets, aspect, value = text } = edit;
  if (targets.length === 0) {
    report.refuse(from.path, text, "nothing that this file hosted is generated any more");
  }
  for (const draft of targets) {
    const differs = edits.some(
      (other) =>
        aspect !== undefined &&
        other.aspect === aspect &&
        other.targets.includes(draft) &&
        (other.value ?? other.text) !== value,
    );
    const brought = bring(names, draft, from, uses);
    const why = differs
      ? `${draft.path} takes the place of several files, in which this was edited differently`
      : "clash" in brought
        ? `${brought.clash} means something else in ${draft.path}`
        : edit.apply(draft);
    if (why !== undefined) report.refuse(from.path, text, why);
    else if ("commit" in brought) brought.commit();
    if (why === undefined && what !== "") report.place(from.path, what, draft.path);
  }
}

function reportAdditions(names: Names, drafts: readonly Draft[], report: Report): void {
  const scopes = [...drafts, ...names.shared.values()];
  for (const { from, id, statement } of names.all.flatMap(({ additions }) => additions)) {
    const homes = scopes.filter(({ additions }) => [...additions].some((each) => each.id === id));
    if (statement.names.length === 0) continue;
    for (const { path } of homes) report.place(from.path, `declaration ${statement.names}`, path);
    if (homes.length === 0) {
      const why = "nothing that uses it could be placed";
      report.refuse(from.path, statement.lead + statement.code, why);
    }
  }
}

interface ImportsOf {
  readonly typescript: TypeScript;
  readonly scope: Scope;
  readonly body: string;
  readonly generated: readonly ImportStatement[];
  readonly extra: readonly ImportStatement[];
  readonly origins: readonly Predecessor[];
}

function importsOf({ typescript, scope, body, generated, extra, origins }: ImportsOf): string {
  const { file } = parse(typescript, scope.path, body);
  const used = new Set(usedNames(typescript, file));
  for (const statement of file.statements) {
    for (const name of declaredNames(typescript, statement)) used.delete(name);
  }
  const models = origins.map(({ mine }) => mine.imports);
  return importsText({ generated, used, brought: scope.imports, extra, models });
}

function withSpace(body: string): string {
  return body.startsWith("\n") ? body : `\n${body}`;
}
