import { parseArgs } from "node:util";
import { nearestName } from "../model/nearest-name.ts";
import { CliError, exitCodes } from "./cli-error.ts";

interface OptionBase {
  /** For the help text: one line. */
  readonly help: string;
  /** One letter. */
  readonly short?: string;
}

/** `--yes`. */
export interface Flag extends OptionBase {
  readonly type: "flag";
}

/** `--git` and `--no-git`; undefined when neither is given. */
export interface Switch extends OptionBase {
  readonly type: "switch";
}

/** `--name shop`. */
export interface TextOption extends OptionBase {
  readonly type: "text";
  /** What the help text calls the value, for example `name` or `npm|pnpm`. */
  readonly value: string;
  /** Accepted values, where they are few. */
  readonly choices?: readonly string[];
  /** `--no-<option>` is accepted as well and read as false. */
  readonly negatable?: true;
}

/** `--event A --event B`; empty when not given. */
export interface ListOption extends OptionBase {
  readonly type: "list";
  readonly value: string;
}

export type Option = Flag | Switch | TextOption | ListOption;
export type OptionTable = Readonly<Record<string, Option>>;

type ValueOf<O extends Option> = O extends Flag
  ? boolean
  : O extends Switch
    ? boolean | undefined
    : O extends ListOption
      ? readonly string[]
      : O extends { readonly negatable: true }
        ? string | false | undefined
        : string | undefined;

export type OptionValues<T extends OptionTable> = { readonly [K in keyof T]: ValueOf<T[K]> };

export interface ParsedOptions<T extends OptionTable> {
  readonly values: OptionValues<T>;
  readonly positionals: readonly string[];
}

export interface OptionRules {
  /** How many positionals are accepted; a number too many is an error. */
  readonly positionals: number;
  /** Where all options are described, for example `reventless generate --help`. */
  readonly helpCommand: string;
}

/** Reads arguments (without node and script); what is wrong with them is one CliError with exit code 2. */
export function parseOptions<const T extends OptionTable>(
  table: T,
  argv: readonly string[],
  { positionals: accepted, helpCommand }: OptionRules,
): ParsedOptions<T> {
  const { tokens } = parseArgs({
    args: [...argv],
    options: parseArgsOptions(table),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const problems: string[] = [];
  const values = new Map<string, unknown>(Object.entries(table).map(initialValue));
  const positionals: string[] = [];
  for (const token of tokens) {
    if (token.kind === "positional") positionals.push(token.value);
    if (token.kind === "option") readOption({ table, values, problems }, token);
  }
  for (const extra of positionals.slice(accepted)) problems.push(`unexpected argument "${extra}"`);
  if (problems.length > 0) {
    throw new CliError(
      exitCodes.usage,
      problems.join("\n"),
      `Run \`${helpCommand}\` for all options.`,
    );
  }
  return { values: Object.fromEntries(values) as OptionValues<T>, positionals };
}

/** Two columns, one option a line, indented by two. */
export function describeOptions(table: OptionTable): string {
  const rows = Object.entries(table).map(([name, option]) => ({
    left: leftColumn(name, option),
    help: option.help,
  }));
  const width = Math.max(...rows.map(({ left }) => left.length));
  return rows.map(({ left, help }) => `  ${left.padEnd(width)}  ${help}`).join("\n");
}

type OptionToken = Extract<
  NonNullable<ReturnType<typeof parseArgs>["tokens"]>[number],
  { kind: "option" }
>;

interface Reading {
  readonly table: OptionTable;
  readonly values: Map<string, unknown>;
  readonly problems: string[];
}

/** Negations are options of their own, as `parseArgs` knows none that take values. */
function parseArgsOptions(table: OptionTable) {
  const entries = Object.entries(table).flatMap(([name, option]) => {
    const takesValue = option.type === "text" || option.type === "list";
    const short = option.short === undefined ? {} : { short: option.short };
    const own = [name, { type: takesValue ? "string" : "boolean", ...short }] as const;
    return isNegatable(option) ? [own, [`no-${name}`, { type: "boolean" }] as const] : [own];
  });
  return Object.fromEntries(entries);
}

function isNegatable(option: Option): boolean {
  return option.type === "switch" || (option.type === "text" && option.negatable === true);
}

function initialValue([name, option]: [string, Option]): [string, unknown] {
  const initial = { flag: false, switch: undefined, text: undefined, list: [] };
  return [name, initial[option.type]];
}

function readOption({ table, values, problems }: Reading, token: OptionToken): void {
  const isNegation = !Object.hasOwn(table, token.name) && token.name.startsWith("no-");
  const name = isNegation ? token.name.slice("no-".length) : token.name;
  const option = Object.hasOwn(table, name) ? table[name] : undefined;
  if (option === undefined || (isNegation && !isNegatable(option))) {
    problems.push(unknownOption(token.rawName, table));
    return;
  }
  if (isNegation || option.type === "flag" || option.type === "switch") {
    if (token.value !== undefined) problems.push(`${token.rawName} takes no value`);
    values.set(name, !isNegation);
    return;
  }
  const given = token.value;
  // A value that looks like an option is one that was forgotten; `--name=-x` says that it is meant.
  if (given === undefined || (!token.inlineValue && given.startsWith("-"))) {
    problems.push(`--${name} needs a value: --${name} <${option.value}>`);
  } else if (option.type === "list") {
    values.set(name, [...(values.get(name) as readonly string[]), given]);
  } else {
    problems.push(...refusedChoice(name, given, option.choices));
    values.set(name, given);
  }
}

function refusedChoice(
  name: string,
  given: string,
  choices: readonly string[] = [given],
): string[] {
  if (choices.includes(given)) return [];
  const nearest = nearestName(given, choices);
  const advice = nearest === undefined ? "" : `; did you mean ${nearest}?`;
  return [`--${name} takes ${choices.join(", ")}; found "${given}"${advice}`];
}

function unknownOption(rawName: string, table: OptionTable): string {
  const known = Object.entries(table).flatMap(([name, option]) =>
    isNegatable(option) ? [name, `no-${name}`] : [name],
  );
  const nearest = nearestName(rawName.replace(/^-+/, ""), known);
  return `unknown option ${rawName}${nearest === undefined ? "" : `, did you mean --${nearest}?`}`;
}

function leftColumn(name: string, option: Option): string {
  const short = option.short === undefined ? "" : `-${option.short}, `;
  switch (option.type) {
    case "flag":
      return `${short}--${name}`;
    case "switch":
      return `${short}--${name}, --no-${name}`;
    case "list":
      return `${short}--${name} <${option.value}> …`;
    case "text":
      return `${short}--${name} <${option.value}>${option.negatable ? `, --no-${name}` : ""}`;
  }
}
