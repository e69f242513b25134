import { applyCommentEdit, commentEdit } from "./doc-comment.ts";
import type { Draft, DraftSection } from "./draft.ts";
import { type Entry, type Handler, routesOf, type Section } from "./handler-file.ts";
import type { ImportStatement } from "./import-statements.ts";
import { type Addition, isImported, type Predecessor } from "./predecessor.ts";

/** One thing a person changed in a handler file, and which new files it belongs to. */
export interface Edit {
  readonly from: Predecessor;
  /** For the report: `route queues/order-commands.fifo`; empty for what nobody needs to be told. */
  readonly what: string;
  /** What the person wrote. */
  readonly text: string;
  /** Names that the text uses. */
  readonly uses: ReadonlySet<string>;
  readonly targets: readonly Draft[];
  /** Edits of whole files: when files join, those of one aspect have to be the same. */
  readonly aspect?: string;
  /** What has to be the same; `text` if it is not told. */
  readonly value?: string;
  /** Puts it into a file, or tells why it does not go there. */
  apply(draft: Draft): string | undefined;
}

const nothing: ReadonlySet<string> = new Set();

/** All edits of a file, in the order in which they are placed. */
export function handlerEdits(from: Predecessor): readonly Edit[] {
  const [before, after] = [from.base.handler, from.mine.handler];
  return [
    ...headerEdit(from),
    ...importEdits(from),
    ...actionEdits(from),
    ...(before === undefined || after === undefined ? [] : shellEdits(from, before, after)),
    ...(before === undefined || after === undefined ? [] : routeEdits(from, before, after)),
  ];
}

function headerEdit(from: Predecessor): readonly Edit[] {
  const text = from.mine.header;
  if (text === from.base.header) return [];
  const apply = (draft: Draft) => void Object.assign(draft, { header: text });
  const what = "the comment at the top";
  return [{ from, what, text, uses: nothing, targets: from.successors, aspect: "header", apply }];
}

/** Imports for their effects run before the whole file; an import that nothing uses stays one. */
function importEdits(from: Predecessor): readonly Edit[] {
  const { mine, base, successors } = from;
  const used = new Set([
    ...mine.statements.flatMap(({ uses }) => [...uses]),
    ...(mine.handler?.uses ?? []),
  ]);
  return mine.imports.flatMap((statement): readonly Edit[] => {
    const { bindings, module } = statement;
    if (bindings.some((each) => used.has(each.local) || isImported(base, each))) return [];
    if (base.imports.some((each) => each.module === module && each.bindings.length === 0))
      return [];
    const targets = bindings.length === 0 ? successors : successors.slice(0, 1);
    const apply = (draft: Draft) => void draft.extraImports.push(statement);
    const text = statementText(statement);
    return [{ from, what: `import of ${module}`, text, uses: nothing, targets, apply }];
  });
}

function statementText({ lead, code = "" }: ImportStatement): string {
  return lead + code;
}

/** What a file does when it is loaded, it does for all its routes. Declarations go where they are used. */
function actionEdits(from: Predecessor): readonly Edit[] {
  return from.additions
    .filter(({ statement }) => statement.names.length === 0)
    .map((addition): Edit => {
      const { lead, code, uses, node } = addition.statement;
      const acts = node !== undefined && !code.startsWith("export");
      const targets = acts ? from.successors : from.successors.slice(0, 1);
      const apply = (draft: Draft) => void addOnce(draft, addition);
      return {
        from,
        what: `statement ${firstLine(code)}`,
        text: lead + code,
        uses,
        targets,
        apply,
      };
    });
}

function addOnce(draft: Draft, addition: Addition): void {
  if (![...draft.additions].some(({ id }) => id === addition.id)) draft.additions.add(addition);
}

function firstLine(code: string): string {
  return code.trim().split("\n")[0] ?? "";
}

function shellEdits(from: Predecessor, base: Handler, mine: Handler): readonly Edit[] {
  const edits: Edit[] = [];
  const { successors: targets } = from;
  const lead = mine.statement.lead;
  if (lead !== base.statement.lead) {
    const edit = commentEdit(base.statement.lead, lead);
    edits.push({
      from,
      what: "the comment above the handler",
      text: lead,
      uses: nothing,
      targets,
      aspect: "comment",
      value: JSON.stringify(edit),
      apply: (draft) => {
        const generated = draft.file.handler?.statement.lead ?? "";
        draft.lead = applyCommentEdit(edit, generated);
      },
    });
  }
  const isEdited = mine.open !== base.open || mine.close !== base.close;
  edits.push({
    from,
    what: isEdited ? "what is around the routes" : "",
    text: isEdited ? `${mine.open}{\n}${mine.close}` : "",
    uses: mine.uses,
    targets,
    ...(isEdited && { aspect: "shell" }),
    apply: (draft) => {
      if (isEdited) Object.assign(draft, { open: mine.open, close: mine.close, room: mine.room });
    },
  });
  return edits;
}

function routeEdits(from: Predecessor, base: Handler, mine: Handler): readonly Edit[] {
  const known = routesOf(from.base);
  const isOpaque = (key: string) =>
    mine.sections.some(({ name, entries }) => entries === undefined && key.startsWith(`${name}/`));
  const present = routesOf(from.mine);
  const deleted = [...known.keys()].filter((key) => !present.has(key) && !isOpaque(key));
  return [
    ...deleted.map((key) => deletion(from, mine, key)),
    ...mine.sections.flatMap((section) => sectionEdits(from, base, section)),
  ];
}

function deletion(from: Predecessor, mine: Handler, key: string): Edit {
  const section = key.slice(0, key.indexOf("/"));
  const dropped = mine.sections.every(({ name }) => name !== section);
  return {
    from,
    what: `route ${key}, which was taken out`,
    text: "",
    uses: nothing,
    targets: from.successors.filter(({ routes }) => routes.has(key)),
    apply: (draft) => {
      const found = draft.sections.find(({ name }) => name === section);
      const at = found?.entries.findIndex((entry) => entry.key === key) ?? -1;
      if (found === undefined || at === -1) return;
      found.entries.splice(at, 1);
      found.dropped = dropped;
    },
  };
}

function sectionEdits(from: Predecessor, base: Handler, section: Section): readonly Edit[] {
  const { name, entries, lead, text, uses } = section;
  const before = base.sections.find((each) => each.name === name && name !== undefined);
  if (entries === undefined) return [wholeSection(from, section, before)];
  const edits: Edit[] = entries.flatMap((entry, index) => {
    const known = entry.key === undefined ? undefined : routesOf(from.base).get(entry.key);
    if (known === undefined) return [addedRoute(from, section, index)];
    return [changedRoute(from, entry, known)];
  });
  if (lead === (before?.lead ?? "")) return edits;
  const has = ({ sections }: Draft) => sections.some((each) => each.name === name);
  return [
    ...edits,
    {
      from,
      what: `the comment above ${name}`,
      text: lead,
      uses: text === "" ? uses : nothing,
      targets: before === undefined ? from.successors.slice(0, 1) : from.successors.filter(has),
      aspect: `lead ${name}`,
      apply: (draft) => {
        const found = draft.sections.find((each) => each.name === name);
        if (found === undefined) return "there is no such section";
        found.lead = lead;
        return undefined;
      },
    },
  ];
}

/** A spread, a comment or a section that is no object: it can only go as a whole. */
function wholeSection(from: Predecessor, section: Section, before: Section | undefined): Edit {
  const { name, text, uses } = section;
  return {
    from,
    what: `${name ?? firstLine(text)} among the routes`,
    text,
    uses,
    targets: from.successors.slice(0, 1),
    apply: (draft) => {
      if (before !== undefined) return "its routes are not written out and cannot be divided";
      draft.sections.push({ name, lead: "", entries: [], text, dropped: false });
      return undefined;
    },
  };
}

function changedRoute(from: Predecessor, entry: Entry, before: Entry): Edit {
  const key = entry.key ?? "";
  const isEdited = entry.text !== before.text;
  return {
    from,
    what: isEdited ? `route ${key}` : "",
    text: isEdited ? entry.text : "",
    uses: entry.uses,
    targets: from.successors.filter(({ routes }) => routes.has(key)),
    apply: (draft) => {
      if (!isEdited) return undefined;
      const found = draft.sections
        .flatMap((section) => section.entries)
        .find((each) => each.key === key);
      if (found === undefined) return "another file took this route out";
      if (found.text !== before.text && found.text !== entry.text) {
        return "the generator writes this route differently now";
      }
      found.text = entry.text;
      return undefined;
    },
  };
}

function addedRoute(from: Predecessor, section: Section, index: number): Edit {
  const { name, entries = [] } = section;
  const entry = entries[index];
  if (entry === undefined) throw new Error("The entry is one of the section's.");
  const home = (key: string | undefined) =>
    key === undefined ? undefined : from.successors.find(({ routes }) => routes.has(key));
  const above = entries.slice(0, index).findLast(({ key }) => home(key) !== undefined)?.key;
  const below = entries.slice(index + 1).find(({ key }) => home(key) !== undefined)?.key;
  const inSection = [...routesOf(from.base).keys()].filter((key) => key.startsWith(`${name}/`));
  const sectionHome = from.successors.find(({ routes }) =>
    inSection.some((key) => routes.has(key)),
  );
  const target = home(above ?? below) ?? sectionHome ?? from.successors[0];
  return {
    from,
    what: `own route ${entry.key ?? firstLine(entry.text)}`,
    text: entry.text,
    uses: entry.uses,
    targets: target === undefined ? [] : [target],
    apply: (draft) => {
      if (entry.key !== undefined && draft.routes.has(entry.key)) {
        return "the generator writes a route for the same source now";
      }
      insertEntry(sectionOf(draft, section), entry, above, below);
      return undefined;
    },
  };
}

function sectionOf(draft: Draft, { name }: Section): DraftSection {
  const found = draft.sections.find((each) => each.name === name);
  if (found !== undefined) return found;
  const added = { name, lead: "", entries: [], dropped: true };
  draft.sections.push(added);
  return added;
}

/** Behind the route it stood behind; an entry that stood first stays first, or goes behind the next. */
function insertEntry(
  { entries }: DraftSection,
  { key, text }: Entry,
  above: string | undefined,
  below: string | undefined,
): void {
  const at = entries.findIndex((each) => !each.added && each.key === (above ?? below));
  const isFirst = above === undefined && entries.slice(0, at).every(({ added }) => added);
  const behind = entries.findIndex((each, index) => index > at && !each.added);
  const end = behind === -1 ? entries.length : behind;
  entries.splice(at === -1 ? entries.length : isFirst ? at : end, 0, { key, text, added: true });
}
