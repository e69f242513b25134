import { posix } from "node:path";
import { lostLines } from "./lost-lines.ts";
import { parse, type Source, syntaxProblem, type TypeScript } from "./parse.ts";
import { finished } from "./pieces.ts";
import { rehomeFunctions } from "./rehome-functions.ts";
import { type OldFile, rehomeHandlers } from "./rehome-handlers.ts";
import { newReport, type Placement, type Report, type Unplaced } from "./report.ts";

export interface RehomeInput {
  /**
   * Files of the old layout, unedited ones too, so that it is known what became of what. `base` is what
   * the generator wrote, `mine` what is on disk. A module that an earlier switch made for shared helpers
   * is one of them, with an empty base.
   */
  readonly predecessors: readonly {
    readonly path: string;
    readonly base: string;
    readonly mine: string;
  }[];
  /** Files of the new layout as the generator writes them. */
  readonly successors: readonly TextFile[];
}

export interface TextFile {
  readonly path: string;
  readonly text: string;
}

export interface RehomeResult {
  /** Path → text with the edits, of successors that received some. */
  readonly files: ReadonlyMap<string, string>;
  /** New modules for helpers that several successors use. */
  readonly shared: readonly TextFile[];
  /** What went where, for people. */
  readonly placements: readonly Placement[];
  /** What a person wrote and no file has now: never dropped silently. */
  readonly unplaced: readonly Unplaced[];
}

/**
 * Moves what people edited in the files of one layout into the files of another, when a deployment
 * strategy splits or joins them. Texts in, texts out, with LF line ends. Loads a parser when it is
 * called, which takes longer than everything else.
 */
export async function rehome({ predecessors, successors }: RehomeInput): Promise<RehomeResult> {
  const { ts: typescript } = await import("ts-morph");
  const report = newReport();
  const old = predecessors.flatMap(({ path, base, mine }): readonly OldFile[] => {
    const file = { base: parse(typescript, path, base), mine: parse(typescript, path, mine) };
    const problem = syntaxProblem(file.mine);
    if (problem === undefined) return [file];
    report.refuse(path, file.mine.text, `the file does not parse, line ${problem}`);
    return [];
  });
  const next = successors.map(({ path, text }) => parse(typescript, path, text));
  const { files, shared } = rehomeAll(typescript, old, next, report);
  const outputs = [...files, ...shared].map(({ text }) => text);
  const oldPaths = new Set(predecessors.map(({ path }) => path));
  for (const file of old) {
    const reported = [...report.accounted, ...report.unplaced].map(({ text }) => text);
    const lost = lostLines(file, { outputs, reported, oldPaths });
    const why = "nothing that was placed needs it, or it stands where nothing moves";
    report.refuse(file.mine.path, lost.map((line) => `${line}\n`).join(""), why);
  }
  const generated = new Map(successors.map(({ path, text }) => [path, text]));
  const edited = files.filter(({ path, text }) => generated.get(path) !== text);
  const { placements, unplaced } = report;
  return {
    files: new Map(edited.map(({ path, text }) => [path, text])),
    shared,
    placements,
    unplaced,
  };
}

function rehomeAll(
  typescript: TypeScript,
  old: readonly OldFile[],
  next: readonly Source[],
  report: Report,
): { readonly files: readonly TextFile[]; readonly shared: readonly TextFile[] } {
  const files: TextFile[] = [];
  const shared: TextFile[] = [];
  const handlers: OldFile[] = [];
  for (const file of old) {
    if (!isFunctionsFile(file.base)) {
      handlers.push(file);
      continue;
    }
    const { path } = file.mine;
    const successor = next.find((each) => each.path === path && isFunctionsFile(each));
    // Without a successor every edited line is found to be lost.
    if (successor === undefined) continue;
    const text = rehomeFunctions(typescript, file, successor, report);
    files.push({ path, text: finished(text) });
  }
  for (const folder of new Set(handlers.map(({ mine }) => posix.dirname(mine.path)))) {
    const isHere = ({ path }: Source) => posix.dirname(path) === folder;
    const here = handlers.filter(({ mine }) => isHere(mine));
    const rehomed = rehomeHandlers(typescript, here, next.filter(isHere), report);
    files.push(...rehomed.files.map(({ path, text }) => ({ path, text: finished(text) })));
    shared.push(...rehomed.shared);
  }
  return { files, shared };
}

function isFunctionsFile({ text }: Source): boolean {
  return /^export function createFunctions\(/m.test(text);
}
