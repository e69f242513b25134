import { finished } from "./pieces.ts";

/** Which edit went where, and which did not; grows while edits are placed. */
export interface Report {
  place(from: string, what: string, to: string): void;
  refuse(from: string, text: string, why: string): void;
  /** Remembers a text that was placed with other names in it. */
  account(from: string, text: string): void;
  readonly accounted: readonly { readonly from: string; readonly text: string }[];
  readonly placements: readonly Placement[];
  readonly unplaced: readonly Unplaced[];
}

export interface Placement {
  /** Path of the old file. */
  readonly from: string;
  /** Paths of the new ones. */
  readonly to: readonly string[];
  readonly what: string;
}

export interface Unplaced {
  readonly from: string;
  readonly text: string;
  readonly why: string;
}

export function newReport(): Report {
  const placements: { from: string; to: string[]; what: string }[] = [];
  const unplaced: Unplaced[] = [];
  const accounted: { from: string; text: string }[] = [];
  return {
    accounted,
    placements,
    unplaced,
    place(from, what, to) {
      const known = placements.find((each) => each.from === from && each.what === what);
      if (known === undefined) placements.push({ from, to: [to], what });
      else if (!known.to.includes(to)) known.to.push(to);
    },
    account(from, text) {
      accounted.push({ from, text });
    },
    refuse(from, raw, why) {
      const text = finished(raw);
      if (text.trim() === "") return;
      const known = unplaced.some((each) => each.from === from && each.text === text);
      if (!known) unplaced.push({ from, text, why });
    },
  };
}
