import type { ts } from "ts-morph";
import { usedNames } from "./identifiers.ts";
import type { Source } from "./parse.ts";
import { indentationAt, type Member, members } from "./pieces.ts";
import type { Module, Statement } from "./read-module.ts";

/** One route: `"order-commands.fifo": handleOrderCommands,` with the comments above it. */
export interface Entry {
  /** `queues/order-commands.fifo`; absent for spreads and comments behind the last route. */
  readonly key: string | undefined;
  /** Without indentation. */
  readonly text: string;
  readonly uses: ReadonlySet<string>;
}

export interface Section {
  /** `http`, `queues` or `streams`; absent for a spread. */
  readonly name: string | undefined;
  /** Comments above it. */
  readonly lead: string;
  /** `undefined` if the section is no object of routes; then `text` is all there is. */
  readonly entries: readonly Entry[] | undefined;
  readonly text: string;
  readonly uses: ReadonlySet<string>;
}

/** `export const handler = route({ … });` in parts. */
export interface Handler {
  readonly statement: Statement;
  /** `export const handler = route(`. */
  readonly open: string;
  /** `);` to the end of the line. */
  readonly close: string;
  /** Spaces before the object's closing brace. */
  readonly room: string;
  readonly sections: readonly Section[];
  /** Names used around the routes. */
  readonly uses: ReadonlySet<string>;
}

export interface HandlerFile extends Module {
  /** `undefined` in a file without routes, or if they are not written as one object in the file. */
  readonly handler: Handler | undefined;
}

export function readHandlerFile(module: Module): HandlerFile {
  const statement = module.statements.find(({ names }) => names.includes("handler"));
  const handler = statement && readHandler(module.source, statement);
  return { ...module, handler };
}

function readHandler(source: Source, statement: Statement): Handler | undefined {
  const { typescript, text } = source;
  const routes = statement.node && routesIn(statement.node);
  if (routes === undefined || statement.node === undefined) return undefined;
  const end = statement.node.getStart() + statement.code.length;
  return {
    statement,
    open: text.slice(statement.node.getStart(), routes.getStart()),
    close: text.slice(routes.end, end),
    room: indentationAt(source, routes.getStart()),
    sections: members(source, routes).map((member) => readSection(source, member)),
    uses: usedNames(typescript, statement.node, routes),
  };

  function routesIn(node: ts.Node): ts.ObjectLiteralExpression | undefined {
    if (
      typescript.isCallExpression(node) &&
      typescript.isIdentifier(node.expression) &&
      node.expression.text === "route"
    ) {
      const [first] = node.arguments;
      return first && typescript.isObjectLiteralExpression(first) ? first : undefined;
    }
    return typescript.forEachChild(node, routesIn);
  }
}

function readSection(source: Source, { key, text, lead, node }: Member): Section {
  const { typescript } = source;
  const uses = node === undefined ? new Set<string>() : usedNames(typescript, node);
  const value = node && typescript.isPropertyAssignment(node) ? node.initializer : undefined;
  if (value === undefined || !typescript.isObjectLiteralExpression(value)) {
    return { name: key, lead, entries: undefined, text, uses };
  }
  const entries = members(source, value).map(
    (member): Entry => ({
      key: member.key === undefined ? undefined : `${key}/${member.key}`,
      text: member.text,
      uses: member.node === undefined ? new Set() : usedNames(typescript, member.node),
    }),
  );
  return { name: key, lead, entries, text, uses };
}

/** Every route of the file by its key. */
export function routesOf(file: HandlerFile): ReadonlyMap<string, Entry> {
  const entries = file.handler?.sections.flatMap((section) => section.entries ?? []) ?? [];
  return new Map(entries.flatMap((entry) => (entry.key === undefined ? [] : [[entry.key, entry]])));
}
