import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import type { AggregateMessages } from "../../codec/index.ts";
import { diskRefusal } from "../../write/disk-refusal.ts";
import { CliError, type ExitCode, exitCodes, isCliError } from "../cli-error.ts";
import { parseOptions } from "../options.ts";
import { readCircumstances } from "./circumstances.ts";
import { closingText, nextSteps } from "./closing-text.ts";
import { type CollectedAnswers, collectAnswers } from "./collect-answers.ts";
import type { CreateIo } from "./create-io.ts";
import { type CreateValues, createHelp, createOptions } from "./create-options.ts";
import { initRepository, installDependencies } from "./install.ts";
import { type KitSpec, kitSpec } from "./kit-spec.ts";
import { readKitPackage } from "./pack-kit.ts";
import { type TargetDirectory, targetDirectory } from "./target-directory.ts";

/** `create-reventless-app`; arguments without node and script. Errors for people are printed, others thrown. */
export async function runCreate(argv: readonly string[], io: CreateIo): Promise<ExitCode> {
  try {
    const rules = { positionals: 1, helpCommand: "create-reventless-app --help" };
    const { values, positionals } = parseOptions(createOptions, argv, rules);
    if (values.help) return print(io, createHelp());
    if (values.version) return print(io, `${readKitPackage(io.kitDirectory).version}\n`);
    return await create(positionals[0], values, io);
  } catch (error) {
    if (!isCliError(error)) throw error;
    const { message, hint, exitCode } = error;
    if (argv.includes("--json"))
      io.stdout.write(`${JSON.stringify({ error: { message, hint, exitCode } })}\n`);
    io.stderr.write(`${message}\n${hint === undefined ? "" : `${hint}\n`}`);
    return exitCode;
  }
}

function print(io: CreateIo, text: string): ExitCode {
  io.stdout.write(text);
  return exitCodes.done;
}

async function create(
  given: string | undefined,
  values: CreateValues,
  io: CreateIo,
): Promise<ExitCode> {
  const directory = given === undefined ? undefined : resolve(io.cwd, given);
  // Before anything is asked: no answer helps a directory that cannot be used.
  if (directory !== undefined) targetDirectory(directory);
  const circumstances = await readCircumstances(directory, io);
  // Questions would stand in the middle of the JSON.
  const isInteractive = io.isInteractive && !values.json;
  const collected = await collectAnswers({ values, circumstances, io: { ...io, isInteractive } });
  const target = targetDirectory(directory ?? resolve(io.cwd, collected.answers.name));
  const app = planApp(collected, kitSpec(io.kitDirectory, values.kit), io);
  if (!values["dry-run"]) await makeApp(app, target, io);
  return report({ app, target, values }, io);
}

type PlannedApp = ReturnType<typeof planApp>;

/** All that is going to be written. */
function planApp(
  { answers, appFile, model, messages }: CollectedAnswers,
  kit: KitSpec,
  io: CreateIo,
) {
  if (model === undefined) throw new Error("Answers without problems make a model.");
  const files = io.emitNewApp({ appFile, model, messages, kit: kit.spec });
  return { answers, messages: onlyValue(messages), kit, files };
}

function onlyValue(messages: ReadonlyMap<string, AggregateMessages>): AggregateMessages {
  const [first] = messages.values();
  if (first === undefined) throw new Error("A new app has an aggregate.");
  return first;
}

/** Writes the app and runs what is to be run in it; an interruption undoes all of it. */
async function makeApp(app: PlannedApp, target: TargetDirectory, io: CreateIo): Promise<void> {
  const interruption = new AbortController();
  const { signal } = interruption;
  const ignoreInterrupts = io.onInterrupt(() => interruption.abort());
  try {
    await writeApp(app, target, io);
    const place = { cwd: target.path, signal };
    if (app.answers.git && !signal.aborted) await initRepository(place, io);
    if (app.answers.install && !signal.aborted) {
      await installDependencies(app.answers.packageManager, place, io);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    ignoreInterrupts();
  }
  if (!signal.aborted) return;
  target.undo();
  throw new CliError(exitCodes.cancelled, "Cancelled; everything written so far was removed.");
}

/** An app half written helps nobody: when one file fails, all go. */
async function writeApp({ files, kit }: PlannedApp, target: TargetDirectory, io: CreateIo) {
  const { vendored } = kit;
  const archive = vendored?.pack();
  try {
    target.make();
    await io.writeNewApp(target.path, files);
    if (vendored === undefined || archive === undefined) return;
    const path = join(target.path, vendored.path);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, archive);
  } catch (error) {
    target.undo();
    throw diskRefusal(error);
  }
}

interface Outcome {
  readonly app: PlannedApp;
  readonly target: TargetDirectory;
  readonly values: CreateValues;
}

function report({ app, target, values }: Outcome, io: CreateIo): ExitCode {
  const { answers, messages, kit } = app;
  const created = { answers, messages, directory: relative(io.cwd, target.path) };
  const vendored = kit.vendored === undefined ? [] : [kit.vendored.path];
  const files = [...app.files.map(({ path }) => path), ...vendored].sort();
  if (values.json) {
    const result = {
      directory: target.path,
      dryRun: values["dry-run"],
      answers,
      kit: kit.spec,
      files,
    };
    return print(io, `${JSON.stringify({ ...result, nextSteps: nextSteps(created) }, null, 2)}\n`);
  }
  if (!values["dry-run"]) return print(io, closingText(created));
  const lines = files.map((path) => `  ${path}`).join("\n");
  return print(io, `Would write ${files.length} files to ${target.path}:\n${lines}\n`);
}
