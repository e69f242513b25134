/** A place where both sides changed the same lines. Texts are whole lines with `\n` after each. */
export interface Conflict {
  /** The 1-based line of mine at which its text begins; where it is empty, the line before which it was. */
  readonly mineStart: number;
  readonly base: string;
  readonly mine: string;
  readonly theirs: string;
}

export type MergeOutcome =
  | { readonly clean: true; readonly text: string }
  | {
      readonly clean: false;
      /** What merged cleanly, and the conflicts between markers in diff3 style, with labels. */
      readonly text: string;
      /** From top to bottom; none where `reason` concerns the text as a whole. */
      readonly conflicts: readonly Conflict[];
      /** Said where it is not just that both sides changed the same lines. */
      readonly reason?: string;
    };

export interface MergeLabels {
  readonly mine: string;
  readonly base: string;
  readonly theirs: string;
}

export interface MergeInput {
  /** Decides by its ending how a text is read; it is never opened. */
  readonly path: string;
  /** What was generated last. */
  readonly base: string;
  /** What is on disk. */
  readonly mine: string;
  /** What would be generated now. */
  readonly theirs: string;
  readonly labels?: MergeLabels;
}
