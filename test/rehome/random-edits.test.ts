import { ts as typescript } from "ts-morph";
import { expect, it } from "vitest";
import type { StrategyName } from "../../generator/model/app-model.ts";
import { parse, syntaxProblem } from "../../generator/rehome/parse.ts";
import { layout, type Switched, switched, type Texts } from "./layouts.ts";

const strategies: readonly StrategyName[] = ["single", "per-component", "micro"];

/** Numbers from 0 to below 1, the same for a seed every time. */
function randomNumbers(seed: number): () => number {
  let state = seed * 2_654_435_769 + 1;
  return () => {
    state = (Math.imul(state ^ (state >>> 15), 2_246_822_519) + 3_266_489_917) | 0;
    return ((state ^ (state >>> 13)) >>> 0) / 2 ** 32;
  };
}

interface RandomEdits {
  readonly texts: Texts;
  /** A mark in each inserted line. */
  readonly marks: readonly string[];
}

/** Some edits of some files; each inserted line has a mark that nothing else has. */
function randomEdits(texts: Texts, random: () => number, run: string): RandomEdits {
  const marks: string[] = [];
  const mark = () => {
    const name = `mark${run}x${marks.length}`;
    marks.push(name);
    return name;
  };
  const pick = <Item>(items: readonly Item[]): Item | undefined =>
    items[Math.floor(random() * items.length)];
  const result = new Map(texts);
  const kinds: readonly ((text: string) => string)[] = [
    // A comment anywhere.
    (text) => at(text, /\n(?=.)/g, (line) => `${line}// ${mark()}\n`),
    // A property, a route or a permission behind another one.
    (text) => at(text, /(?<=\n {4}memory: \d+,)\n/g, (line) => `${line}    ${mark()}: 1,\n`),
    (text) => at(text, /\n(?= {4}"[^"]*": \w+,)/g, (line) => `${line}    "${mark()}": route,\n`),
    (text) => at(text, /\n(?= {6}\.\.\.components)/g, (line) => `${line}      ...${mark()},\n`),
    // Declarations and statements, at the top and in the function.
    (text) => at(text, /\n(?=export )/g, (line) => `${line}const ${mark()} = 1;\n\n`),
    (text) => at(text, /\n(?=\nfunction |\n\/\*\*)/g, (line) => `${line}\n${mark()}.start();\n`),
    (text) => at(text, /\n(?=\n {2}const )/g, (line) => `${line}\n  tell("${mark()}");\n`),
    // Imports, used by nobody or for their effects.
    (text) => at(text, /^|\n(?=import )/g, (line) => `${line}import { ${mark()} } from "own";\n`),
    (text) => at(text, /^|\n(?=import )/g, (line) => `${line}import "./${mark()}.ts";\n`),
    // A helper for a route, which is on a line of its own then.
    (text) => {
      const name = mark();
      const call = at(text, /(?<=\n {4}"[^"]*": )\w+(?=,\n)/g, (handler) => `${name}(${handler})`);
      if (call === text) return `${text}// ${name}\n`;
      return at(call, /\n(?=\n\/\*\* Function)/g, (line) => `${line}\nfunction ${name}() {}\n`);
    },
    // A route less.
    (text) => at(text, /\n {4}"[^"]*": \w+,(?=\n)/g, () => ""),
    // Around everything.
    (text) =>
      /= route\(\{\n/.test(text)
        ? text.replace("= route({\n", `= ${mark()}(route({\n`).replace(/\n\}\);/, "\n}));")
        : text,
  ];
  for (let count = 0; count < 12; count += 1) {
    const path = pick([...result.keys()]) ?? "";
    const edited = pick(kinds)?.(result.get(path) ?? "");
    // Edits can spoil one another, such as a comment in front of an entry on the same line.
    if (edited !== undefined) result.set(path, edited);
  }
  const all = [...result.values()].join("\n");
  return { texts: result, marks: marks.filter((name) => all.includes(name)) };

  function at(text: string, pattern: RegExp, by: (found: string) => string): string {
    const places = [...text.matchAll(pattern)];
    const place = pick(places);
    if (place === undefined) return text;
    const [found] = place;
    return text.slice(0, place.index) + by(found) + text.slice(place.index + found.length);
  }
}

function everythingTold({ texts, unplaced }: Switched): string {
  return [...texts.values(), ...unplaced.map(({ text }) => text)].join("\n");
}

it.each(Array.from({ length: 60 }, (_, seed) => seed))(
  "every line of random edits is in a file or reported, seed %i",
  async (seed) => {
    const random = randomNumbers(seed);
    const from = strategies[Math.floor(random() * 3)] ?? "single";
    for (const to of strategies.filter((each) => each !== from)) {
      const { texts, marks } = randomEdits(layout(from), random, `${seed}`);
      const there = await switched(texts, from, to);
      expect(marks.filter((mark) => !everythingTold(there).includes(mark))).toEqual([]);
      const wrong = [...there.files, ...there.shared.map(({ path, text }) => [path, text] as const)]
        .map(([path, text]) => [path, syntaxProblem(parse(typescript, path, text))])
        .filter(([, problem]) => problem !== undefined);
      expect(wrong).toEqual([]);
      const kept = marks.filter((mark) => [...there.texts.values()].join("\n").includes(mark));
      const back = await switched(there.texts, to, from);
      expect(kept.filter((mark) => !everythingTold(back).includes(mark))).toEqual([]);
      expect(await switched(texts, from, to)).toEqual(there);
    }
  },
);
