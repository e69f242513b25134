import type { RandomSource } from "./random-source.ts";
import { randomValue } from "./random-values.ts";

/** Attribute names in use; some are traps for objects with a prototype, some need a reference. */
const NAMES = ["a", "b", "c", "d", "__proto__", "constructor", "with space"];

const COMPARATORS = ["=", "<>", "<", "<=", ">", ">="];
const TYPES = ["S", "N", "B", "SS", "NS", "BS", "M", "L", "NULL", "BOOL"];

/** Expressions that share one set of names and values, as those of one request do. */
export interface RandomExpressions {
  condition(depth: number): string;
  update(): string;
  projection(): string;
  path(): string;
  value(value: unknown): string;
  /** The names and values used so far, to add to the request. */
  bindings(): Record<string, unknown>;
}

/** Builds random expressions; most are valid, some have operands of the wrong type. */
export function createRandomExpressions(random: RandomSource): RandomExpressions {
  const names: [string, string][] = [];
  const values: [string, unknown][] = [];

  const name = () => {
    const attribute = random.pick(NAMES);
    // Single letters are no reserved words, which need a reference on AWS and DynamoDB Local.
    if (/^[a-z]$/.test(attribute) && random.chance(0.7)) return attribute;
    const known = names.find(([, other]) => other === attribute);
    if (known !== undefined) return known[0];
    const reference = `#n${names.length}`;
    names.push([reference, attribute]);
    return reference;
  };
  const value = (given: unknown) => {
    const reference = `:v${values.length}`;
    values.push([reference, given]);
    return reference;
  };
  const path = (): string => {
    // `g` is an index key: DynamoDB Local checks paths into keys in fewer places than AWS.
    if (random.chance(0.1)) return "g";
    const steps = random.list(0, random.chance(0.4) ? 2 : 0, () =>
      random.chance(0.5) ? `[${random.below(4)}]` : `.${name()}`,
    );
    return name() + steps.join("");
  };
  const operand = (): string => {
    if (random.chance(0.1)) return `size(${path()})`;
    return random.chance(0.4) ? path() : value(randomValue(random, 1));
  };
  const predicate = (): string => {
    switch (random.below(8)) {
      case 0:
        return `attribute_exists(${path()})`;
      case 1:
        return `attribute_not_exists(${path()})`;
      case 2:
        return `attribute_type(${path()}, ${value({ S: random.pick(TYPES) })})`;
      case 3:
        return `begins_with(${path()}, ${value(random.pick([{ S: "a" }, { B: "YQ==" }, { S: "" }]))})`;
      case 4:
        return `contains(${path()}, ${operand()})`;
      case 5:
        return `${operand()} BETWEEN ${operand()} AND ${operand()}`;
      case 6:
        return `${operand()} IN (${random.list(1, 3, operand).join(", ")})`;
      default:
        return `${operand()} ${random.pick(COMPARATORS)} ${operand()}`;
    }
  };
  const condition = (depth: number): string => {
    if (depth === 0 || random.chance(0.3)) return predicate();
    if (random.chance(0.2)) return `NOT ${condition(depth - 1)}`;
    const joined = `${condition(depth - 1)} ${random.pick(["AND", "OR", "and", "or"])} ${condition(depth - 1)}`;
    return random.chance(0.3) ? `(${joined}) AND ${predicate()}` : joined;
  };
  const setOperand = (): string => {
    if (random.chance(0.2)) return `if_not_exists(${path()}, ${value(randomValue(random, 1))})`;
    return random.chance(0.4) ? path() : value(randomValue(random, 2));
  };
  const setValue = (): string => {
    switch (random.below(5)) {
      case 0:
        return `${random.chance(0.5) ? path() : `if_not_exists(${path()}, ${value({ N: "0" })})`} ${random.pick(["+", "-"])} ${value({ N: random.pick(["1", "0.5", "-3", "1e20"]) })}`;
      case 1:
        return `list_append(${path()}, ${value({ L: [randomValue(random, 0)] })})`;
      default:
        return setOperand();
    }
  };
  const change = () => {
    const set = random.pick([
      { SS: ["a"] },
      { SS: ["b", "c"] },
      { NS: ["1", "2"] },
      { BS: ["YQ=="] },
    ]);
    return value(set);
  };
  const update = (): string => {
    const sections = [
      () => `SET ${random.list(1, 3, () => `${path()} = ${setValue()}`).join(", ")}`,
      () => `REMOVE ${random.list(1, 2, path).join(", ")}`,
      () => `ADD ${path()} ${random.chance(0.5) ? value({ N: "1.5" }) : change()}`,
      () => `DELETE ${path()} ${change()}`,
    ];
    const chosen = sections.filter(() => random.chance(0.35));
    return (chosen.length === 0 ? [random.pick(sections)] : chosen).map((make) => make()).join(" ");
  };
  return {
    condition,
    update,
    projection: () => random.list(1, 3, path).join(", "),
    path,
    value,
    bindings: () => ({
      ...(names.length > 0 && { ExpressionAttributeNames: Object.fromEntries(names) }),
      ...(values.length > 0 && { ExpressionAttributeValues: Object.fromEntries(values) }),
    }),
  };
}
