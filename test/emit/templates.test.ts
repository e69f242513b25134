import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";
import { expect, it, vi } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import { groupingKeys } from "../../generator/plan/strategies.ts";
import { randomApp } from "./random-app.ts";
import { repository, shop } from "./written-app.ts";

const views = vi.hoisted(() => new Map<string, object[]>());

vi.mock("../../generator/emit/templates.ts", async (importOriginal) => {
  const original = await importOriginal<typeof import("../../generator/emit/templates.ts")>();
  return {
    ...original,
    renderTemplate: (name: string, view: object) => {
      views.set(name, [...(views.get(name) ?? []), view]);
      return original.renderTemplate(name, view);
    },
  };
});

for (const input of [
  shop(),
  shop({ maximumConcurrency: 5 }),
  ...Array.from({ length: 20 }, (_, seed) => randomApp(seed)),
]) {
  if (input !== undefined) emitNewApp(repository, input);
}

const folder = join(repository, "templates");
const templates = readdirSync(folder, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".hbs"))
  .map((path) => path.replaceAll("\\", "/").replace(/\.hbs$/, ""));

function textOf(template: string): string {
  return readFileSync(join(folder, `${template}.hbs`), "utf8");
}

/** The paths of a template that none of the contexts it is rendered in has a value or a place for. */
function unresolved(program: hbs.AST.Program, contexts: readonly unknown[]): string[] {
  return program.body.flatMap((statement) => {
    if (statement.type === "MustacheStatement") {
      const { path } = statement as hbs.AST.MustacheStatement;
      return missing(path as hbs.AST.PathExpression, contexts);
    }
    if (statement.type !== "BlockStatement") return [];
    const { path, params, program: block, inverse } = statement as hbs.AST.BlockStatement;
    const subject = params[0] as hbs.AST.PathExpression;
    const within =
      path.original === "each"
        ? contexts.flatMap((context) => valueIn(context, subject.original) ?? [])
        : contexts.filter((context) => valueIn(context, subject.original));
    return [
      ...missing(subject, contexts),
      ...(within.length === 0 ? [`${subject.original} is always empty`] : []),
      ...unresolved(block, within),
      ...(inverse === undefined ? [] : unresolved(inverse, contexts)),
    ];
  });
}

function missing({ original }: hbs.AST.PathExpression, contexts: readonly unknown[]): string[] {
  const known = contexts.every(
    (context) =>
      original === "this" || (typeof context === "object" && original in (context ?? {})),
  );
  return known ? [] : [original];
}

function valueIn(context: unknown, name: string): unknown {
  return (context as Record<string, unknown>)[name];
}

it.each(templates)("%s mentions only what its views have", (template) => {
  const rendered = views.get(template) ?? [];
  expect(rendered.length).toBeGreaterThan(0);
  expect(unresolved(Handlebars.parse(textOf(template)), rendered)).toEqual([]);
});

it("the check itself finds misspelt paths", () => {
  const misspelt =
    "{{#each item}}{{nam}}{{/each}}{{#if frist}}x{{/if}}{{#each items}}{{nam}}{{/each}}";
  expect(unresolved(Handlebars.parse(misspelt), [{ items: [{ name: "a" }], first: true }])).toEqual(
    ["item", "item is always empty", "frist", "frist is always empty", "nam"],
  );
});

it("neither emitters nor templates know the strategies", () => {
  const emitters = readdirSync(join(repository, "generator/emit")).map(
    (file) => [file, readFileSync(join(repository, "generator/emit", file), "utf8")] as const,
  );
  const texts = [
    ...emitters,
    ...templates.map((template) => [template, textOf(template)] as const),
  ];
  const names = Object.keys(groupingKeys).map((name) => new RegExp(`["'\`.]${name}["'\`]`));
  const found = texts.filter(([, text]) => names.some((name) => name.test(text)));
  expect(found.map(([file]) => file)).toEqual([]);
  expect(texts.filter(([, text]) => /per-component|\bmicro\b/.test(text))).toEqual([]);
});
