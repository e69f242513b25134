import {
  type Declaration,
  type MessageModel,
  sampleValue,
  type TypeModel,
} from "../codec/index.ts";
import { propertyName } from "../codec/property-names.ts";
import { type Import, property } from "./code-text.ts";

/** A constant with a valid message, for generated tests. */
export interface SampleMessage {
  readonly variable: string;
  readonly type: string;
  /** `name: value,`, one a line. */
  readonly fields: readonly string[];
  /** Types that the values are asserted to be of. */
  readonly typeNames: readonly string[];
}

export function sampleMessage(
  model: MessageModel,
  declaration: Declaration,
  variable: string,
): SampleMessage {
  const fields = declaration.properties
    .filter(({ optional }) => !optional)
    .map(({ name, type }) => sampleField({ model, name, type, depth: 1 }));
  return {
    variable,
    type: declaration.name,
    fields: [property("type", `"${declaration.name}"`, 1), ...fields.map(({ text }) => text)],
    typeNames: fields.flatMap(({ typeNames }) => typeNames),
  };
}

interface SampleFieldInput {
  readonly model: MessageModel;
  readonly name: string;
  readonly type: TypeModel;
  readonly depth: number;
}

/** `name: value,` at a depth, with the types the value mentions. */
export function sampleField({ model, name, type, depth }: SampleFieldInput): {
  readonly text: string;
  readonly typeNames: readonly string[];
} {
  const label = propertyName(name);
  const sample = sampleValue({ type, model, column: depth * 2 + label.length + 2, depth });
  const value = sample.text === '"text-1"' ? `"${name}-1"` : sample.text;
  return { text: property(label, value, depth), typeNames: sample.typeNames };
}

/** Imports of the types that samples assert: the runtime's dates, and brands of the user's own. */
export function assertedTypes(
  typeNames: readonly string[],
  files: { readonly decode: string; readonly messages?: string },
): readonly Import[] {
  const all = [...new Set(typeNames)];
  const isDate = (name: string) => name === "IsoDate" || name === "IsoDateTime";
  const groups = [
    { names: all.filter(isDate), from: files.decode },
    { names: all.filter((name) => !isDate(name)), from: files.messages ?? "./messages.ts" },
  ];
  return groups
    .filter(({ names }) => names.length > 0)
    .map(({ names, from }) => ({ names: names.map((name) => `type ${name}`), from }));
}
