import { type Entry, type HandlerFile, readHandlerFile, routesOf } from "./handler-file.ts";
import { type Binding, bindingIdentity, type ImportStatement } from "./import-statements.ts";
import type { Source } from "./parse.ts";
import { indented } from "./pieces.ts";
import type { Addition } from "./predecessor.ts";
import { readModule } from "./read-module.ts";

/** Which names a file can use, so that one name never comes to mean two things. */
export interface Scope {
  readonly path: string;
  /** Identity of what a local name means. */
  readonly names: Map<string, string>;
  /** Where names come from that are not declared in the file. */
  readonly imports: Map<string, { readonly binding: Binding; readonly statement: ImportStatement }>;
  readonly additions: Set<Addition>;
}

export interface DraftEntry {
  readonly key: string | undefined;
  text: string;
  /** The user put it here. */
  readonly added: boolean;
}

export interface DraftSection {
  readonly name: string | undefined;
  lead: string;
  readonly entries: DraftEntry[];
  /** Written instead of entries. */
  readonly text?: string;
  /** The user took the section out, so it goes when it is empty. */
  dropped: boolean;
}

/** A handler file of the new layout on its way to receive edits. */
export interface Draft extends Scope {
  readonly file: HandlerFile;
  readonly routes: ReadonlyMap<string, Entry>;
  header: string;
  /** What is above the handler. */
  lead: string;
  open: string;
  close: string;
  room: string;
  readonly sections: DraftSection[];
  /** Imports that no name asks for. */
  readonly extraImports: ImportStatement[];
}

export function newScope(path: string): Scope {
  return { path, names: new Map(), imports: new Map(), additions: new Set() };
}

/** `undefined` if the file is no handler. */
export function readDraft(source: Source): Draft | undefined {
  const file = readHandlerFile(readModule(source));
  if (file.handler === undefined) return undefined;
  const { statement, open, close, room, sections } = file.handler;
  const scope = newScope(source.path);
  scope.names.set("handler", "the handler");
  for (const { bindings } of file.imports) {
    for (const binding of bindings) scope.names.set(binding.local, bindingIdentity(binding));
  }
  return {
    ...scope,
    file,
    routes: routesOf(file),
    header: file.header,
    lead: statement.lead,
    open,
    close,
    room,
    sections: sections.map(({ name, lead, entries = [] }) => ({
      name,
      lead,
      entries: entries.map(({ key, text }) => ({ key, text, added: false })),
      dropped: false,
    })),
    extraImports: [],
  };
}

/** Everything below the imports. */
export function bodyText(draft: Draft): string {
  const written = (side: "before" | "after") =>
    inOrder(draft.additions)
      .filter((each) => each.side === side)
      .map(privateText);
  const sections = draft.sections.map(sectionText).join("");
  const routes =
    sections === "" ? "{}" : `{\n${indented(sections, `${draft.room}  `)}${draft.room}}`;
  const handler = `${draft.lead}${draft.open}${routes}${draft.close}`;
  return [...written("before"), handler, ...written("after")].join("");
}

export function inOrder(additions: Iterable<Addition>): readonly Addition[] {
  return [...additions].sort((a, b) => a.from.index - b.from.index || a.order - b.order);
}

/** Only the handler of a handler file is exported: what comes from a shared module loses its `export`. */
function privateText({ from, order, statement: { lead, code, node } }: Addition): string {
  if (!from.ownModule) return lead + code;
  const text = node?.getText() ?? "";
  const space = order === 0 && !lead.startsWith("\n") ? "\n" : "";
  return space + lead + code.replace(text, () => text.replace(/^export /, ""));
}

export function exportedText({ statement: { lead, code, node } }: Addition): string {
  const text = node?.getText() ?? "";
  return lead + code.replace(text, () => (text.startsWith("export ") ? text : `export ${text}`));
}

function sectionText({ name, lead, entries, text, dropped }: DraftSection): string {
  if (text !== undefined) return text;
  if (entries.length === 0) return dropped ? "" : `${lead}${name}: {},\n`;
  const routes = indented(entries.map((entry) => entry.text).join(""), "  ");
  return `${lead}${name}: {\n${routes}},\n`;
}
