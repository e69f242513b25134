import {
  type CreateFunctions,
  type FunctionsFile,
  type Host,
  type Literal,
  membersWithin,
  readFunctionsFile,
  type Step,
} from "./functions-file.ts";
import { hostText, type Tuned } from "./host-edits.ts";
import { declaredNames, usedNames } from "./identifiers.ts";
import type { ImportStatement } from "./import-statements.ts";
import { parse, type Source, type TypeScript } from "./parse.ts";
import { indented, type Member } from "./pieces.ts";
import type { OldFile } from "./rehome-handlers.ts";
import type { Report } from "./report.ts";
import { renamed, threeWay } from "./three-way.ts";
import { type Item, weave } from "./weave.ts";
import { importsText } from "./write-imports.ts";

interface Input {
  readonly base: FunctionsFile;
  readonly mine: FunctionsFile;
  readonly next: FunctionsFile;
  readonly report: Report;
  readonly path: string;
}

/** Moves the edits of a plugin's `stack/functions.ts` into what the generator makes of it now. */
export function rehomeFunctions(
  typescript: TypeScript,
  old: OldFile,
  successor: Source,
  report: Report,
): string {
  const base = readFunctionsFile(old.base);
  const isOwn = ({ module }: ImportStatement) =>
    base.imports.every((each) => each.module !== module);
  const mine = readFunctionsFile(old.mine, isOwn);
  const input: Input = {
    base,
    mine,
    next: readFunctionsFile(successor),
    report,
    path: successor.path,
  };
  const body = bodyOf(input);
  const header = mine.header === "" ? input.next.header : mine.header;
  return `${header}${importsOf(typescript, input, body)}${body}`;
}

function importsOf(typescript: TypeScript, { base, mine, next, path }: Input, body: string) {
  const { file } = parse(typescript, path, body);
  const used = new Set(usedNames(typescript, file));
  for (const statement of file.statements) {
    for (const name of declaredNames(typescript, statement)) used.delete(name);
  }
  const all = mine.imports.flatMap((statement) =>
    statement.bindings.map((binding) => [binding.local, { binding, statement }] as const),
  );
  const known = new Set(base.imports.map(({ module }) => module));
  const extra = mine.imports.filter(
    ({ bindings, module }) => !known.has(module) && bindings.every(({ local }) => !used.has(local)),
  );
  const models = [mine.imports];
  return importsText({ generated: next.imports, used, brought: new Map(all), extra, models });
}

/** The statements below the imports; the generated ones are known by what they declare. */
function bodyOf(input: Input): string {
  const { base, mine, next } = input;
  const keyOf = (names: readonly string[]) =>
    names.find((name) => base.statements.some((each) => each.names.includes(name)));
  const generated = next.statements.map((statement): Item => {
    const [name = ""] = statement.names;
    return { key: name, text: topLevelText(input, name) };
  });
  const own = mine.statements.map(({ names, lead, code }): Item => {
    return { key: keyOf(names), text: lead + code };
  });
  return weave({ generated, mine: own, homes: (key) => [key] })
    .map(({ text }) => text)
    .join("");
}

function topLevelText(input: Input, name: string): string {
  const [base, mine, next] = [input.base, input.mine, input.next].map(({ statements }) =>
    statements.find(({ names }) => names.includes(name)),
  );
  if (next === undefined || base === undefined) return next ? next.lead + next.code : "";
  if (mine === undefined) {
    const what = `the declaration of ${name}, which was taken out`;
    input.report.refuse(input.path, base.code, what);
    return next.lead + next.code;
  }
  const lead = merged(input, `the comment above ${name}`, [base.lead, mine.lead, next.lead]);
  if (mine.code === base.code) return lead + next.code;
  if (name === "timeouts") return lead + (timeoutsText(input) ?? next.code);
  if (name === "createFunctions") return lead + createText(input, next.code);
  return lead + merged(input, name, [base.code, mine.code, next.code]);
}

/** Three texts to one; what cannot be merged is reported, and the generator's text stands. */
function merged(
  { report, path }: Input,
  what: string,
  [base, mine, next]: readonly [string, string, string],
): string {
  const text = threeWay(base, mine, next);
  if (text === undefined) {
    report.refuse(path, mine, `${what} was edited, and the generator writes it differently now`);
    return next;
  }
  if (mine !== base) report.place(path, what, path);
  return text;
}

function timeoutsText(input: Input): string | undefined {
  const [base, mine, next] = [input.base.timeouts, input.mine.timeouts, input.next.timeouts];
  if (base === undefined || mine === undefined || next === undefined) return undefined;
  const open = merged(input, "timeouts", [base.open, mine.open, next.open]);
  const close = merged(input, "timeouts", [base.close, mine.close, next.close]);
  const generated = next.members.map((member) => {
    return { key: member.key, text: memberText(input, [base, mine], member) };
  });
  const own = mine.members.map((member) => withKnownKey(member, base.members));
  const entries = weave({ generated, mine: own, homes: (key) => [key] }).map(({ text }) => text);
  return `${open}{\n${indented(entries.join(""), `${mine.room}  `)}${mine.room}}${close}`;
}

function memberText(
  input: Input,
  [base, mine]: readonly [Literal, Literal],
  { key, text }: Member,
): string {
  const find = ({ members }: Literal) => members.find((member) => member.key === key)?.text;
  const before = find(base);
  if (before === undefined) return text;
  return merged(input, `timeouts of ${key}`, [before, find(mine) ?? "", text]);
}

function withKnownKey(member: Member, known: readonly Member[]): Item {
  const isKnown = known.some(({ key }) => key === member.key);
  return { key: isKnown ? member.key : undefined, text: member.text };
}

function createText(input: Input, generated: string): string {
  const [base, mine, next] = [input.base.create, input.mine.create, input.next.create];
  if (base === undefined || next === undefined) return generated;
  if (mine === undefined) {
    const statement = input.mine.statements.find(({ names }) => names.includes("createFunctions"));
    const why = "createFunctions is no function declaration any more";
    input.report.refuse(input.path, statement?.code ?? "", why);
    return generated;
  }
  const open = merged(input, "createFunctions", [base.open, mine.open, next.open]);
  const hosts = hostsOf(base);
  const heirs = new Map(
    hosts.map(({ variable, units }) => [
      variable,
      hostsOf(next)
        .filter((each) => each.units.some((unit) => units.includes(unit)))
        .map((each) => each.variable),
    ]),
  );
  const own = ownSteps(input, { base, mine, heirs });
  const steps = next.steps.map((step) => ({
    key: stepKey(step),
    text: stepText(input, { base, mine, next: step, heirs }),
  }));
  const homes = (key: string): readonly string[] => {
    const [kind = "", variable = ""] = key.split(" ");
    return (heirs.get(variable) ?? [variable]).flatMap((heir) =>
      kind === "return" ? [kind] : [`host ${heir}`, `api ${heir}`],
    );
  };
  const isLast = (key: string) => key === "return";
  const woven = weave({
    generated: steps.filter(({ text }) => text !== ""),
    mine: own,
    homes,
    isLast,
  });
  return open + spaced(woven.map(({ text }) => text)) + next.close;
}

/** No empty line at the start of the body, one between a statement and the function behind it. */
function spaced(texts: readonly string[]): string {
  return texts
    .map((text, index) => {
      if (index === 0) return text.replace(/^\n+/, "");
      return /^\s*(?:\/\/.*\n\s*)*const \w+Function = /.test(text)
        ? `\n${text.replace(/^\n+/, "")}`
        : text;
    })
    .join("");
}

function hostsOf({ steps }: CreateFunctions): readonly Host[] {
  return steps.filter((step): step is Host => step.kind === "host");
}

function stepKey(step: Host | Step): string | undefined {
  if (step.kind === "own") return undefined;
  return step.kind === "return" ? "return" : `${step.kind} ${step.variable}`;
}

interface Lineage {
  readonly base: CreateFunctions;
  readonly mine: CreateFunctions;
  /** Variable of an old function → of the new ones that host what it hosted. */
  readonly heirs: ReadonlyMap<string, readonly string[]>;
}

/** The person's statements, about the functions that took the place of those they were about. */
function ownSteps(input: Input, { base, mine, heirs }: Lineage): readonly Item[] {
  const { report, path } = input;
  const known = new Set(base.steps.map(stepKey));
  const lost = new Set<string>();
  return mine.steps.flatMap((step): readonly Item[] => {
    const key = stepKey(step);
    if (key !== undefined && known.has(key)) return [{ key, text: "" }];
    const text =
      step.kind === "host"
        ? `${step.lead}${step.open}{\n${indented(step.members.map((each) => each.text).join(""), `${step.room}  `)}${step.room}}${step.close}`
        : step.lead + step.code;
    const uses = step.kind === "host" ? new Set<string>() : step.uses;
    const split = [...heirs].find(([name, next]) => uses.has(name) && next.length !== 1);
    const missing = [...uses].find((name) => lost.has(name));
    if (split !== undefined || missing !== undefined) {
      const names = step.kind === "host" ? [step.variable] : step.names;
      for (const name of names) lost.add(name);
      const why =
        split === undefined
          ? `it uses ${missing}, which could not be placed`
          : `${split[0]} is now ${split[1].join(", ") || "gone"}`;
      report.refuse(path, text, why);
      return [];
    }
    const renames = new Map([...heirs].flatMap(([name, [next]]) => (next ? [[name, next]] : [])));
    report.account(path, text);
    report.place(path, `statement ${text.trim().split("\n")[0]}`, path);
    return [{ key: undefined, text: renamed(text, renames) }];
  });
}

function stepText(
  input: Input,
  { base, mine, next, heirs }: Lineage & { readonly next: Host | Step },
): string {
  const olds = hostsOf(base).filter(
    ({ variable }) => "variable" in next && heirs.get(variable)?.includes(next.variable),
  );
  const pairs = olds.flatMap((before): readonly Tuned[] => {
    const after = hostsOf(mine).find(
      ({ variable, name }) => variable === before.variable || name === before.name,
    );
    if (after !== undefined) return [{ before, after }];
    const text = `${before.open}{ … }${before.close}`;
    input.report.refuse(
      input.path,
      text,
      "the function was taken out, but what it hosts still needs one",
    );
    return [];
  });
  if (next.kind === "host") {
    const sources = { base: input.base.source, mine: input.mine.source, next: input.next.source };
    return hostText({ sources, pairs, next, report: input.report, path: input.path });
  }
  if (next.kind === "api") return apiText(input, olds, { base, mine, next, heirs });
  if (next.kind === "return") return returnText(input, { base, mine, next, heirs });
  return next.lead + next.code;
}

/** `allowApi(api, …)` as all functions have it that the new one takes the place of. */
function apiText(
  { report, path }: Input,
  olds: readonly Host[],
  { base, mine, next }: Lineage & { readonly next: Step },
): string {
  const find = ({ steps }: CreateFunctions, variable: string) => {
    const step = steps.find(
      (each): each is Step => each.kind === "api" && each.variable === variable,
    );
    return step && renamed(step.lead + step.code, new Map([[variable, next.variable]]));
  };
  const generated = next.lead + next.code;
  const texts = olds.flatMap(({ variable }) => {
    const before = find(base, variable);
    const after = find(mine, variable) ?? "";
    return before === undefined || before === after ? [] : [after];
  });
  const [first, ...others] = [...new Set(texts)];
  if (first === undefined) return generated;
  if (others.length > 0) {
    for (const text of texts) report.refuse(path, text, "joined functions were edited differently");
    return generated;
  }
  report.account(path, first);
  report.place(path, `allowApi of ${olds.map(({ variable }) => variable).join(", ")}`, path);
  return first;
}

/** The result, by component and role. */
function returnText(
  input: Input,
  { base, mine, next, heirs }: Lineage & { readonly next: Step },
): string {
  const result = ({ steps }: CreateFunctions) =>
    steps.find((step): step is Step => step.kind === "return");
  const [before, after] = [result(base), result(mine)];
  if (before === undefined || before.code === after?.code) return next.lead + next.code;
  const [old, own, generated] = [before.literal, after?.literal, next.literal];
  if (old === undefined || own === undefined || generated === undefined) {
    input.report.refuse(input.path, after?.code ?? "", "the result is no object any more");
    return next.lead + next.code;
  }
  const unique = new Map(
    [...heirs].flatMap(([name, [heir, other]]) => (heir && !other ? [[name, heir]] : [])),
  );
  const components = generated.members.map((member) => ({
    key: member.key,
    text: componentText(input, { old, own, member, hosts: unique }),
  }));
  const mineItems = own.members.map((member) => {
    const item = withKnownKey(member, old.members);
    return { ...item, text: renamed(item.text, unique) };
  });
  const woven = weave({ generated: components, mine: mineItems, homes: (key) => [key] });
  const entries = indented(woven.map(({ text }) => text).join(""), `${own.room}  `);
  return `${next.lead}${own.open}{\n${entries}${own.room}}${own.close}`;
}

function componentText(
  input: Input,
  {
    old,
    own,
    member,
    hosts,
  }: {
    readonly old: Literal;
    readonly own: Literal;
    readonly member: Member;
    readonly hosts: ReadonlyMap<string, string>;
  },
): string {
  const { base, mine, next } = input;
  const find = ({ members }: Literal) => members.find(({ key }) => key === member.key);
  const [before, after] = [find(old), find(own)];
  if (before === undefined || before.text === after?.text) return member.text;
  const [roles, ownRoles, newRoles] = [
    membersWithin(base.source, before),
    after && membersWithin(mine.source, after),
    membersWithin(next.source, member),
  ];
  if (roles === undefined || ownRoles === undefined || newRoles === undefined) {
    const why = `the result for ${member.key} is not written out any more`;
    input.report.refuse(input.path, after?.text ?? "", why);
    return member.text;
  }
  const generated = newRoles.map(({ key, text }) => {
    const [was, is] = [roles, ownRoles].map((all) => all.find((each) => each.key === key)?.text);
    if (was === undefined || was === is) return { key, text };
    const what = `the result for ${member.key}.${key}`;
    // What the old text says of the old function, the generated one says of the new.
    const mineText = renamed(is ?? "", hosts);
    input.report.account(input.path, is ?? "");
    input.report.place(input.path, what, input.path);
    return { key, text: mineText };
  });
  const items = ownRoles.map((role) => withKnownKey(role, roles));
  const woven = weave({ generated, mine: items, homes: (key) => [key] });
  const lead = after?.lead ?? "";
  return `${lead}${member.key}: {\n${indented(woven.map(({ text }) => text).join(""), "  ")}},\n`;
}
