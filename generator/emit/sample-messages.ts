import {
  type AggregateMessages,
  type Declaration,
  type MessageModel,
  modelOfMessages,
  sampleValue,
} from "../codec/index.ts";

/** A constant with a valid message, for generated tests. */
export interface SampleMessage {
  readonly variable: string;
  readonly type: string;
  /** `name: value,`, one a line. */
  readonly fields: readonly string[];
}

export function sampleMessage(
  messages: AggregateMessages,
  declaration: Declaration,
  variable: string,
): SampleMessage & { readonly typeNames: readonly string[] } {
  const model = modelOfMessages(messages);
  const fields = declaration.properties
    .filter(({ optional }) => !optional)
    .map(({ name, type }) => sampleField(model, name, type, 1));
  return {
    variable,
    type: declaration.name,
    fields: [`type: "${declaration.name}",`, ...fields.map(({ text }) => text)],
    typeNames: [...new Set(fields.flatMap(({ typeNames }) => typeNames))],
  };
}

/** `name: value,` at a depth, with the types the value mentions. */
export function sampleField(
  model: MessageModel,
  name: string,
  type: Declaration["properties"][number]["type"],
  depth: number,
): { readonly text: string; readonly typeNames: readonly string[] } {
  const label = `${/^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name)}: `;
  const sample = sampleValue({ type, model, column: depth * 2 + label.length, depth });
  const text = sample.text === '"text-1"' ? `"${name}-1"` : sample.text;
  return { text: `${label}${text},`, typeNames: sample.typeNames };
}
