/**
 * `user`: written once, then the user's. `generator`: kept up to date while nobody edited it.
 * `keyed`: shared documents such as package.json, where only the generator's keys are kept up to date.
 */
export type Owner = "user" | "generator" | "keyed";

/** One file of the output: everything is built in memory first, then compared, then written. */
export interface EmittedFile {
  /** From the app's root, with forward slashes. */
  readonly path: string;
  /** With LF line ends and a final newline. */
  readonly text: string;
  readonly owner: Owner;
}
