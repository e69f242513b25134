import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type {
  Command,
  CommandResult,
  CreateIo,
  PromptQuestion,
} from "../../generator/cli/create/create-io.ts";

export interface FakeIo extends CreateIo {
  readonly printed: { stdout: string; stderr: string };
  readonly commands: Command[];
  readonly asked: PromptQuestion[];
  readonly interrupt: () => void;
}

export interface FakeSettings {
  /** Answers in the order of asking; undefined cancels, `initial` takes what is proposed. */
  readonly answers?: readonly (string | boolean | undefined)[];
  readonly env?: CreateIo["env"];
  readonly nodeVersion?: string;
  readonly run?: (command: Command, io: FakeIo) => Partial<CommandResult>;
  readonly writeNewApp?: CreateIo["writeNewApp"];
}

export const takeInitial = "initial";

/** An outside without a terminal, unless answers are given; git is there and nothing is a repository. */
export function fakeIo(settings: FakeSettings = {}): FakeIo {
  const { answers, env = {}, nodeVersion = "v24.0.0", run = succeed } = settings;
  const queue = [...(answers ?? [])];
  const listeners = new Set<() => void>();
  const printed = { stdout: "", stderr: "" };
  const io: FakeIo = {
    printed,
    commands: [],
    asked: [],
    interrupt: () => {
      for (const listener of listeners) listener();
    },
    cwd: temporaryDirectory(),
    env,
    nodeVersion,
    isInteractive: answers !== undefined,
    stdout: {
      write: (text) => {
        printed.stdout += text;
      },
    },
    stderr: {
      write: (text) => {
        printed.stderr += text;
      },
    },
    kitDirectory: kitDirectory(),
    prompt: async (question) => {
      io.asked.push(question);
      if (queue.length === 0) throw new Error(`Nothing answers ${question.option}.`);
      const answer = queue.shift();
      return answer === takeInitial ? question.initial : answer;
    },
    runCommand: async (command) => {
      io.commands.push(command);
      return { exitCode: 0, stdout: "", stderr: "", ...run(command, io) };
    },
    onInterrupt: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    emitNewApp: ({ appFile, kit }) => [
      { path: "reventless.json", text: appFile, owner: "user" },
      { path: "package.json", text: `{ "kit": "${kit}" }\n`, owner: "keyed" },
    ],
    writeNewApp: settings.writeNewApp ?? writeFiles,
  };
  return io;
}

/** git says that the directory is in no repository; everything else succeeds. */
export function succeed({ args }: Command): Partial<CommandResult> {
  return { exitCode: args.includes("--is-inside-work-tree") ? 128 : 0 };
}

const writeFiles: CreateIo["writeNewApp"] = (directory, files) => {
  for (const { path, text } of files) writeFileSync(join(directory, path), text);
};

export function temporaryDirectory(): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), "create-")));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

export const kitFiles = {
  "package.json": JSON.stringify({
    name: "create-reventless-app",
    version: "1.2.3",
    bin: { reventless: "dist/reventless.cjs" },
    files: ["dist", "schema", "CHANGELOG.md"],
    scripts: { build: "x" },
    dependencies: { a: "1.0.0" },
    devDependencies: { b: "1.0.0" },
  }),
  "dist/reventless.cjs": "#!/usr/bin/env node\n",
  "schema/deep/a.json": "{}\n",
  "schema/.hidden": "",
  "src/not-published.ts": "",
};

/** A kit in a checkout: nothing beside it tells of a registry. */
export function kitDirectory(files: Readonly<Record<string, string>> = kitFiles): string {
  const root = join(temporaryDirectory(), "create-reventless-app");
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return root;
}
