import { compileMessages, type Overlay } from "./compile-messages.ts";
import { fileProblems } from "./file-problems.ts";
import { readRoot } from "./read-root.ts";
import type { MessageModel } from "./type-model.ts";
import type { TypeProblem } from "./type-problems.ts";
import { modelOf, newReading } from "./type-reading.ts";

export interface MessageSource {
  /** Absolute path of a messages file. */
  readonly file: string;
  /** Exported unions to read, for example `OrderCommand`. */
  readonly roots: readonly string[];
}

export type ReadMessageTypes =
  | {
      readonly ok: true;
      readonly model: MessageModel;
      /** Every file the model may depend on, absolute and sorted. */
      readonly files: readonly string[];
    }
  | { readonly ok: false; readonly problems: readonly TypeProblem[] };

/**
 * Reads the message types of some aggregates; the answers are in the order of the sources. Loads a
 * compiler, which takes longer than everything else, so read all sources at once.
 */
export async function readMessageTypes(
  sources: readonly MessageSource[],
  overlay: Overlay = new Map(),
): Promise<readonly ReadMessageTypes[]> {
  const { ts: typescript } = await import("ts-morph");
  const messageFiles = sources.map((source) => source.file);
  const compiled = compileMessages(typescript, messageFiles, overlay);
  return sources.map((source) => {
    const files = compiled.filesFrom(source.file);
    const unreadable = fileProblems(typescript, compiled.program, files);
    if (unreadable.length > 0) return { ok: false, problems: unreadable };
    const reading = newReading(typescript, compiled);
    for (const root of source.roots) reading.types.set(root, undefined);
    for (const root of source.roots) readRoot(reading, source.file, root);
    const { problems } = reading;
    return problems.length > 0
      ? { ok: false, problems }
      : { ok: true, model: modelOf(reading), files };
  });
}
