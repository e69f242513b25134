import { importLines } from "./layout.ts";
import { aliasText, memberText } from "./layout-type.ts";
import type { Declaration } from "./parse-message-spec.ts";
import { type AggregateMessages, rootNames, stubProperty } from "./parse-messages.ts";
import { propertyName } from "./property-names.ts";
import { discriminator, type Property, type TypeModel } from "./type-model.ts";

export interface MessagesFileInput {
  readonly messages: AggregateMessages;
  /** As the file imports it, for example `../../../runtime/decode.ts`. */
  readonly decodeSpecifier: string;
}

/** The first text of a messages file, which belongs to the user from then on. */
export function renderMessagesFile({ messages, decodeSpecifier }: MessagesFileInput): string {
  const { aggregate, commands, events, rejections, types, stubs } = messages;
  const roots = rootNames(aggregate);
  const used = isoTypesIn([...commands, ...events, ...rejections, ...types]);
  const sections = [
    ...(used.length === 0 ? [] : [importLines("import type", used, decodeSpecifier).join("\n")]),
    renderUnion(`Commands: what ${aggregate} can be asked to do.`, roots.command, commands),
    ...commands.map(renderMessage),
    renderUnion(
      `Events: what has happened to ${aggregate}. They are stored for good: only add to them.`,
      roots.event,
      events,
    ),
    ...events.map(renderMessage),
    renderUnion(`Rejections: why ${aggregate} refuses a command.`, roots.rejection, rejections),
    ...rejections.map(renderMessage),
    ...types.map(renderInterface),
    ...stubs.map(renderStub),
  ];
  return `${sections.join("\n\n")}\n`;
}

/** The interface of a message, to be added to a messages file. */
export function renderMessage({ name, properties }: Declaration): string {
  const tag: TypeModel = { kind: "literals", values: [name] };
  const all = [{ name: discriminator, type: tag, optional: false }, ...properties];
  return renderInterface({ name, properties: all });
}

/** A type that a spec names and none describes: valid, and plain about what is missing. */
export function renderStub(name: string): string {
  return [
    `/** Not described yet: replace \`${stubProperty.name}\` with what ${name} consists of. */`,
    renderInterface({ name, properties: [stubProperty] }),
  ].join("\n");
}

function renderInterface({ name, properties }: Declaration): string {
  return [`export interface ${name} {`, ...properties.map(renderProperty), "}"].join("\n");
}

function renderProperty({ name, type, optional }: Property): string {
  return `  ${memberText(`readonly ${propertyName(name)}${optional ? "?" : ""}`, type)}`;
}

function renderUnion(comment: string, name: string, members: readonly Declaration[]): string {
  const references = members.map((member) => ({ kind: "reference", name: member.name }) as const);
  const head = `export type ${name}`;
  const alias =
    members.length === 0
      ? `${head} = never;`
      : aliasText(head, { kind: "union", members: references });
  return `/** ${comment} */\n${alias}`;
}

function isoTypesIn(declarations: readonly Declaration[]): string[] {
  const kinds = new Set(
    declarations.flatMap(({ properties }) => properties.flatMap(({ type }) => kindsIn(type))),
  );
  return [
    ...(kinds.has("isoDate") ? ["IsoDate"] : []),
    ...(kinds.has("isoDateTime") ? ["IsoDateTime"] : []),
  ];
}

function kindsIn(type: TypeModel): TypeModel["kind"][] {
  switch (type.kind) {
    case "array":
      return kindsIn(type.items);
    case "record":
      return kindsIn(type.values);
    case "tuple":
      return type.items.flatMap(kindsIn);
    case "union":
      return type.members.flatMap(kindsIn);
    default:
      return [type.kind];
  }
}
