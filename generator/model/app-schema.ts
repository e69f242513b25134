import schema from "../../schema/reventless.schema.json" with { type: "json" };

/** The keywords of JSON Schema that `reventless.schema.json` uses. */
export interface JsonSchema {
  readonly $ref?: string;
  /** What is expected, as a noun phrase that error messages quote. */
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly propertyNames?: JsonSchema;
  readonly additionalProperties?: false | JsonSchema;
}

export const appSchema = schema as unknown as JsonSchema;

const definitions = schema.$defs as unknown as Readonly<Record<string, JsonSchema>>;

/** The schema itself, or the one it refers to together with what it adds. */
export function resolveSchema(reference: JsonSchema): JsonSchema {
  if (reference.$ref === undefined) return reference;
  const { $ref, ...own } = reference;
  const found = definitions[$ref.replace("#/$defs/", "")];
  if (found === undefined) throw new Error(`The schema has no ${$ref}.`);
  return { ...resolveSchema(found), ...own };
}
