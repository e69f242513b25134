import type { CreateFunctions, Host, Step } from "./functions-file.ts";
import { hostsOf, type Input, type Lineage, merged } from "./functions-input.ts";
import { hostText, type Tuned } from "./host-edits.ts";
import { indented } from "./pieces.ts";
import { resultText } from "./result-edits.ts";
import { renamed } from "./three-way.ts";
import { type Item, weave } from "./weave.ts";

/** The function `createFunctions`, statement by statement. */
export function createFunctionsText(input: Input, generated: string): string {
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
  return open + spaced(woven) + next.close;
}

/** No empty line at the start of the body, one between a statement and the function behind it. */
function spaced(items: readonly Item[]): string {
  return items
    .map(({ key, text }, index) => {
      const rest = text.replace(/^\n+/, "");
      return index === 0 ? rest : key?.startsWith("host ") ? `\n${rest}` : text;
    })
    .join("");
}

function stepKey(step: Host | Step): string | undefined {
  if (step.kind === "own") return undefined;
  return step.kind === "return" ? "return" : `${step.kind} ${step.variable}`;
}

/** The person's statements, about the functions that took the place of those they were about. */
function ownSteps(input: Input, { base, mine, heirs }: Lineage): readonly Item[] {
  const { report, path } = input;
  const known = new Set(base.steps.map(stepKey));
  const lost = new Set<string>();
  return mine.steps.flatMap((step): readonly Item[] => {
    const key = stepKey(step);
    if (key !== undefined && known.has(key)) return [{ key, text: "" }];
    const text = step.kind === "host" ? hostAsWritten(step) : step.lead + step.code;
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

function hostAsWritten({ lead, open, members, room, close }: Host): string {
  const properties = members.map(({ text }) => text).join("");
  return `${lead}${open}{\n${indented(properties, `${room}  `)}${room}}${close}`;
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
  if (next.kind === "return") return resultText(input, { base, mine, next, heirs });
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
