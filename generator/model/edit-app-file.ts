import { applyEdits, type Edit, type Node } from "jsonc-parser";
import type { AggregateDocument, AppDocument, ReadModelDocument } from "./app-document.ts";
import { defaultSettings } from "./default-settings.ts";
import { byteOrderMark, propertyOf, readJson } from "./json-source.ts";
import { type JsonLayout, renderJson, renderJsonLine } from "./render-json.ts";

interface NewComponent<Kind, Settings> {
  readonly plugin: string;
  readonly kind: Kind;
  readonly name: string;
  readonly settings: Settings;
}

export type ComponentAddition =
  | NewComponent<"aggregate", AggregateDocument>
  | NewComponent<"read-model", ReadModelDocument>;

const keysOfKinds = { aggregate: "aggregates", "read-model": "readModels" } as const;

/** The text of `reventless.json` with one more component; the rest stays as the user formatted it. */
export function addComponent(
  text: string,
  { plugin, kind, name, settings }: ComponentAddition,
): string {
  return addValue(text, ["plugins", plugin, keysOfKinds[kind], name], settings);
}

/** The text of `reventless.json` with one more plugin, which has no components yet. */
export function addPlugin(text: string, plugin: string): string {
  return addValue(text, ["plugins", plugin], {});
}

/** The text of a new app's `reventless.json`, in which settings that are defaults are left out. */
export function renderAppFile(document: AppDocument): string {
  const { name, region, plugins, ...settings } = document;
  const defaults: Partial<AppDocument> = defaultSettings;
  const chosen = Object.entries(settings).filter(([key, value]) => {
    return JSON.stringify(value) !== JSON.stringify(defaults[key as keyof AppDocument]);
  });
  const { strategy, packageManager, carryNode } = defaultSettings;
  const always = {
    version: defaultSettings.version,
    name,
    region,
    strategy,
    packageManager,
    carryNode,
  };
  const whole = { $schema: schemaPath, ...always, ...Object.fromEntries(chosen), plugins };
  return `${renderJson(whole, { unit: "  ", endOfLine: "\n" })}\n`;
}

/** From an app's root; where the package manager puts the kit. */
const schemaPath = "./node_modules/create-reventless-app/schema/reventless.schema.json";

function addValue(text: string, path: readonly string[], value: unknown): string {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : "";
  const json = text.slice(mark.length);
  let node = readJson(json).root;
  let depth = 0;
  for (let next = node; next !== undefined; depth += 1) {
    node = next;
    next = propertyOf(node, path[depth] ?? "");
    if (next !== undefined && depth === path.length - 1) {
      throw new Error(`reventless.json has ${path.join(".")} already.`);
    }
  }
  const [key, ...inside] = path.slice(depth - 1);
  if (node === undefined || key === undefined) throw new Error("reventless.json is not an object.");
  const nested = inside.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);
  return mark + applyEdits(json, [insertion(json, node, { key, value: nested })]);
}

/** Written as the object it goes into: over lines or on one, with its indent. */
function insertion(
  text: string,
  object: Node,
  { key, value }: { readonly key: string; readonly value: unknown },
): Edit {
  const layout = layoutOf(text);
  const last = object.children?.[object.children.length - 1];
  if (last !== undefined) {
    const offset = last.offset + last.length;
    const indent = indentAt(text, last.offset);
    const content = isOnOneLine(text, object)
      ? `, ${JSON.stringify(key)}: ${renderJsonLine(value)}`
      : `,${layout.endOfLine}${indent}${JSON.stringify(key)}: ${renderJson(value, layout, { indent })}`;
    return { offset, length: 0, content };
  }
  const parent = object.parent?.parent;
  const isInLine = parent !== undefined && isOnOneLine(text, parent);
  const indent = indentAt(text, object.offset);
  const content = isInLine
    ? renderJsonLine({ [key]: value })
    : renderJson({ [key]: value }, layout, { indent });
  return { offset: object.offset, length: object.length, content };
}

/** Whether what is in an object begins on the line of its brace. */
function isOnOneLine(text: string, { offset, children }: Node): boolean {
  const [first] = children ?? [];
  return first !== undefined && !text.slice(offset, first.offset).includes("\n");
}

function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

/** As the text is indented already; two spaces where it has no lines to learn from. */
function layoutOf(text: string): JsonLayout {
  const unit = /\n([ \t]+)\S/.exec(text)?.[1] ?? "  ";
  return { unit, endOfLine: text.includes("\r\n") ? "\r\n" : "\n" };
}
