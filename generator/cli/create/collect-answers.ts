import { CliError, exitCodes } from "../cli-error.ts";
import { type Answers, type CheckedAnswers, checkAnswers } from "./answers.ts";
import type { CreateIo } from "./create-io.ts";
import type { CreateValues } from "./create-options.ts";
import { type Circumstances, hasMessages, type Question, questions } from "./questions.ts";

export interface CollectedAnswers extends CheckedAnswers {
  readonly answers: Answers;
}

interface Collecting {
  readonly values: CreateValues;
  readonly circumstances: Circumstances;
  readonly io: Pick<CreateIo, "prompt" | "isInteractive" | "stderr">;
}

type Chosen = Partial<Answers>;

/** Answers from options, defaults and whoever sits at the terminal, all of them valid. */
export async function collectAnswers(collecting: Collecting): Promise<CollectedAnswers> {
  const { values, io } = collecting;
  let chosen = answersOfOptions(values);
  const open = questions.filter((question) => isOpen(question, chosen, collecting));
  if (open.length > 0 && !io.isInteractive) throw missingAnswers(open);
  if (io.isInteractive && !values.yes) {
    for (const question of questions) chosen = await settle(question, chosen, collecting);
  }
  const answers = complete(chosen, collecting);
  const checked = checkAnswers(answers);
  if (checked.problems.length === 0) return { ...checked, answers };
  const lines = checked.problems.map(({ option, message }) => `--${option}: ${message}`);
  throw new CliError(exitCodes.usage, lines.join("\n"), "Nothing was written.");
}

/** Asks what is open, and again what is wrong. */
async function settle(question: Question, before: Chosen, collecting: Collecting): Promise<Chosen> {
  let chosen = before;
  let problems = problemsOf(question, complete(chosen, collecting));
  let isAsked = isOpen(question, chosen, collecting);
  while (isAsked || problems.length > 0) {
    if (!isAsked) collecting.io.stderr.write(`${problems.join("\n")}\n`);
    chosen = await ask(question, chosen, collecting);
    problems = problemsOf(question, complete(chosen, collecting));
    isAsked = false;
  }
  return chosen;
}

async function ask(question: Question, chosen: Chosen, collecting: Collecting): Promise<Chosen> {
  const { option, kind, message, choices = [], answer } = question;
  const answers = complete(chosen, collecting);
  const initial = chosen[answer] ?? question.initial(answers, collecting.circumstances);
  const withAnswer = (text: string | boolean) => ({
    ...chosen,
    [answer]: readAnswer(question, text),
  });
  const given = await collecting.io.prompt({
    option,
    kind: kind === "list" ? "text" : kind,
    message,
    initial: Array.isArray(initial) ? initial.join("; ") : (initial as string | boolean),
    choices,
    problemOf: (text) => problemsOf(question, complete(withAnswer(text), collecting))[0],
  });
  if (given === undefined) {
    throw new CliError(exitCodes.cancelled, "Cancelled; nothing was written.");
  }
  return withAnswer(given);
}

function readAnswer({ kind, answer }: Question, text: string | boolean): unknown {
  if (typeof text === "boolean") return text;
  const trimmed = text.trim();
  if (answer === "readModel") return trimmed === "" || trimmed === "-" ? false : trimmed;
  if (kind !== "list") return trimmed;
  return trimmed.split(/\s*;\s*/).filter((spec) => spec !== "");
}

function problemsOf({ option }: Question, answers: Answers): string[] {
  return checkAnswers(answers)
    .problems.filter((problem) => problem.option === option)
    .map(({ message }) => message);
}

function isOpen(
  question: Question,
  chosen: Chosen,
  { values, circumstances }: Collecting,
): boolean {
  if (values.yes || chosen[question.answer] !== undefined) return false;
  return question.isSettled?.(values, circumstances) !== true;
}

/** With defaults for what is not chosen yet. */
function complete(chosen: Chosen, { values, circumstances }: Collecting): Answers {
  const answers: Record<string, unknown> = {};
  for (const { answer, kind, initial } of questions) {
    const isLeftOut = kind === "list" && hasMessages(values);
    const fallback = isLeftOut ? [] : initial(answers as unknown as Answers, circumstances);
    answers[answer] = chosen[answer] ?? fallback;
  }
  return answers as unknown as Answers;
}

function answersOfOptions(values: CreateValues): Chosen {
  const given = questions.flatMap(({ answer, option }) => {
    const value = values[option];
    const isGiven = value !== undefined && !(Array.isArray(value) && value.length === 0);
    return isGiven ? [[answer, value] as const] : [];
  });
  return Object.fromEntries(given);
}

function missingAnswers(open: readonly Question[]): CliError {
  const options = open.map(({ option }) => `--${option}`).join(", ");
  return new CliError(
    exitCodes.usage,
    `Nobody can be asked here, and these options are missing: ${options}`,
    "Give them, or --yes for the defaults of all that is missing.",
  );
}
