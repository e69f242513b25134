import {
  discriminator,
  type MessageModel,
  namedType,
  referencesIn,
  type TypeModel,
} from "./type-model.ts";

/**
 * One function of the codec. A `value` check starts from anything; a `fields` check is for the member
 * of a union, after the union has seen that the value is an object of this `type`.
 */
export interface CheckFunction {
  readonly name: string;
  readonly form: "value" | "fields";
  readonly type: TypeModel;
  /** Owner and property, from which the functions of nested types take their names. */
  readonly hint: string;
  /** Whether unknown properties matter here to at least one root. */
  readonly strict: boolean;
}

/** What rendering one function brings about: further functions, and imports from the runtime. */
export interface CheckPlan {
  readonly model: MessageModel;
  readonly strictNames: ReadonlySet<string>;
  /** Named, and called by what is rendered, but not rendered yet. */
  readonly pending: CheckFunction[];
  readonly imports: Set<RuntimeName>;
  readonly functionNames: Set<string>;
  readonly references: Map<string, string>;
}

/** What a codec may import from the runtime, in the order of an import list; no check may be called so. */
export const runtimeNames = [
  "checkArray",
  "checkBoolean",
  "checkIsoDate",
  "checkIsoDateTime",
  "checkNoOthers",
  "checkNumber",
  "checkOneOf",
  "checkRecord",
  "checkString",
  "type Decoded",
  "decodeStrictly",
  "decodeTolerantly",
  "type Fields",
  "inside",
  "isObject",
  "isTuple",
  "type Key",
  "kindOf",
  "type Place",
  "report",
] as const;

export type RuntimeName = (typeof runtimeNames)[number];

export function newCheckPlan(model: MessageModel, strictRoots: readonly string[]): CheckPlan {
  return {
    model,
    strictNames: namesWithin(model, strictRoots),
    pending: [],
    imports: new Set(),
    functionNames: new Set(runtimeNames),
    references: new Map(),
  };
}

/** The name as it is used in code, imported from now on. */
export function use(plan: CheckPlan, name: RuntimeName): string {
  plan.imports.add(name);
  return name.replace("type ", "");
}

interface Wanted {
  readonly type: TypeModel;
  readonly form: CheckFunction["form"];
  readonly hint: string;
  readonly strict: boolean;
}

/** The import list, in the order in which Biome sorts it. */
export function runtimeImports(plan: CheckPlan): readonly RuntimeName[] {
  return runtimeNames.filter((name) => plan.imports.has(name));
}

/** The name of the function that checks a type; a named type gets one for all its uses. */
export function functionFor(plan: CheckPlan, wanted: Wanted): string {
  if (wanted.type.kind !== "reference") return addFunction(plan, wanted);
  const { name } = wanted.type;
  const reference = `${wanted.form} ${name}`;
  const known = plan.references.get(reference);
  if (known !== undefined) return known;
  const type = namedType(plan.model, name);
  const strict = plan.strictNames.has(name);
  const tag = wanted.form === "value" ? tagOf(type) : undefined;
  const added =
    tag === undefined
      ? addFunction(plan, { ...wanted, type, hint: name, strict })
      : addFunction(plan, {
          ...wanted,
          type: unionOfOne(tag, name),
          hint: `Tagged${name}`,
          strict,
        });
  plan.references.set(reference, added);
  return added;
}

/** The `type` of a message that stands alone, where no union has looked at it. */
function tagOf(type: TypeModel): string | undefined {
  if (type.kind !== "object") return undefined;
  const property = type.properties.find(({ name }) => name === discriminator);
  if (property?.type.kind !== "literals" || property.optional) return undefined;
  const [tag] = property.type.values;
  return property.type.values.length === 1 && typeof tag === "string" ? tag : undefined;
}

function unionOfOne(tag: string, name: string): TypeModel {
  return { kind: "discriminated", members: [{ tag, type: { kind: "reference", name } }] };
}

function addFunction(plan: CheckPlan, wanted: Wanted): string {
  const name = freeName(plan.functionNames, `check${wanted.hint}`);
  plan.functionNames.add(name);
  plan.pending.push({ ...wanted, name });
  return name;
}

function freeName(taken: ReadonlySet<string>, wanted: string): string {
  let name = wanted;
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}${number}`;
  return name;
}

/** The named types a value of one of the roots can contain, the roots included. */
function namesWithin(model: MessageModel, roots: readonly string[]): ReadonlySet<string> {
  const names = new Set(roots);
  for (const name of names)
    for (const inner of referencesIn(namedType(model, name))) names.add(inner);
  return names;
}
