import { applyEdits, type Edit, type Node } from "jsonc-parser";
import {
  type AggregateDocument,
  type AppDocument,
  keysOfKinds,
  type ReadModelDocument,
} from "./app-document.ts";
import type { ComponentKind, StrategyName } from "./app-model.ts";
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

/** Whose strategy it is: that of the app, of a type or of a component. */
type StrategyOwner =
  | { readonly kind: "app" }
  | { readonly kind: "type"; readonly type: string }
  | {
      readonly kind: "component";
      readonly plugin: string;
      readonly componentKind: ComponentKind;
      readonly name: string;
    };

export type StrategyPlace = StrategyOwner & {
  /** In which environment; in all that say nothing else where absent. */
  readonly environment?: string;
};

/**
 * The text of `reventless.json` with another strategy, or without one where it is undefined, so that
 * the next wider level applies again; the rest stays as the user formatted it.
 */
export function setStrategy(
  text: string,
  place: StrategyPlace,
  strategy: StrategyName | undefined,
): string {
  const path = [...placePath(place), "strategy"];
  if (strategy === undefined) return removeValue(text, path);
  return edited(text, (json, root) => {
    const { object, rest, found } = locate(root, path);
    const property = nested(rest, strategy);
    if (found !== undefined) return replacement(found, JSON.stringify(strategy));
    return object === root
      ? insertionBefore(json, root, property)
      : insertion(json, object, property);
  });
}

function placePath({ environment, ...place }: StrategyPlace): readonly string[] {
  const inside = environment === undefined ? [] : ["environments", environment];
  return [...inside, ...ownerPath(place)];
}

function ownerPath(place: StrategyOwner): readonly string[] {
  switch (place.kind) {
    case "app":
      return [];
    case "type":
      return ["types", place.type];
    case "component":
      return ["plugins", place.plugin, keysOfKinds[place.componentKind], place.name];
  }
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
  return edited(text, (json, root) => {
    const { object, rest, found } = locate(root, path);
    if (found !== undefined) throw new Error(`reventless.json has ${path.join(".")} already.`);
    return insertion(json, object, nested(rest, value));
  });
}

/** The text with an edit made to it, its byte order mark kept. */
function edited(text: string, edit: (json: string, root: Node) => Edit): string {
  const mark = text.startsWith(byteOrderMark) ? byteOrderMark : "";
  const json = text.slice(mark.length);
  const { root } = readJson(json);
  if (root?.type !== "object") throw new Error("reventless.json is not an object.");
  return mark + applyEdits(json, [edit(json, root)]);
}

interface Located {
  /** The innermost object of the path that is there. */
  readonly object: Node;
  /** Keys that are missing from it on; the last one when all others are there. */
  readonly rest: readonly string[];
  /** The value, where it is there. */
  readonly found: Node | undefined;
}

function locate(root: Node, path: readonly string[]): Located {
  let object = root;
  for (const [depth, key] of path.entries()) {
    const next = propertyOf(object, key);
    if (next === undefined || depth === path.length - 1) {
      return { object, rest: path.slice(depth), found: next };
    }
    object = next;
  }
  throw new Error("A path has at least one key.");
}

/** The property that brings all that is missing: `["a", "b"]` and 1 are `"a": { "b": 1 }`. */
function nested([key = "", ...inside]: readonly string[], value: unknown): Property {
  return { key, value: inside.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value) };
}

interface Property {
  readonly key: string;
  readonly value: unknown;
}

/** Written as the object it goes into: over lines or on one, with its indent. */
function insertion(text: string, object: Node, { key, value }: Property): Edit {
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

/** Settings of the whole app stand before its plugins, which are long. */
function insertionBefore(text: string, root: Node, property: Property): Edit {
  const plugins = propertyOf(root, "plugins")?.parent;
  if (plugins === undefined) return insertion(text, root, property);
  const { key, value } = property;
  const layout = layoutOf(text);
  const indent = indentAt(text, plugins.offset);
  const startsLine = text.slice(0, plugins.offset).endsWith(`\n${indent}`);
  const content = !startsLine
    ? `${JSON.stringify(key)}: ${renderJsonLine(value)}, `
    : `${JSON.stringify(key)}: ${renderJson(value, layout, { indent })},${layout.endOfLine}${indent}`;
  return { offset: plugins.offset, length: 0, content };
}

function replacement({ offset, length }: Node, content: string): Edit {
  return { offset, length, content };
}

/** Objects around it that had nothing else go as well, but for a component's, which make it one. */
function removeValue(text: string, path: readonly string[]): string {
  return edited(text, (_json, root) => {
    const { found } = locate(root, path);
    if (found?.parent === undefined) throw new Error(`reventless.json has no ${path.join(".")}.`);
    return removal(path[0] === "plugins" ? found.parent : outermostOnly(found.parent));
  });
}

/** The property that can go with the given one, as it holds nothing else. */
function outermostOnly(property: Node): Node {
  const holder = property.parent?.parent;
  const isOnly = property.parent?.children?.length === 1;
  return isOnly && holder?.type === "property" ? outermostOnly(holder) : property;
}

/** With the comma and the blanks that separate it from its neighbour. */
function removal(property: Node): Edit {
  const object = property.parent;
  const siblings = object?.children ?? [];
  const index = siblings.indexOf(property);
  const [before, after] = [siblings[index - 1], siblings[index + 1]];
  if (after !== undefined) {
    return { offset: property.offset, length: after.offset - property.offset, content: "" };
  }
  if (before !== undefined) {
    const offset = before.offset + before.length;
    return { offset, length: property.offset + property.length - offset, content: "" };
  }
  if (object === undefined) throw new Error("A property is in an object.");
  return replacement(object, "{}");
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
