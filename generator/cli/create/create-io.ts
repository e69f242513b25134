import type { AggregateMessages } from "../../codec/index.ts";
import type { EmittedFile } from "../../emit/emitted-file.ts";
import type { AppModel } from "../../model/app-model.ts";

/** All that `create-reventless-app` needs from outside. */
export interface CreateIo {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** As in `process.version`. */
  readonly nodeVersion: string;
  /** Whether somebody is there to answer. */
  readonly isInteractive: boolean;
  readonly stdout: TextOutput;
  readonly stderr: TextOutput;
  /** Root of the installed kit, where its package.json is. */
  readonly kitDirectory: string;
  readonly prompt: Prompter;
  readonly runCommand: RunCommand;
  /** Calls back on Ctrl-C and the like; what it returns ends that. */
  readonly onInterrupt: (listener: () => void) => () => void;
  readonly emitNewApp: (input: NewAppInput) => readonly EmittedFile[];
  /** Awaited if it is a promise. */
  readonly writeNewApp: (directory: string, files: readonly EmittedFile[]) => unknown;
}

export interface NewAppInput {
  readonly appFile: string;
  readonly model: AppModel;
  /** By `Plugin.Aggregate`. */
  readonly messages: ReadonlyMap<string, AggregateMessages>;
  /** Version or `file:` spec for package.json. */
  readonly kit: string;
}

export interface TextOutput {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

/** Undefined when the question was cancelled. */
export type Prompter = (question: PromptQuestion) => Promise<string | boolean | undefined>;

export interface PromptQuestion {
  /** The option that answers it. */
  readonly option: string;
  readonly kind: "text" | "select" | "confirm";
  readonly message: string;
  readonly initial: string | boolean;
  readonly choices: readonly string[];
  /** What is wrong with an answer; undefined when nothing is. */
  readonly problemOf: (answer: string | boolean) => string | undefined;
}

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd: string;
  /** Ends the program. */
  readonly signal?: AbortSignal;
}

export interface CommandResult {
  /** Null when it could not be started or was ended by a signal. */
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export type RunCommand = (command: Command) => Promise<CommandResult>;
