import { expect, test } from "vitest";
import { describeOptions, type OptionTable, parseOptions } from "../../generator/cli/options.ts";

const table = {
  name: { type: "text", value: "name", help: "a name" },
  color: { type: "text", value: "red|blue", choices: ["red", "blue"], help: "a color" },
  model: { type: "text", value: "Name", negatable: true, help: "a model" },
  event: { type: "list", value: "spec", help: "an event" },
  git: { type: "switch", help: "use git" },
  yes: { type: "flag", short: "y", help: "ask nothing" },
} as const satisfies OptionTable;

const rules = { positionals: 1, helpCommand: "tool --help" };
const nothing = {
  name: undefined,
  color: undefined,
  model: undefined,
  event: [],
  git: undefined,
  yes: false,
};

test.each([
  [[], nothing],
  [["--name", "a"], { ...nothing, name: "a" }],
  [["--name=-a"], { ...nothing, name: "-a" }],
  [["--model", "A"], { ...nothing, model: "A" }],
  [["--no-model"], { ...nothing, model: false }],
  [["--event", "A", "--event=B"], { ...nothing, event: ["A", "B"] }],
  [["--git"], { ...nothing, git: true }],
  [["--no-git", "-y"], { ...nothing, git: false, yes: true }],
])("%j is read", (argv, values) => {
  expect(parseOptions(table, argv, rules)).toEqual({ values, positionals: [] });
});

test("positionals stand anywhere, and after -- all are", () => {
  expect(parseOptions(table, ["--yes", "dir"], rules).positionals).toEqual(["dir"]);
  expect(parseOptions(table, ["--", "--yes"], rules).positionals).toEqual(["--yes"]);
});

test.each([
  [["--nme", "a", "b"], 'unknown option --nme, did you mean --name?\nunexpected argument "b"'],
  [["--no-gti"], "unknown option --no-gti, did you mean --no-git?"],
  [["-z"], "unknown option -z"],
  [["--no-name"], "unknown option --no-name, did you mean --name?"],
  [["--constructor"], "unknown option --constructor"],
  [["--name"], "--name needs a value: --name <name>"],
  [["--name", "--yes"], "--name needs a value: --name <name>"],
  [["--yes=1"], "--yes takes no value"],
  [["--color", "rde"], '--color takes red, blue; found "rde"; did you mean red?'],
  [["a", "b"], 'unexpected argument "b"'],
])("%j is refused", (argv, message) => {
  expect(() => parseOptions(table, argv, rules)).toThrow(
    expect.objectContaining({ message, exitCode: 2, hint: "Run `tool --help` for all options." }),
  );
});

test("the help text has a line for each option", () => {
  expect(describeOptions(table)).toBe(
    [
      "  --name <name>               a name",
      "  --color <red|blue>          a color",
      "  --model <Name>, --no-model  a model",
      "  --event <spec> …            an event",
      "  --git, --no-git             use git",
      "  -y, --yes                   ask nothing",
    ].join("\n"),
  );
});
