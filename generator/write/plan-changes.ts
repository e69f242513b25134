import { existsSync } from "node:fs";
import { join } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";
import type { Placement } from "../rehome/report.ts";
import { type PartState, readState, renderState, statePath } from "./app-state.ts";
import { basePath, readBase, renderBase } from "./base-texts.ts";
import { proposalPath } from "./bookkeeping-paths.ts";
import type { Change, ChangePlan, ConflictingFile, Decision, DeletedFile } from "./change-plan.ts";
import { contentHash } from "./content-hash.ts";
import type { EmittedPart } from "./emitted-part.ts";
import { deletion, writing } from "./file-changes.ts";
import { basesAfterMoves, followMoves, stateAfterMoves } from "./follow-moves.ts";
import { plainText, writtenLike } from "./line-ends.ts";
import { withImporters } from "./missing-imports.ts";
import { type Move, memoryChange, planMoves } from "./move-edits.ts";
import { readRaw, readText } from "./read-text.ts";
import { findRemovedParts } from "./removed-parts.ts";
import { type FileToSettle, isAsGenerated, type Settlement, settleFile } from "./settle-file.ts";

/** What to do with edits that clash: leave them and park what is new, or settle all for one side. */
export type OnConflict = "park" | "mine" | "theirs";

export interface PlanOptions {
  readonly onConflict?: OnConflict;
  /** By path; where there are decisions, all other files stay as they are. */
  readonly decisions?: ReadonlyMap<string, Decision>;
}

/**
 * Compares what should be with what is. What nobody edited follows the generator, edits are merged with
 * what is new, and what never was generated is never overwritten.
 */
function planChanges(
  directory: string,
  parts: readonly EmittedPart[],
  options: PlanOptions = {},
  moves: ReadonlyMap<string, Move> = new Map(),
): ChangePlan {
  const claimed = new Set(parts.flatMap(({ files }) => files.map(({ path }) => path)));
  const plans = parts.map((part) =>
    planPart({ directory, part, claimed, options, move: moves.get(part.part) }),
  );
  const collisions = plans.flatMap((plan) => plan.collisions);
  if (collisions.length > 0) throw collision(collisions);
  const changes = plans.flatMap((plan) => plan.changes);
  return {
    changes,
    keptEdits: plans.flatMap(({ keptEdits }) => keptEdits),
    conflicts: plans.flatMap(({ conflicts }) => conflicts),
    deleted: withImporters(
      plans.flatMap(({ deleted }) => deleted),
      changes,
    ),
    orphans: plans.flatMap(({ orphans }) => orphans),
    moved: [
      ...plans.flatMap(({ followed }) => followed),
      ...[...moves.values()].flatMap(({ placements }) => placements),
    ],
    unused: [],
    bookkeeping: plans.flatMap(({ bookkeeping }) => bookkeeping),
  };
}

/** Plans for some parts of an app; edits move along where a part's files are split or joined. */
export async function planParts(
  directory: string,
  parts: readonly EmittedPart[],
  options: PlanOptions = {},
): Promise<ChangePlan> {
  const followed = followMoves(directory, parts);
  const moves = options.decisions === undefined ? await planMoves(directory, followed) : undefined;
  return planChanges(directory, followed, options, moves);
}

/** Plans for all parts of an app: what is left of others goes, unless somebody wrote or edited it. */
export async function planWholeApp(
  directory: string,
  parts: readonly EmittedPart[],
  options: PlanOptions = {},
): Promise<ChangePlan> {
  const followed = followMoves(directory, parts);
  const plan = await planParts(directory, followed, options);
  const claimed = new Set(followed.flatMap(({ files }) => files.map(({ path }) => path)));
  const names = new Set(parts.map(({ part }) => part));
  const staying = { parts: names, claimed };
  const removed = findRemovedParts(directory, staying, options.decisions);
  return {
    ...plan,
    changes: [...plan.changes, ...removed.pristine.map((path) => deletion(directory, path))],
    orphans: [...plan.orphans, ...removed.edited],
    unused: removed.unused,
    bookkeeping: [...plan.bookkeeping, ...removed.bookkeeping],
  };
}

interface PartInput {
  readonly directory: string;
  readonly part: EmittedPart;
  /** Paths that any part has files at. */
  readonly claimed: ReadonlySet<string>;
  readonly options: PlanOptions;
  /** Where its edits go when its files are split or joined. */
  readonly move: Move | undefined;
}

/** The plan of one part while it is made. */
interface PartPlan {
  readonly changes: Change[];
  readonly keptEdits: string[];
  readonly conflicts: ConflictingFile[];
  readonly deleted: DeletedFile[];
  readonly orphans: string[];
  readonly collisions: string[];
  /** Files that the user moved, as is noticed now. */
  readonly followed: Placement[];
  readonly bookkeeping: Change[];
}

function planPart({ directory, part: emitted, claimed, options, move }: PartInput): PartPlan {
  const { part, files } = emitted;
  const plan: PartPlan = {
    changes: [],
    keptEdits: [],
    conflicts: [],
    deleted: [],
    orphans: [],
    collisions: [],
    followed: [],
    bookkeeping: [],
  };
  const remembered = readState(directory, part);
  const state = stateAfterMoves(remembered, emitted);
  const isNew = Object.keys(state.files).length === 0;
  const bases = lazily(() => basesAfterMoves(readBase(directory, part), remembered, emitted));
  const next = newState();
  for (const [from, to] of emitted.moved ?? []) {
    next.moved.set(from, to);
    if (remembered.moved[from] !== to) plan.followed.push({ from, to: [to], what: "file" });
  }

  for (const { path, text, owner } of files) {
    const decision = options.decisions?.get(path);
    if (options.decisions !== undefined && decision === undefined) {
      carryOver(state, next, path);
      continue;
    }
    const found = readRaw(directory, path);
    if (owner === "user") {
      // A file of the user that is gone was deleted on purpose.
      if (found === undefined && (isNew || decision === "restore")) {
        plan.changes.push({ action: "create", path, text, before: undefined });
      }
      continue;
    }
    const isEjected = state.ejected.includes(path) && decision !== "adopt";
    if (isEjected || decision === "eject") {
      next.ejected.push(path);
      continue;
    }
    const moved = move?.texts.get(path);
    if (moved !== undefined && (found === undefined || Object.hasOwn(state.files, path))) {
      note(
        { plan, next, path, found },
        movedInto(moved, { found, text, style: move?.styles.get(path) }),
      );
      next.texts.set(path, text);
      continue;
    }
    const base = () => bases().get(path);
    const file = { path, baseHash: state.files[path], base, found, text };
    const settlement = settled(decision, file, options);
    note({ plan, next, path, found }, settlement);
    if (settlement.kind === "keep" && settlement.isEdited) {
      next.isBaseDamaged ||= contentHash(base() ?? "") !== state.files[path];
    }
    if (decision === undefined && state.conflicts[path] === unplacedMark) {
      keepWaiting({ plan, next }, path);
    }
    // While edits clash, what was generated before stays their base; a file that is away may come back.
    const isWaiting = settlement.kind === "conflict" || settlement.kind === "deleted";
    next.texts.set(path, isWaiting ? undefined : text);
  }
  for (const path of Object.keys(state.files).filter((each) => !claimed.has(each))) {
    const decision = options.decisions?.get(path);
    if (options.decisions !== undefined && decision === undefined) {
      carryOver(state, next, path);
      continue;
    }
    const found = readRaw(directory, path);
    if (found === undefined || decision === "eject" || decision === "mine") continue;
    const [baseHash, base] = [state.files[path], () => bases().get(path)];
    if (
      decision === "theirs" ||
      move?.left.has(path) ||
      isAsGenerated({ path, baseHash, base, found })
    ) {
      plan.changes.push({ action: "delete", path, text: undefined, before: found });
    } else {
      plan.orphans.push(path);
      next.texts.set(path, undefined);
    }
  }
  settleShared({ directory, state, next, plan, move });
  remember({ directory, part, state, bases, next, plan });
  if (move !== undefined) plan.bookkeeping.push(memoryChange(directory, move));
  return plan;
}

/** Stands in the place of a proposal's hash where edits of a former layout wait, not news. */
const unplacedMark = "unplaced";

function keepWaiting({ plan, next }: Pick<Noting, "plan" | "next">, path: string): void {
  if (next.conflicts.has(path)) return;
  const reason = "some of your edits of a former layout fit nowhere";
  plan.conflicts.push({ path, reason, proposal: proposalPath(path) });
  next.conflicts.set(path, undefined);
  next.unplaced.add(path);
}

interface MovedFile {
  readonly found: string | undefined;
  readonly text: string;
  /** A text with the byte order mark and the line end that the file had in a former layout. */
  readonly style: string | undefined;
}

function movedInto(moved: string, { found, text, style = "" }: MovedFile): Settlement {
  const isEdited = moved !== text;
  if (found === undefined) return { kind: "create", text: writtenLike(moved, style) };
  if (plainText(found) === moved) return { kind: "adopt", isEdited };
  return { kind: isEdited ? "merge" : "update", text: writtenLike(moved, found) };
}

interface SharedSettling {
  readonly directory: string;
  readonly state: PartState;
  readonly next: NextState;
  readonly plan: PartPlan;
  readonly move: Move | undefined;
}

/** Modules of helpers follow the files that use them; edits that fit nowhere wait for a decision. */
function settleShared({ directory, state, next, plan, move }: SharedSettling): void {
  next.shared.push(...(move?.shared ?? state.shared));
  if (move === undefined) return;
  for (const path of move.shared) {
    const text = move.texts.get(path) ?? "";
    const change = writing(directory, path, text);
    if (change !== undefined) plan.changes.push(change);
  }
  for (const path of state.shared.filter((each) => move.left.has(each))) {
    plan.changes.push(deletion(directory, path));
  }
  for (const [path, { text, why }] of move.unplaced) {
    if (!next.texts.has(path) || plan.orphans.includes(path)) continue;
    const reason = `some of your edits fit nowhere in the new layout (${why})`;
    plan.conflicts.push({ path, reason, proposal: proposalPath(path) });
    next.conflicts.set(path, text);
    next.unplaced.add(path);
  }
}

/** What the next run will know. */
interface NextState {
  /** By path: the text generated now, or undefined where the one generated before stays the base. */
  readonly texts: Map<string, string | undefined>;
  readonly deleted: string[];
  readonly ejected: string[];
  /** By path: the text that waits, or undefined where it waits already. */
  readonly conflicts: Map<string, string | undefined>;
  /** Files with edits of a former layout that fit nowhere; they wait until the user decides. */
  readonly unplaced: Set<string>;
  readonly shared: string[];
  readonly moved: Map<string, string>;
  /** Whether a text is not what was generated last, although that is known. */
  isBaseDamaged: boolean;
}

function newState(): NextState {
  return {
    texts: new Map(),
    deleted: [],
    ejected: [],
    conflicts: new Map(),
    unplaced: new Set(),
    shared: [],
    moved: new Map(),
    isBaseDamaged: false,
  };
}

/** A file that the run does not concern stays known as it was. */
function carryOver(state: PartState, next: NextState, path: string): void {
  if (Object.hasOwn(state.files, path)) next.texts.set(path, undefined);
  if (state.deleted.includes(path)) next.deleted.push(path);
  if (state.ejected.includes(path)) next.ejected.push(path);
  if (Object.hasOwn(state.conflicts, path)) next.conflicts.set(path, undefined);
}

/** A decision goes before what the texts say; conflicts can be decided for all files alike. */
function settled(
  decision: Decision | undefined,
  file: FileToSettle,
  { onConflict = "park" }: PlanOptions,
): Settlement {
  const { found, text } = file;
  const whole: Settlement =
    found === undefined
      ? { kind: "create", text }
      : { kind: "update", text: writtenLike(text, found) };
  const mine: Settlement = found === undefined ? whole : { kind: "adopt", isEdited: true };
  if (decision === "mine" || decision === "adopt") return mine;
  if (decision === "theirs" || decision === "restore") return whole;
  const settlement = settleFile(file);
  if (settlement.kind !== "conflict" || onConflict === "park") return settlement;
  return onConflict === "mine" ? mine : whole;
}

interface Noting {
  readonly plan: PartPlan;
  readonly next: NextState;
  readonly path: string;
  readonly found: string | undefined;
}

function note({ plan, next, path, found }: Noting, settlement: Settlement): void {
  switch (settlement.kind) {
    case "create":
    case "update":
    case "merge":
      plan.changes.push({ action: settlement.kind, path, text: settlement.text, before: found });
      return;
    case "keep":
    case "adopt":
      if (settlement.isEdited) plan.keptEdits.push(path);
      return;
    case "deleted":
      plan.deleted.push({ path, isNews: settlement.isNews, neededBy: [] });
      next.deleted.push(path);
      return;
    case "collision":
      plan.collisions.push(path);
      return;
    case "conflict":
      plan.conflicts.push({
        path,
        reason: settlement.reason,
        proposal: proposalPath(path),
      });
      next.conflicts.set(path, settlement.proposal);
  }
}

interface Remembering {
  readonly directory: string;
  readonly part: string;
  readonly state: PartState;
  readonly bases: () => ReadonlyMap<string, string>;
  readonly next: NextState;
  readonly plan: PartPlan;
}

/** Adds what the generator has to remember; nothing when it remembers it already. */
function remember({ directory, part, state, bases, next, plan }: Remembering): void {
  const hashes = [...next.texts].map(
    ([path, text]) => [path, text === undefined ? state.files[path] : contentHash(text)] as const,
  );
  const after = renderState({
    files: Object.fromEntries(
      hashes.flatMap(([path, hash]) => (hash === undefined ? [] : [[path, hash]])),
    ),
    deleted: next.deleted,
    ejected: next.ejected,
    shared: next.shared,
    moved: Object.fromEntries(next.moved),
    conflicts: Object.fromEntries(
      [...next.conflicts].map(([path, text]) => [
        path,
        next.unplaced.has(path)
          ? unplacedMark
          : text === undefined
            ? (state.conflicts[path] ?? "")
            : contentHash(text),
      ]),
    ),
  });
  const isKnown = readText(directory, statePath(part)) === after;
  if (!isKnown) add(plan, writing(directory, statePath(part), after));
  if (!isKnown || next.isBaseDamaged || !existsSync(join(directory, basePath(part)))) {
    const texts = [...next.texts].flatMap(([path, text]) => {
      const kept = text ?? bases().get(path);
      return kept === undefined ? [] : ([[path, kept]] as const);
    });
    add(plan, writing(directory, basePath(part), renderBase(new Map(texts))));
  }
  for (const [path, text] of next.conflicts) {
    if (text !== undefined) add(plan, writing(directory, proposalPath(path), text));
  }
  for (const path of Object.keys(state.conflicts).filter((each) => !next.conflicts.has(each))) {
    if (existsSync(join(directory, proposalPath(path)))) {
      plan.bookkeeping.push(deletion(directory, proposalPath(path)));
    }
  }
}

function add(plan: PartPlan, change: Change | undefined): void {
  if (change !== undefined) plan.bookkeeping.push(change);
}

function lazily<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function collision(paths: readonly string[]): CliError {
  const one = paths.length === 1;
  return new CliError(
    exitCodes.refused,
    `Nothing was written. ${one ? "A file is" : "Files are"} in the way that the generator did not write:\n${paths.map((path) => `  ${path}`).join("\n")}`,
    `Move ${one ? "it" : "them"} away, or say whose ${one ? "it is" : "they are"}: \`reventless adopt <path>\` merges it from now on, \`reventless eject <path>\` leaves it to you.`,
  );
}
