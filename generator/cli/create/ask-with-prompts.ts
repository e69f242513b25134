import type { Prompter } from "./create-io.ts";

/** Asks on the terminal. The package is loaded with the first question only. */
export const askWithPrompts: Prompter = async (question) => {
  const { default: prompts } = await import("prompts");
  const { kind, message, initial, choices, problemOf } = question;
  const validate = (answer: string) => problemOf(answer) ?? true;
  const own =
    kind === "select"
      ? {
          type: "select" as const,
          initial: Math.max(0, choices.indexOf(String(initial))),
          choices: choices.map((choice) => ({ title: choice, value: choice })),
        }
      : kind === "confirm"
        ? { type: "confirm" as const, initial: initial === true }
        : { type: "text" as const, initial: String(initial), validate };
  const answers = await prompts({ name: "answer", message, ...own });
  return answers.answer;
};
