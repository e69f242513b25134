import type { Node } from "jsonc-parser";
import { type FoundProblem, joinPath, propertiesOf, propertyOf } from "./json-source.ts";
import { isPascalCase } from "./names.ts";
import { nearestName } from "./nearest-name.ts";
import { windowsDeviceNames } from "./reserved-names.ts";

/** Something that an environment names, and what it may be. */
interface Reference {
  readonly name: string;
  readonly key: Node;
  readonly path: string;
  /** `a plugin of the app`. */
  readonly expected: string;
  readonly known: readonly string[];
}

/** What the schema cannot say about environments; takes documents that the schema refuses as well. */
export function checkEnvironments(root: Node): FoundProblem[] {
  const plugins = propertyOf(root, "plugins");
  return propertiesOf(propertyOf(root, "environments")).flatMap(({ key, name, value }) => {
    const path = `environments.${name}`;
    return [
      ...checkName({ key, name, path }),
      ...propertiesOf(propertyOf(value, "plugins")).flatMap((entry) =>
        checkPlugin(entry, joinPath(path, "plugins"), plugins),
      ),
    ];
  });
}

/** Its handlers are in a folder of that name. */
function checkName({ key, name, path }: Pick<Reference, "key" | "name" | "path">): FoundProblem[] {
  if (!windowsDeviceNames.has(name)) return [];
  const message = `expected a name Windows has not reserved, found "${name}"; rename it`;
  return [{ offset: key.offset, path, message }];
}

function checkPlugin(
  entry: ReturnType<typeof propertiesOf>[number],
  above: string,
  plugins: Node | undefined,
): FoundProblem[] {
  const path = joinPath(above, entry.name);
  const known = propertiesOf(plugins).map(({ name }) => name);
  const plugin = propertyOf(plugins, entry.name);
  if (plugin === undefined) {
    return checkReference({ ...entry, path, expected: "a plugin of the app", known });
  }
  return (["aggregates", "readModels"] as const).flatMap((kind) => {
    const own = propertiesOf(propertyOf(plugin, kind)).map(({ name }) => name);
    const expected = `${kind === "aggregates" ? "an aggregate" : "a read model"} of ${entry.name}`;
    return propertiesOf(propertyOf(entry.value, kind)).flatMap(({ key, name }) => {
      const inside = joinPath(joinPath(path, kind), name);
      return checkReference({ key, name, path: inside, expected, known: own });
    });
  });
}

/** Names in the wrong case are the schema's business. */
function checkReference({ name, key, path, expected, known }: Reference): FoundProblem[] {
  if (!isPascalCase(name) || known.includes(name)) return [];
  const nearest = nearestName(name, known);
  const all = known.length === 0 ? "there is none" : `there is ${known.join(", ")}`;
  const advice = nearest === undefined ? all : `did you mean "${nearest}"?`;
  return [
    { offset: key.offset, path, message: `expected ${expected}, found "${name}"; ${advice}` },
  ];
}
