import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { CliError, exitCodes } from "../cli/cli-error.ts";
import { formatTypeProblems, rootNames, type TypeProblem } from "../codec/index.ts";
import type { MessageModel } from "../codec/type-model.ts";
import { kebabCase } from "../model/names.ts";
import { contentHash } from "./content-hash.ts";
import { readText } from "./read-text.ts";
import type { FileToWrite } from "./write-files.ts";

/** An aggregate whose message types are wanted. */
export interface MessagesOf {
  /** `ordering.order`. */
  readonly part: string;
  /** `Order`. */
  readonly aggregate: string;
  /** Path of its messages file from the app's root. */
  readonly file: string;
}

/** Where an aggregate of a plugin has its messages. */
export function messagesOf(plugin: string, aggregate: string): MessagesOf {
  const [folder, component] = [kebabCase(plugin), kebabCase(aggregate)];
  return {
    part: `${folder}.${component}`,
    aggregate,
    file: `plugins/${folder}/${component}/messages.ts`,
  };
}

/** What was read from the files of one aggregate, valid while none of them changes. */
interface CachedMessages {
  /** Hash of every file the types come from, by path from the app's root. */
  readonly sources: Readonly<Record<string, string>>;
  readonly model: MessageModel;
}

export interface MessageModels {
  /** By part. */
  readonly models: ReadonlyMap<string, MessageModel>;
  /** Cache entries to write. */
  readonly cache: readonly FileToWrite[];
  /** Every file that types come from, by path from the app's root. */
  readonly sources: readonly string[];
}

/** The message types of some aggregates; a compiler is only loaded for those that changed. */
export async function readMessageModels(
  directory: string,
  wanted: readonly MessagesOf[],
): Promise<MessageModels> {
  const models = new Map<string, MessageModel>();
  const changed: MessagesOf[] = [];
  const sources: string[] = [];
  for (const each of wanted) {
    const cached = readCached(directory, each);
    if (cached === undefined) {
      changed.push(each);
    } else {
      models.set(each.part, cached.model);
      sources.push(...Object.keys(cached.sources));
    }
  }
  if (changed.length === 0) return { models, cache: [], sources };

  const results = await readTypes(directory, changed);
  const cache: FileToWrite[] = [];
  const problems: TypeProblem[] = [];
  for (const [index, result] of results.entries()) {
    const each = changed[index];
    if (each === undefined) continue;
    if (!result.ok) {
      problems.push(...result.problems);
      continue;
    }
    models.set(each.part, result.model);
    const paths = result.files.map((file) => relativePath(directory, file));
    sources.push(...paths);
    cache.push(
      cacheEntry(
        each.part,
        result.model,
        paths.map((path) => [path, textAt(directory, path)]),
      ),
    );
  }
  if (problems.length > 0) {
    // Files that are missing or no TypeScript say nothing of types.
    const isOfTypes = problems.some(({ path }) => path !== "");
    throw new CliError(
      exitCodes.usage,
      formatTypeProblems(problems, directory),
      isOfTypes ? whatTravels : "Nothing was written.",
    );
  }
  return { models, cache, sources };
}

const whatTravels =
  "Nothing was written. Messages travel as JSON: keep to strings, numbers, booleans, null, arrays, tuples, records, objects and unions of them.";

async function readTypes(directory: string, changed: readonly MessagesOf[]) {
  const { readMessageTypes } = await import("../codec/read-message-types.ts");
  const sources = changed.map(({ aggregate, file }) => ({
    file: join(directory, file),
    roots: Object.values(rootNames(aggregate)),
  }));
  try {
    return await readMessageTypes(sources);
  } catch (error) {
    if (!isMissingCompiler(error)) throw error;
    throw new CliError(
      exitCodes.usage,
      `Nothing was written. The changed message types cannot be read, as the package ts-morph is missing:\n${changed.map(({ file }) => `  ${file}`).join("\n")}`,
      "Install the app's packages again, for example with npm install.",
    );
  }
}

function isMissingCompiler(error: unknown): boolean {
  const { code, message } = error as NodeJS.ErrnoException;
  return /^(ERR_)?MODULE_NOT_FOUND$/.test(code ?? "") && message.includes("ts-morph");
}

/** The cache file for types that are known, with the texts they come from. */
export function cacheEntry(
  part: string,
  model: MessageModel,
  texts: readonly (readonly [path: string, text: string])[],
): FileToWrite {
  const sources = Object.fromEntries(texts.map(([path, text]) => [path, contentHash(text)]));
  return { path: cachePath(part), text: `${JSON.stringify({ sources, model })}\n` };
}

function readCached(
  directory: string,
  { part, aggregate }: MessagesOf,
): CachedMessages | undefined {
  const text = readText(directory, cachePath(part));
  if (text === undefined) return undefined;
  try {
    const cached = JSON.parse(text) as CachedMessages;
    const { sources, model } = cached;
    const names = new Set(model.types.map(({ name }) => name));
    // An aggregate renamed in case only has the same part, and types of other names.
    const isOfAggregate = Object.values(rootNames(aggregate)).every((root) => names.has(root));
    const isCurrent = Object.entries(sources).every(
      ([path, hash]) => contentHash(textAt(directory, path)) === hash,
    );
    return isOfAggregate && isCurrent ? cached : undefined;
  } catch {
    // A cache that cannot be read is no cache.
    return undefined;
  }
}

function cachePath(part: string): string {
  return `.reventless/cache/${part}.json`;
}

function textAt(directory: string, path: string): string {
  return readFileSync(join(directory, path), "utf8");
}

function relativePath(directory: string, file: string): string {
  return relative(directory, file).replaceAll("\\", "/");
}
