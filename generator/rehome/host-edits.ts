import { list } from "../emit/code-text.ts";
import { type Host, permissionsOf } from "./functions-file.ts";
import type { Source } from "./parse.ts";
import { indented, type Member } from "./pieces.ts";
import type { Report } from "./report.ts";
import { renamed } from "./three-way.ts";
import { type Item, weave } from "./weave.ts";

/** An old function that hosts something of the new one: as generated and as it is. */
export interface Tuned {
  readonly before: Host;
  readonly after: Host;
}

interface Input {
  readonly sources: { readonly base: Source; readonly mine: Source; readonly next: Source };
  readonly pairs: readonly Tuned[];
  readonly next: Host;
  readonly report: Report;
  readonly path: string;
}

/** A new function with what was changed at those that hosted the same units. */
export function hostText(input: Input): string {
  const { next, pairs } = input;
  const lead = agreed(input, "the comment above", (host) => host.lead.replace(/^\n+/, ""));
  const around = agreed(input, "what is around", (host) => neutral(host, partsOf(host)));
  const [open = "", close = "", spaces = ""] =
    around === undefined
      ? [next.open, next.close, next.room]
      : around.replaceAll(gap, next.variable).split(between);
  const generated = next.members.flatMap((member): readonly Item[] => {
    const text = propertyText(input, member);
    return text === "" ? [] : [{ key: member.key, text }];
  });
  const known = new Set(next.members.map(({ key }) => key));
  const own = ownProperties(input, known);
  const woven = pairs.reduce<readonly Item[]>(
    (items, { after }) =>
      weave({
        generated: items,
        mine: after.members.flatMap(({ key, text }) => {
          if (known.has(key)) return [{ key, text }];
          const isPlaced = items.some((item) => item.text === text);
          return own.has(text) && !isPlaced ? [{ key: undefined, text }] : [];
        }),
        homes: (key) => [key],
      }),
    generated,
  );
  const space = /^\n*/.exec(next.lead)?.[0] ?? "";
  const above = lead === undefined ? next.lead : space + lead;
  const properties = indented(woven.map(({ text }) => text).join(""), `${spaces}  `);
  return `${above}${open}{\n${properties}${spaces}}${close}`;
}

const gap = "\u0001";
const between = "\u0002";

function partsOf({ open, close, room }: Host): string {
  return [open, close, room].join(between);
}

/** The text without the name of the function's variable. */
function neutral({ variable }: Host, text: string): string {
  return renamed(text, new Map([[variable, gap]]));
}

/** What was edited at the old functions, if all that were edited say the same. */
function agreed(
  { pairs, report, path, next }: Input,
  what: string,
  aspect: (host: Host) => string,
): string | undefined {
  const edited = pairs.filter(({ before, after }) => aspect(before) !== aspect(after));
  const values = new Set(edited.map(({ after }) => aspect(after)));
  const [value] = values;
  const shown = (host: Host) =>
    aspect(host).replaceAll(gap, host.variable).split(between).slice(0, 2).join("{\n}");
  for (const { before, after } of edited) {
    const named = `${what} ${before.variable}`;
    if (values.size === 1) {
      report.place(path, `${named}, for ${next.variable}`, path);
      report.account(path, shown(after));
    } else {
      const why = `${named} was edited, but differently from others that are ${next.variable} now`;
      report.refuse(path, shown(after), why);
    }
  }
  return values.size === 1 ? value : undefined;
}

/** A generated property: the comments above it and its value are edits of their own. */
function propertyText(input: Input, { key = "", text, lead }: Member): string {
  const find = ({ members }: Host) => members.find((member) => member.key === key);
  const above = agreed(input, `the comment above ${key} of`, (host) => find(host)?.lead ?? "");
  const bodyOf = (host: Host) => find(host)?.text.slice(find(host)?.lead.length) ?? "";
  const generated = text.slice(lead.length);
  const value =
    key === "permissions"
      ? permissionsText(input, generated, bodyOf)
      : agreed(input, `${key} of`, bodyOf);
  if (value === "") return "";
  if (value !== undefined && (key === "name" || key === "entry")) {
    input.report.refuse(input.path, value, `${key} names a function that is another one now`);
  }
  const isKept = value === undefined || key === "name" || key === "entry";
  return (above ?? lead) + (isKept ? generated : value);
}

/** Texts of added properties that the new function takes over. */
function ownProperties(input: Input, known: ReadonlySet<string | undefined>): ReadonlySet<string> {
  const own = input.pairs
    .flatMap(({ after }) => after.members)
    .filter(({ key }) => !known.has(key));
  const taken = own.filter(({ key, text }) => {
    if (key === undefined) return true;
    return agreed(input, `${key} of`, textOf(key ?? "")) === text;
  });
  return new Set(taken.map(({ text }) => text));
}

/** Added permissions go to every function that hosts a unit of theirs; removed ones are removed. */
function permissionsText(
  { sources, pairs, next, report, path }: Input,
  generated: string,
  bodyOf: (host: Host) => string,
): string {
  const edited = pairs.filter(({ before, after }) => bodyOf(before) !== bodyOf(after));
  if (edited.length === 0) return generated;
  let elements: readonly Item[] = permissionsOf(sources.next, next);
  for (const { before, after } of edited) {
    const [was, is] = [permissionsOf(sources.base, before), permissionsOf(sources.mine, after)];
    if (is.length === 0) {
      report.refuse(path, bodyOf(after), "the permissions are not written out any more");
      continue;
    }
    const known = new Set(was.map(({ key }) => key));
    const own = new Map(is.map((element) => [element.key, element]));
    const left = elements.flatMap((element): readonly Item[] =>
      known.has(element.key) ? [own.get(element.key) ?? []].flat() : [element],
    );
    const mine = is.flatMap((element): readonly Item[] => {
      if (known.has(element.key)) return [element];
      const isPlaced = left.some((each) => each.text === element.text);
      return isPlaced ? [] : [{ key: undefined, text: element.text }];
    });
    elements = weave({ generated: left, mine, homes: (key) => [key] });
    report.account(path, withoutComments(bodyOf(after)));
    report.place(path, `permissions of ${before.variable}, for ${next.variable}`, path);
  }
  return arrayText(elements.map((element) => element.text));
}

function textOf(name: string): (host: Host) => string {
  return ({ members }) => members.find(({ key }) => key === name)?.text ?? "";
}

/** The lines of a list that is laid out anew; comments in it stay as they are. */
function withoutComments(text: string): string {
  return text.replace(/^\s*(?:\/\/|\/?\*).*$/gm, "");
}

function arrayText(elements: readonly string[]): string {
  const items = elements.map((text) => text.replace(/,\n$/, ""));
  if (items.every((item) => !/[\n]|\/\//.test(item))) {
    const text = list({ open: "permissions: [", items, close: "],", depth: 2 });
    return `${text.replaceAll("\n    ", "\n")}\n`;
  }
  return `permissions: [\n${indented(elements.join(""), "  ")}],\n`;
}
