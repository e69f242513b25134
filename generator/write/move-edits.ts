import { CliError, exitCodes } from "../cli/cli-error.ts";
import type { EmittedFile } from "../emit/emitted-file.ts";
import type { RehomeInput, RehomeResult } from "../rehome/rehome.ts";
import type { Placement } from "../rehome/report.ts";
import { type PartState, readState } from "./app-state.ts";
import { parseBase, readBase, renderBase } from "./base-texts.ts";
import type { Change } from "./change-plan.ts";
import { contentHash } from "./content-hash.ts";
import type { EmittedPart } from "./emitted-part.ts";
import { plainText, writtenLike } from "./line-ends.ts";
import { readRaw, readText } from "./read-text.ts";

/*
 * Another strategy splits and joins the files that a plugin's handlers and functions are in. Edits in
 * them move along with what they were made to. What was moved is remembered as it was before, so that
 * going back gives the same bytes as long as nobody touched what had been moved.
 */

/** What a change of layout does to the files of one part. */
export interface Move {
  /** By path: new files with the edits in them. */
  readonly texts: ReadonlyMap<string, string>;
  /** Files of the old layout whose edits are all in new files: they go. */
  readonly left: ReadonlySet<string>;
  /** Modules made for helpers that several new files use: the user's from now on. */
  readonly shared: readonly string[];
  readonly placements: readonly Placement[];
  /** By path, of files of former layouts: a text with the byte order mark and the line end they had. */
  readonly styles: ReadonlyMap<string, string>;
  /** By path: edits that fit nowhere, with the reason. */
  readonly unplaced: ReadonlyMap<string, { readonly text: string; readonly why: string }>;
  /** What is remembered for the way back. */
  readonly memory: { readonly path: string; readonly text: string };
}

export function movePath(part: string): string {
  return `.reventless/moved/${part}.txtar`;
}

/** The moves that parts need, by part; refused while edits of such a part still wait for a decision. */
export async function planMoves(
  directory: string,
  parts: readonly EmittedPart[],
): Promise<ReadonlyMap<string, Move>> {
  const moves = new Map<string, Move>();
  for (const part of parts) {
    const layout = readLayout(directory, part);
    if (layout === undefined) continue;
    const move = await planMove(directory, part.part, layout);
    if (move !== undefined) moves.set(part.part, move);
  }
  return moves;
}

/** A part whose handler files are others now. */
interface Layout {
  readonly state: PartState;
  readonly successors: readonly EmittedFile[];
  /** Paths generated before. */
  readonly predecessors: readonly string[];
}

function isLayoutFile(path: string): boolean {
  return /\/handlers\/.+\.ts$|\/stack\/functions(-[\w-]+)?\.ts$/.test(path);
}

function readLayout(directory: string, { part, files }: EmittedPart): Layout | undefined {
  const successors = files.filter(({ path }) => isLayoutFile(path));
  if (successors.length === 0) return undefined;
  const state = readState(directory, part);
  const predecessors = Object.keys(state.files).filter(isLayoutFile);
  const isSame =
    predecessors.length === successors.length &&
    successors.every(({ path }) => Object.hasOwn(state.files, path));
  return isSame ? undefined : { state, successors, predecessors };
}

function refuseOpenConflicts({ state, predecessors }: Layout): void {
  const open = predecessors.filter((path) => Object.hasOwn(state.conflicts, path));
  if (open.length === 0) return;
  throw new CliError(
    exitCodes.conflict,
    `Nothing was written. Edits that clash wait for a decision in files that would be split or joined:\n${open.map((path) => `  ${path}`).join("\n")}`,
    "Settle them first: reventless resolve <path>",
  );
}

type Predecessor = RehomeInput["predecessors"][number];

async function planMove(
  directory: string,
  part: string,
  layout: Layout,
): Promise<Move | undefined> {
  const { state, successors, predecessors } = layout;
  const remembered = readMemory(directory, part);
  if (remembered !== undefined && isReached(layout, remembered)) return undefined;
  const bases = readBase(directory, part);
  const current = [
    ...predecessors.flatMap((path): readonly Predecessor[] => {
      const mine = readText(directory, path);
      const base = bases.get(path);
      return mine === undefined || base === undefined ? [] : [{ path, base, mine }];
    }),
    ...state.shared.flatMap((path): readonly Predecessor[] => {
      const mine = readText(directory, path);
      return mine === undefined ? [] : [{ path, base: "", mine }];
    }),
  ];
  const styles = new Map([
    ...(remembered?.styles ?? []),
    ...current.map(({ path }) => [path, styleOf(readRaw(directory, path) ?? "")] as const),
  ]);
  const isEdited = current.some(({ base, mine }) => base !== mine);
  if (!isEdited || !current.some((file) => isLeft(file, successors))) return undefined;
  refuseOpenConflicts(layout);
  const isUntouched =
    remembered !== undefined &&
    current.every(({ path, mine }) => (remembered.results.get(path) ?? "") === contentHash(mine));
  const origin = isUntouched ? remembered.origin : current;
  const { files, shared, placements, unplaced } =
    wayBack(origin, successors) ?? (await rehomed(origin, successors));
  const texts = new Map(successors.map(({ path, text }) => [path, files.get(path) ?? text]));
  for (const { path, text } of shared) texts.set(path, text);
  const stuck = new Map(
    unplaced.map(({ from, why }) => {
      const all = unplaced.filter((each) => each.from === from);
      return [from, { text: all.map(({ text }) => text).join("\n"), why }] as const;
    }),
  );
  return {
    texts,
    left: new Set(
      current.map(({ path }) => path).filter((path) => !texts.has(path) && !stuck.has(path)),
    ),
    shared: shared.map(({ path }) => path),
    placements,
    styles,
    unplaced: stuck,
    memory: { path: movePath(part), text: renderMemory({ origin, texts, styles }) },
  };
}

/** Whether the last move made this layout, and what is left of the one before waits for its user. */
function isReached({ state, predecessors, successors }: Layout, { results }: Memory): boolean {
  const paths = new Set(successors.map(({ path }) => path));
  const isMade = [...paths].every((path) => Object.hasOwn(state.files, path) && results.has(path));
  return isMade && predecessors.every((path) => paths.has(path) || !results.has(path));
}

/** Whether something that the file routed is not in it any more, and may be elsewhere. */
function isLeft({ path, base }: Predecessor, successors: readonly EmittedFile[]): boolean {
  const text = successors.find((file) => file.path === path)?.text ?? "";
  return base.split("\n").some((line) => /^ {4}"/.test(line) && !text.includes(line));
}

/** The texts that edits were moved from, where exactly those files are generated again. */
function wayBack(
  origin: readonly Predecessor[],
  successors: readonly EmittedFile[],
): RehomeResult | undefined {
  const generated = origin.filter(({ base }) => base !== "");
  const isSame =
    generated.length === successors.length &&
    successors.every(({ path, text }) =>
      generated.some((file) => file.path === path && file.base === text),
    );
  if (!isSame) return undefined;
  const edited = generated.filter(({ base, mine }) => base !== mine);
  return {
    files: new Map(edited.map(({ path, mine }) => [path, mine])),
    shared: origin
      .filter(({ base }) => base === "")
      .map(({ path, mine }) => ({ path, text: mine })),
    placements: edited.map(({ path }) => ({ from: path, to: [path], what: "as it was" })),
    unplaced: [],
  };
}

async function rehomed(
  predecessors: readonly Predecessor[],
  successors: readonly EmittedFile[],
): Promise<RehomeResult> {
  const { rehome } = await import("../rehome/rehome.ts");
  return rehome({ predecessors, successors });
}

interface Memory {
  readonly origin: readonly Predecessor[];
  /** By path: hash of what was written by the last move. */
  readonly results: ReadonlyMap<string, string>;
  readonly styles: ReadonlyMap<string, string>;
}

/** A line end as the generator writes it, in the style of a text. */
function styleOf(raw: string): string {
  return writtenLike("\n", raw);
}

interface Moved extends Pick<Memory, "origin" | "styles"> {
  readonly texts: ReadonlyMap<string, string>;
}

function renderMemory({ origin, texts, styles }: Moved): string {
  const others = Object.fromEntries([...styles].filter(([, style]) => style !== "\n").sort());
  const hashes = [...texts].map(([path, text]) => [path, contentHash(text)] as const);
  return renderBase(
    new Map([
      ["results", `${JSON.stringify(Object.fromEntries(hashes), undefined, 2)}\n`],
      ...(Object.keys(others).length > 0
        ? [["styles", `${JSON.stringify(others, undefined, 2)}\n`] as const]
        : []),
      ...origin.flatMap(({ path, base, mine }) => [
        [`base/${path}`, base] as const,
        [`mine/${path}`, mine] as const,
      ]),
    ]),
  );
}

function readMemory(directory: string, part: string): Memory | undefined {
  const text = readText(directory, movePath(part));
  if (text === undefined) return undefined;
  const entries = parseBase(plainText(text));
  try {
    const results = new Map<string, string>(
      Object.entries(JSON.parse(entries.get("results") ?? "")),
    );
    const styles = new Map<string, string>(
      Object.entries(JSON.parse(entries.get("styles") ?? "{}")),
    );
    const origin = [...entries].flatMap(([name, mine]): readonly Predecessor[] => {
      const path = name.startsWith("mine/") ? name.slice("mine/".length) : undefined;
      if (path === undefined) return [];
      return [{ path, base: entries.get(`base/${path}`) ?? "", mine }];
    });
    return { origin, results, styles };
  } catch {
    // Without it the way back is as exact as any other move.
    return undefined;
  }
}

/** The change that brings what is remembered up to date. */
export function memoryChange(directory: string, { memory }: Move): Change {
  const before = readRaw(directory, memory.path);
  const action = before === undefined ? "create" : "update";
  return { action, path: memory.path, text: memory.text, before };
}
