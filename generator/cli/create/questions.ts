import { defaultMessages } from "../default-messages.ts";
import type { Answers } from "./answers.ts";
import type { PromptQuestion } from "./create-io.ts";
import { type CreateValues, packageManagers, strategies } from "./create-options.ts";

/** What is known before anything is asked: from options, the machine and defaults. */
export interface Circumstances {
  readonly name: string;
  /** Whether the directory given makes a good name. */
  readonly isNameGiven: boolean;
  readonly region: string;
  readonly packageManager: Answers["packageManager"];
  readonly isNodeTooOld: boolean;
  /** Whether git is there and the directory in no repository yet. */
  readonly canInitGit: boolean;
}

/** One row for each answer; the order is that of asking. */
export interface Question {
  readonly answer: keyof Answers;
  readonly option: keyof CreateValues;
  /** `list`: texts separated by semicolons. */
  readonly kind: PromptQuestion["kind"] | "list";
  readonly message: string;
  readonly choices?: readonly string[];
  /** The default, given the answers to the questions before it. */
  readonly initial: (before: Answers, circumstances: Circumstances) => Answers[keyof Answers];
  /** Whether the default holds without asking; always asked when absent. */
  readonly isSettled?: (values: CreateValues, circumstances: Circumstances) => boolean;
}

/** A message given by an option means that the others are meant to be given as well. */
export const hasMessages = ({ command, event, rejection, type }: CreateValues) =>
  [...command, ...event, ...rejection, ...type].length > 0;

export const questions: readonly Question[] = [
  {
    answer: "name",
    option: "name",
    kind: "text",
    message: "Name of the app",
    initial: (_answers, { name }) => name,
    isSettled: (_values, { isNameGiven }) => isNameGiven,
  },
  {
    answer: "plugin",
    option: "plugin",
    kind: "text",
    message: "First plugin (a bounded context)",
    initial: () => "Ordering",
  },
  {
    answer: "aggregate",
    option: "aggregate",
    kind: "text",
    message: "Its aggregate",
    initial: () => "Order",
  },
  {
    answer: "commands",
    option: "command",
    kind: "list",
    message: "Commands, separated by ;",
    initial: ({ aggregate }) => defaultMessages(aggregate).commands,
  },
  {
    answer: "events",
    option: "event",
    kind: "list",
    message: "Events, separated by ;",
    initial: ({ aggregate }) => defaultMessages(aggregate).events,
  },
  {
    answer: "rejections",
    option: "rejection",
    kind: "list",
    message: "Rejections, separated by ;",
    initial: ({ aggregate }) => defaultMessages(aggregate).rejections,
    isSettled: hasMessages,
  },
  {
    answer: "types",
    option: "type",
    kind: "list",
    message: "Types that messages name, separated by ;",
    initial: ({ aggregate }) => defaultMessages(aggregate).types,
    isSettled: hasMessages,
  },
  {
    answer: "readModel",
    option: "read-model",
    kind: "text",
    message: "Read model of its events (- for none)",
    initial: ({ aggregate }) => `${aggregate}Summary`,
  },
  {
    answer: "strategy",
    option: "strategy",
    kind: "select",
    message: "Functions: one per type of component, per component, or per part of one",
    choices: strategies,
    initial: () => "single",
  },
  {
    answer: "region",
    option: "region",
    kind: "text",
    message: "AWS region",
    initial: (_answers, { region }) => region,
  },
  {
    answer: "packageManager",
    option: "package-manager",
    kind: "select",
    message: "Package manager",
    choices: packageManagers,
    initial: (_answers, { packageManager }) => packageManager,
  },
  {
    answer: "carryNode",
    option: "carry-node",
    kind: "confirm",
    message: "This Node.js is older than 22.12: let the app carry its own (189 MB)?",
    initial: (_answers, { isNodeTooOld }) => isNodeTooOld,
    isSettled: (_values, { isNodeTooOld }) => !isNodeTooOld,
  },
  {
    answer: "git",
    option: "git",
    kind: "confirm",
    message: "Make it a git repository?",
    initial: (_answers, { canInitGit }) => canInitGit,
    isSettled: (_values, { canInitGit }) => !canInitGit,
  },
  {
    answer: "install",
    option: "install",
    kind: "confirm",
    message: "Install the dependencies?",
    initial: () => true,
  },
];
