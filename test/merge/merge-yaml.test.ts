import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { mergeFile } from "../../generator/merge/index.ts";

const base = readFileSync(
  join(
    import.meta.dirname,
    "../../sample-output/fulfilment-shop/plugins/ordering/stack/Pulumi.yaml",
  ),
  "utf8",
);
const merge = (mine: string, theirs: string, from = base) =>
  mergeFile({ path: "plugins/ordering/stack/Pulumi.yaml", base: from, mine, theirs });
const clean = (text: string) => ({ clean: true, text });

it("values beside each other that both sides changed are no conflict", () => {
  const mine = base.replace("name: fulfilment-ordering", "name: mine");
  const theirs = base.replace("description: Ordering of fulfilment", "description: New");
  expect(merge(mine, theirs)).toEqual(
    clean(mine.replace("description: Ordering of fulfilment", "description: New")),
  );
});

it("both-append-at-eof: keys of both sides are there once, comments above them as well", () => {
  const mine = `${base}  aws:profile:\n    value: mine\n# Of ours.\nbackend:\n  url: s3://ours\n`;
  const theirs = `${base}  aws:defaultTags:\n    value: new\n`;
  expect(merge(mine, theirs)).toEqual(
    clean(
      `${base}  aws:defaultTags:\n    value: new\n  aws:profile:\n    value: mine\n# Of ours.\nbackend:\n  url: s3://ours\n`,
    ),
  );
  expect(merge(mine, mine)).toEqual(clean(mine));
});

it("inside a mapping that both changed, key by key, comments kept", () => {
  const mine = base.replace("    typescript: false\n", "    # Ours.\n    typescript: true\n");
  const theirs = base
    .replace("    typescript: false\n", "    typescript: false\n    packagemanager: npm\n")
    .replace(/nodeargs: .*\n/, 'nodeargs: "--new"\n');
  expect(merge(mine, theirs)).toEqual(
    clean(
      mine
        .replace(/nodeargs: .*\n/, 'nodeargs: "--new"\n')
        .replace("typescript: true\n", "typescript: true\n    packagemanager: npm\n"),
    ),
  );
});

it("a key that theirs took out goes, unless mine changed it or wrote above it", () => {
  const theirs = base.replace(/# Keep it.*\nmain: index.ts\n/, "");
  expect(merge(`${base}own: 1\n`, theirs)).toEqual(clean(`${theirs}own: 1\n`));
  for (const mine of [
    base.replace("main: index.ts", "main: other.ts"),
    base.replace("main: index.ts", "# Ours.\nmain: index.ts"),
  ]) {
    expect(merge(mine, theirs)).toMatchObject({ clean: false });
  }
});

it("a value that both changed differently is a conflict, and so is a key that mine took out", () => {
  const mine = base.replace("eu-central-1", "us-east-1");
  expect(merge(mine, base.replace("eu-central-1", "eu-west-1"))).toMatchObject({
    clean: false,
    conflicts: [{ mine: "    value: us-east-1\n", theirs: "    value: eu-west-1\n" }],
  });
  const without = base.replace("description: Ordering of fulfilment\n", "");
  expect(merge(without, base.replace("Ordering of", "Orders of"))).toMatchObject({ clean: false });
  expect(merge(without, base.replace("index.ts", "new.ts"))).toEqual(
    clean(without.replace("index.ts", "new.ts")),
  );
});

it("lists and texts over lines are merged as lines", () => {
  const from = "steps:\n  - one\n  - two\n  - three\n  - four\nnote: |\n  a\n  b\n";
  const mine = from.replace("- one", "- first");
  expect(merge(mine, from.replace("- four", "- last"), from)).toEqual(
    clean(mine.replace("- four", "- last")),
  );
  expect(merge(mine, from.replace("  b\n", "  c\n"), from)).toEqual(
    clean(mine.replace("  b\n", "  c\n")),
  );
});

it("what is no plain mapping is merged as lines", () => {
  const from = "---\n&a { x: 1 }\n---\nb\nc\nd\n";
  expect(merge(`${from}e\n`, `top\n${from}`, from)).toEqual(clean(`top\n${from}e\n`));
});
