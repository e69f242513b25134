import type { Node } from "jsonc-parser";
import { checkEnvironments } from "./check-environments.ts";
import { type FoundProblem, joinPath, propertiesOf, propertyOf } from "./json-source.ts";
import { camelCase, caselessName, isKebabCase, isPascalCase, kebabCase } from "./names.ts";
import { nearestName } from "./nearest-name.ts";
import {
  generatorFolders,
  globalNames,
  reservedWords,
  windowsDeviceNames,
} from "./reserved-names.ts";

/**
 * Physical names begin with `<app>-<plugin>-<stack>-`; an IAM role and a function have 64 characters,
 * of which the stack takes 12 and three hyphens and the rest of the name 16.
 */
export const longestAppAndPlugin = 33;

/** Of a component in kebab-case; longer physical names are shortened with a hash. */
export const longestComponent = 40;

interface Named {
  readonly name: string;
  /** Where the name stands. */
  readonly node: Node;
  readonly path: string;
}

/** What the schema cannot say about names; takes documents that the schema refuses as well. */
export function checkNames(root: Node): FoundProblem[] {
  const app = propertyOf(root, "name");
  const plugins = namesIn(propertyOf(root, "plugins"), "plugins");
  return [
    ...(app === undefined ? [] : checkAppName(app)),
    ...plugins.flatMap((plugin) => checkName(plugin)),
    ...plugins.flatMap((plugin) => checkPluginLength(plugin, app)),
    ...checkClashes(plugins),
    ...plugins.flatMap(({ value, path }) => checkPlugin(value, path)),
    ...checkEnvironments(root),
  ];
}

function checkPlugin(plugin: Node, path: string): FoundProblem[] {
  const aggregates = namesIn(propertyOf(plugin, "aggregates"), joinPath(path, "aggregates"));
  const readModels = namesIn(propertyOf(plugin, "readModels"), joinPath(path, "readModels"));
  const components = [...aggregates, ...readModels];
  return [
    ...components.flatMap((component) => checkName(component)),
    ...components.flatMap((component) => checkComponentName(component)),
    ...checkClashes(components),
    ...readModels.flatMap((readModel) => checkSource(readModel, aggregates)),
  ];
}

function namesIn(node: Node | undefined, path: string): (Named & { readonly value: Node })[] {
  return propertiesOf(node).map(({ key, name, value }) => {
    return { name, node: key, path: joinPath(path, name), value };
  });
}

function checkAppName(node: Node): FoundProblem[] {
  if (node.type !== "string" || !windowsDeviceNames.has(node.value)) return [];
  return [problemAt({ name: node.value, node, path: "name" }, "a name Windows has not reserved")];
}

function checkName(named: Named): FoundProblem[] {
  const { name } = named;
  // Names in the wrong case are the schema's business, here and below.
  if (!isPascalCase(name)) return [];
  if (reservedWords.has(camelCase(name))) {
    return [problemAt(named, `a name other than the reserved word \`${camelCase(name)}\``)];
  }
  if (globalNames.has(name)) {
    return [problemAt(named, `a name other than the global \`${name}\``)];
  }
  if (windowsDeviceNames.has(kebabCase(name))) {
    return [problemAt(named, "a name Windows has not reserved")];
  }
  return [];
}

function checkComponentName(named: Named): FoundProblem[] {
  const folder = kebabCase(named.name);
  if (generatorFolders.has(folder)) {
    return [problemAt(named, `a name other than the generator's folder \`${folder}\``)];
  }
  if (folder.length <= longestComponent) return [];
  const found = `\`${folder}\` with ${folder.length}`;
  const message = `expected at most ${longestComponent} characters in kebab-case, found ${found}; shorten it`;
  return [{ offset: named.node.offset, path: named.path, message }];
}

function checkPluginLength(plugin: Named, app: Node | undefined): FoundProblem[] {
  if (app?.type !== "string" || !isKebabCase(app.value)) return [];
  const length = app.value.length + kebabCase(plugin.name).length;
  if (app.value.length >= longestAppAndPlugin || length <= longestAppAndPlugin) return [];
  const names = `\`${app.value}\` and \`${kebabCase(plugin.name)}\``;
  const message = `expected at most ${longestAppAndPlugin} characters in the names of app and plugin together, found ${length} in ${names}; shorten one of them, as AWS limits the names made of them`;
  return [{ offset: plugin.node.offset, path: plugin.path, message }];
}

function checkClashes(names: readonly Named[]): FoundProblem[] {
  const taken = new Map<string, Named>();
  return names.flatMap((named) => {
    const key = caselessName(named.name);
    const earlier = taken.get(key);
    // One key given twice is reported as such.
    if (earlier?.path === named.path) return [];
    if (earlier === undefined) {
      taken.set(key, named);
      return [];
    }
    const message = `expected names that differ in more than case, found "${named.name}" here and "${earlier.name}" at ${earlier.path}; rename one of them`;
    return [{ offset: named.node.offset, path: named.path, message }];
  });
}

function checkSource(
  readModel: Named & { readonly value: Node },
  aggregates: readonly Named[],
): FoundProblem[] {
  const from = propertyOf(readModel.value, "from");
  const names = aggregates.map(({ name }) => name);
  if (from?.type !== "string" || !isPascalCase(from.value) || names.includes(from.value)) return [];
  const nearest = nearestName(from.value, names);
  const known = names.length === 0 ? "it has none" : `it has ${names.join(", ")}`;
  const advice = nearest === undefined ? known : `did you mean "${nearest}"?`;
  const message = `expected an aggregate of the same plugin, found "${from.value}"; ${advice}`;
  return [{ offset: from.offset, path: joinPath(readModel.path, "from"), message }];
}

function problemAt({ name, node, path }: Named, expected: string): FoundProblem {
  const message = `expected ${expected}, found "${name}"; rename it`;
  return { offset: node.offset, path, message };
}
