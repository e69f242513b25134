import { type Node, type ParseError, parseTree } from "jsonc-parser";

/** The tree of a text with comments and trailing commas, or `undefined` where it is faulty or ambiguous. */
export function readJsonTree(text: string): Node | undefined {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  return errors.length > 0 || root === undefined || hasKeyTwice(root) ? undefined : root;
}

function hasKeyTwice(node: Node): boolean {
  const children = node.children ?? [];
  const isRepeated = node.type === "object" && membersOf(node).size < children.length;
  return isRepeated || children.some(hasKeyTwice);
}

/** The properties of an object by their key; none for other values. */
export function membersOf(node: Node | undefined): ReadonlyMap<string, Node> {
  if (node?.type !== "object") return new Map();
  return new Map(
    (node.children ?? []).map((member) => [String(member.children?.[0]?.value), member]),
  );
}

export function memberValue(member: Node | undefined): Node | undefined {
  return member?.children?.[1];
}

/** Equal for values that are equal, whatever their layout and the order of their keys. */
export function canonical(node: Node | undefined): string {
  if (node === undefined) return "";
  if (node.type === "array") return `[${(node.children ?? []).map(canonical).join()}]`;
  if (node.type !== "object") return JSON.stringify(node.value);
  const members = [...membersOf(node)].map(
    ([key, member]) => `${JSON.stringify(key)}:${canonical(memberValue(member))}`,
  );
  return `{${members.sort().join()}}`;
}

export function areEqual(a: Node | undefined, b: Node | undefined): boolean {
  return canonical(a) === canonical(b);
}

/** Whether a value is an array of strings, numbers and the like, which is merged as a set. */
export function isPlainList(node: Node | undefined): node is Node {
  if (node?.type !== "array") return false;
  return (node.children ?? []).every(({ type }) => type !== "object" && type !== "array");
}
