import type { Input } from "../read-input.ts";

/**
 * An input of the Query protocol as the SDK names it. In a form, `A.entry.1.Name` and
 * `A.entry.1.Value.B` are a map, `A.member.1.B` is a list, and all values are text.
 */
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
export function readQueryInput(form: URLSearchParams): Input {
  const root = createBranch();
  for (const [name, value] of form) addValue(root, name.split("."), value);
  return toInput(root);
}

interface Branch {
  readonly children: Map<string, Branch>;
  value: string | undefined;
}

/** No input of SNS is nested deeper than an attribute's value in an entry of a batch. */
const deepest = 8;

function createBranch(): Branch {
  return { children: new Map(), value: undefined };
}

function addValue(root: Branch, path: readonly string[], value: string): void {
  let branch = root;
  for (const step of path.slice(0, deepest)) {
    const child = branch.children.get(step) ?? createBranch();
    branch.children.set(step, child);
    branch = child;
  }
  branch.value = value;
}

/** The SDK sends an empty list or map as an empty text. */
const collections: ReadonlySet<string> = new Set([
  "PublishBatchRequestEntries",
  "MessageAttributes",
]);

/** `Object.fromEntries` makes a member of every name, also of `__proto__`. */
function toInput(branch: Branch): Input {
  return Object.fromEntries(
    [...branch.children]
      .filter(([name, child]) => child.children.size > 0 || !collections.has(name))
      .map(([name, child]) => [name, toValue(child)]),
  );
}

function toValue(branch: Branch): unknown {
  if (branch.children.size === 0) return branch.value ?? "";
  const members = branch.children.get("member");
  if (members !== undefined) return inOrder(members).map(toValue);
  const entries = branch.children.get("entry");
  if (entries !== undefined) return Object.fromEntries(inOrder(entries).map(toMapEntry));
  return toInput(branch);
}

function toMapEntry(entry: Branch): readonly [name: string, value: unknown] {
  const name = entry.children.get("Name")?.value ?? entry.children.get("key")?.value ?? "";
  const value = entry.children.get("Value") ?? entry.children.get("value");
  return [name, value === undefined ? "" : toValue(value)];
}

/** Numbers may have gaps and come in any order; only their order counts. */
function inOrder(list: Branch): readonly Branch[] {
  return [...list.children]
    .sort(([left], [right]) => Number(left) - Number(right))
    .map(([, element]) => element);
}
