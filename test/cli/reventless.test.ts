import { join } from "node:path";
import { expect, test } from "vitest";
import { kitDirectory } from "../support/temporary-app.ts";
import { newApp, read, reventless, temporaryFolder } from "./programs.ts";

const help = `Usage: reventless <command> [options]

  generate aggregate <Name>    add an aggregate
  generate read-model <Name>   add a read model
  regenerate                   bring generated files up to date
  plan                         functions, what they host and why; strategies and costs compared
  strategy <strategy>          change which parts share a function
  status [path …]              whose each file is, what you edited, what waits for you
  diff [path]                  what regenerating would change; --edits: what you changed
  check                        whether everything is up to date, for continuous integration
  resolve | restore | eject | adopt <path …>
                               settle clashing edits, bring a deleted file back, take a file
                               over, give it to the generator
  undo | redo                  take the last run back, do it again
  recover                      finish a run that was cut off
  dev                          run the app on this machine, without AWS

reventless <command> --help tells more. A new app: npx create-reventless-app
`;

test.each([["--help"], ["-h"], ["help"]])("%s shows the commands", (option) => {
  const ended = reventless([option], { cwd: temporaryFolder() });
  expect(ended).toEqual({ code: 0, stdout: help, stderr: "" });
});

test("without a command the commands are shown, as an error of usage", () => {
  const ended = reventless([], { cwd: temporaryFolder() });
  expect(ended).toEqual({ code: 2, stdout: help, stderr: "" });
});

test("--version is the version of the kit", () => {
  const { version } = JSON.parse(read(kitDirectory, "package.json"));
  const ended = reventless(["--version"], { cwd: temporaryFolder() });
  expect(ended).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

test.each([
  [["regenrate"], 'There is no command "regenrate".\n\nDid you mean regenerate?\n'],
  [["frobnicate"], 'There is no command "frobnicate".\n\nSee reventless --help.\n'],
  [["toString"], 'There is no command "toString".\n\nSee reventless --help.\n'],
  [
    ["generate", "agregate", "Invoice"],
    'There is no kind "agregate"; expected aggregate or read-model.\n\nDid you mean aggregate?\n',
  ],
  [
    ["generate", "saga", "Invoice"],
    'There is no kind "saga"; expected aggregate or read-model.\n\nSee reventless generate --help.\n',
  ],
  [
    ["generate", "aggregate"],
    "The name is missing: reventless generate aggregate <Name>\n\nNames are in PascalCase, for example Invoice.\n",
  ],
  [
    ["generate", "aggregate", "Invoice", "Line", "--evnt", "x", "--event"],
    'unknown option --evnt, did you mean --event?\n--event needs a value: --event <spec>\nunexpected argument "Line"\nunexpected argument "x"\n\nRun `reventless generate --help` for all options.\n',
  ],
  [
    ["regenerate", "--dryrun"],
    "unknown option --dryrun, did you mean --dry-run?\n\nRun `reventless regenerate --help` for all options.\n",
  ],
])("%j is wrong usage", (args, stderr) => {
  expect(reventless(args, { cwd: newApp() })).toEqual({ code: 2, stdout: "", stderr });
});

test.each([[["regenerate"]], [["generate", "aggregate", "Invoice"]], [["dev"]]])(
  "%j needs an app",
  (args) => {
    const cwd = temporaryFolder();
    expect(reventless(args, { cwd })).toEqual({
      code: 2,
      stdout: "",
      stderr: `There is no reventless.json in ${cwd} or any folder above it.\n\nRun the command inside an app, or make one: npx create-reventless-app\n`,
    });
  },
);

test.each([["generate"], ["regenerate"], ["dev"]])("%s --help needs none", (command) => {
  const { code, stdout, stderr } = reventless([command, "--help"], { cwd: temporaryFolder() });
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toMatch(new RegExp(`^Usage: reventless ${command} `));
});

test("in a subfolder the app around it is meant", () => {
  const cwd = join(newApp(), "plugins/ordering/order");
  expect(reventless(["regenerate"], { cwd })).toEqual({
    code: 0,
    stdout: "Everything is up to date.\n",
    stderr: "",
  });
});
