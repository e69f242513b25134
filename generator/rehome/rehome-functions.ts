import { createFunctionsText } from "./create-functions.ts";
import { type FunctionsFile, type Literal, readFunctionsFile } from "./functions-file.ts";
import { hostsOf, type Input, merged, withKnownKey } from "./functions-input.ts";
import { declaredNames, usedNames } from "./identifiers.ts";
import type { ImportStatement } from "./import-statements.ts";
import { parse, type Source, type TypeScript } from "./parse.ts";
import { indented, type Member } from "./pieces.ts";
import type { OldFile } from "./rehome-handlers.ts";
import type { Report } from "./report.ts";
import { renamed } from "./three-way.ts";
import { type Item, weave } from "./weave.ts";
import { importsText } from "./write-imports.ts";

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
  const mine = withOldVariables(base, readFunctionsFile(old.mine, isOwn), isOwn);
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

/**
 * The file with the generated variables of functions where a person renamed them: the functions are
 * others now, and so are their variables.
 */
function withOldVariables(
  { create }: FunctionsFile,
  mine: FunctionsFile,
  isOwn: (statement: ImportStatement) => boolean,
): FunctionsFile {
  if (create === undefined || mine.create === undefined) return mine;
  const hosts = hostsOf(mine.create);
  const renames = hostsOf(create).flatMap(({ variable, name }) => {
    const own = hosts.find((host) => host.name === name);
    return own === undefined || own.variable === variable
      ? []
      : [[own.variable, variable] as const];
  });
  if (renames.length === 0) return mine;
  const { typescript, path, text } = mine.source;
  return readFunctionsFile(parse(typescript, path, renamed(text, new Map(renames))), isOwn);
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
  const needed = new Set(mine.statements.flatMap(({ uses }) => [...uses]));
  const extra = mine.imports.filter(
    ({ bindings, module }) =>
      !known.has(module) && bindings.every(({ local }) => !needed.has(local)),
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
  if (name === "createFunctions") return lead + createFunctionsText(input, next.code);
  return lead + merged(input, name, [base.code, mine.code, next.code]);
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
