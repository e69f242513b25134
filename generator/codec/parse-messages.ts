import { canonicalType } from "./canonical-type.ts";
import { type Declaration, parseMessageSpec } from "./parse-message-spec.ts";
import type { SpecProblem } from "./spec-reader.ts";
import {
  discriminator,
  type MessageModel,
  type NamedType,
  referencesIn,
  type TypeModel,
} from "./type-model.ts";

/** The specs of an aggregate as given by the options of the command line. */
export interface MessageSpecs {
  /** In PascalCase, for example `Order`. */
  readonly aggregate: string;
  readonly commands: readonly string[];
  readonly events: readonly string[];
  readonly rejections: readonly string[];
  /** Types that messages name: `OrderLine:sku=string,quantity=number`. */
  readonly types?: readonly string[];
}

/** What a messages file declares. */
export interface AggregateMessages {
  readonly aggregate: string;
  readonly commands: readonly Declaration[];
  readonly events: readonly Declaration[];
  readonly rejections: readonly Declaration[];
  readonly types: readonly Declaration[];
  /** Types that messages name and no spec describes. */
  readonly stubs: readonly string[];
}

export interface OptionProblem extends SpecProblem {
  readonly option: "command" | "event" | "rejection" | "type";
}

export type ParsedMessages =
  | { readonly ok: true; readonly messages: AggregateMessages }
  | { readonly ok: false; readonly problems: readonly OptionProblem[] };

export function parseMessages(specs: MessageSpecs): ParsedMessages {
  const problems: OptionProblem[] = [];
  const taken = new Set(Object.values(rootNames(specs.aggregate)));
  const parse = (option: OptionProblem["option"], texts: readonly string[] = []) =>
    texts.flatMap((spec) => {
      const parsed = parseMessageSpec(spec);
      const found = parsed.ok ? declarationProblems(option, spec, parsed.declaration, taken) : [];
      problems.push(
        ...found,
        ...(parsed.ok ? [] : parsed.problems.map((it) => ({ option, ...it }))),
      );
      return parsed.ok ? [parsed.declaration] : [];
    });
  const declared = {
    commands: parse("command", specs.commands),
    events: parse("event", specs.events),
    rejections: parse("rejection", specs.rejections),
    types: parse("type", specs.types),
  };
  if (problems.length > 0) return { ok: false, problems };
  const stubs = undeclared(Object.values(declared).flat(), taken);
  return { ok: true, messages: { aggregate: specs.aggregate, ...declared, stubs } };
}

/** One line for each problem. */
export function formatOptionProblems(problems: readonly OptionProblem[]): string {
  return problems
    .map(({ option, spec, position, expected, found }) => {
      return `--${option} '${spec}', character ${position}: expected ${expected}; found ${found}`;
    })
    .join("\n");
}

/** The unions of an aggregate's messages file. */
export function rootNames(aggregate: string) {
  return {
    command: `${aggregate}Command`,
    event: `${aggregate}Event`,
    rejection: `${aggregate}Rejection`,
  } as const;
}

/** The model that reading the rendered messages file would give. */
export function modelOfMessages(messages: AggregateMessages): MessageModel {
  const roots = rootNames(messages.aggregate);
  const groups = [
    { root: roots.command, members: messages.commands },
    { root: roots.event, members: messages.events },
    { root: roots.rejection, members: messages.rejections },
  ];
  return {
    types: [
      ...groups.map(({ root, members }) => unionOfMessages(root, members)),
      ...groups.flatMap(({ members }) => members.map(messageType)),
      ...messages.types.map(objectType),
      ...messages.stubs.map((name) => objectType({ name, properties: [stubProperty] })),
    ],
  };
}

/** All that is known of a type no spec describes. */
export const stubProperty = { name: "id", type: { kind: "string" }, optional: false } as const;

function declarationProblems(
  option: OptionProblem["option"],
  spec: string,
  declaration: Declaration,
  taken: Set<string>,
): OptionProblem[] {
  const { name, properties } = declaration;
  const problem = { option, spec, position: 1, found: name };
  if (taken.has(name)) return [{ ...problem, expected: "a name that is not taken yet" }];
  taken.add(name);
  const isEmpty = option === "type" && properties.length === 0;
  return isEmpty ? [{ ...problem, expected: `fields, as in ${name}:id=string` }] : [];
}

function undeclared(declarations: readonly Declaration[], names: ReadonlySet<string>): string[] {
  const used = declarations.flatMap(({ properties }) =>
    properties.flatMap(({ type }) => referencesIn(type)),
  );
  return [...new Set(used)].filter((name) => !names.has(name));
}

function unionOfMessages(name: string, members: readonly Declaration[]): NamedType {
  const tagged = members.map((member) => ({
    tag: member.name,
    type: { kind: "reference", name: member.name } as const,
  }));
  return { name, type: { kind: "discriminated", members: tagged } };
}

function messageType(declaration: Declaration): NamedType {
  const tag: TypeModel = { kind: "literals", values: [declaration.name] };
  const { name, type } = objectType(declaration);
  const properties = [{ name: discriminator, type: tag, optional: false }, ...type.properties];
  return { name, type: { kind: "object", properties } };
}

function objectType({ name, properties }: Declaration) {
  const canonical = properties.map((it) => ({ ...it, type: canonicalType(it.type) }));
  return { name, type: { kind: "object", properties: canonical } as const };
}
