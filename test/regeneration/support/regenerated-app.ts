import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { readState, renderState, statePath } from "../../../generator/write/app-state.ts";
import { basePath, readBase, renderBase } from "../../../generator/write/base-texts.ts";
import { contentHash } from "../../../generator/write/content-hash.ts";
import { temporaryApp, temporaryDirectory } from "../../support/temporary-app.ts";
import { reventless } from "./run-reventless.ts";

export const paths = {
  model: "reventless.json",
  messages: "plugins/ordering/order/messages.ts",
  codec: "plugins/ordering/order/codec.ts",
  stores: "plugins/ordering/order/stores.ts",
  topic: "plugins/ordering/order/roles/command-topic.ts",
  handler: "plugins/ordering/handlers/aggregates.ts",
  stack: "plugins/ordering/stack/index.ts",
  functions: "plugins/ordering/stack/functions.ts",
  resources: "plugins/ordering/stack/components/order.ts",
  summary: "plugins/ordering/order-summary",
} as const;

/** An app on disk that a test changes and regenerates; removed when the test is over. */
export interface RegeneratedApp {
  readonly directory: string;
  readonly read: (path: string) => string;
  readonly bytes: (path: string) => Buffer;
  readonly write: (path: string, text: string | Uint8Array) => void;
  readonly edit: (path: string, change: (text: string) => string) => string;
  readonly remove: (path: string) => void;
  readonly exists: (path: string) => boolean;
  readonly absolute: (path: string) => string;
  /** Runs a command in the app, as it would be typed. */
  readonly run: (...argv: readonly string[]) => ReturnType<typeof reventless>;
}

/** The app with Order and OrderSummary, regenerated once so that nothing is left to do. */
export async function regeneratedApp(): Promise<RegeneratedApp> {
  const { directory, remove } = temporaryDirectory("regenerated-");
  onTestFinished(remove);
  for (const [path, text] of await pristineTexts()) {
    writeText(directory, path, Buffer.from(text, "latin1"));
  }
  return appIn(directory);
}

export function appIn(directory: string): RegeneratedApp {
  const read = (path: string) => readFileSync(join(directory, path), "utf8");
  const write = (path: string, text: string | Uint8Array) => writeText(directory, path, text);
  return {
    directory,
    read,
    write,
    bytes: (path) => readFileSync(join(directory, path)),
    edit: (path, change) => {
      const before = read(path);
      const after = change(before);
      if (after === before) throw new Error(`The edit of ${path} changes nothing.`);
      write(path, after);
      return after;
    },
    remove: (path) => rmSync(join(directory, path), { recursive: true }),
    exists: (path) => existsSync(join(directory, path)),
    absolute: (path) => join(directory, path),
    run: (...argv) => reventless(argv, directory),
  };
}

function writeText(directory: string, path: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(directory, path)), { recursive: true });
  writeFileSync(join(directory, path), text);
}

let pristine: Promise<ReadonlyMap<string, string>> | undefined;

/** Made once: types are read by a compiler the first time. */
function pristineTexts(): Promise<ReadonlyMap<string, string>> {
  pristine ??= makePristine();
  return pristine;
}

async function makePristine(): Promise<ReadonlyMap<string, string>> {
  const { directory, remove } = temporaryApp();
  try {
    const { code, stderr } = await reventless(["regenerate"], directory);
    if (code !== 0) throw new Error(`A new app cannot be regenerated: ${stderr}`);
    return textsBelow(directory);
  } finally {
    remove();
  }
}

/** By path, byte for byte: all files of an app but packages, version control and the journal of runs. */
export function textsBelow(directory: string): ReadonlyMap<string, string> {
  const texts = new Map<string, string>();
  const enter = (folder: string): void => {
    for (const entry of readdirSync(join(directory, folder), { withFileTypes: true })) {
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (["node_modules", ".git", ".reventless/tmp"].includes(path)) continue;
      if (entry.isDirectory()) enter(path);
      else texts.set(path, readFileSync(join(directory, path), "latin1"));
    }
  };
  enter("");
  return texts;
}

/** All but what can be thrown away. */
export function committedTexts(directory: string): ReadonlyMap<string, string> {
  const isKept = (path: string) => !path.startsWith(".reventless/cache/");
  return new Map([...textsBelow(directory)].filter(([path]) => isKept(path)));
}

export function copyApp({ directory }: RegeneratedApp): RegeneratedApp {
  const copy = temporaryDirectory("regenerated-copy-");
  onTestFinished(copy.remove);
  const filter = (source: string) => source !== join(directory, "node_modules");
  cpSync(directory, copy.directory, { recursive: true, filter });
  return appIn(copy.directory);
}

/**
 * Makes it so that an older kit generated a file, with what `older` makes of it: the text that is
 * remembered, its hash, and the file itself where nobody edited it. The next run brings today's text.
 */
export function generatedByOlderKit(
  app: RegeneratedApp,
  path: string,
  older: (text: string) => string,
): string {
  const { directory } = app;
  const part = partOf(app, path);
  const state = readState(directory, part);
  const texts = new Map(readBase(directory, part));
  const now = texts.get(path);
  if (now === undefined) throw new Error(`${path} was never generated.`);
  const text = older(now);
  if (text === now) throw new Error(`The older ${path} is no other.`);
  if (app.exists(path) && app.read(path) === now) app.write(path, text);
  texts.set(path, text);
  const files = { ...state.files, [path]: contentHash(text) };
  app.write(statePath(part), renderState({ ...state, files }));
  app.write(basePath(part), renderBase(texts));
  return text;
}

/** Makes it so that an older kit generated a file, as it is, at another path. */
export function generatedElsewhere(app: RegeneratedApp, path: string, olderPath: string): void {
  const part = partOf(app, path);
  const state = readState(app.directory, part);
  const texts = new Map(readBase(app.directory, part));
  const { [path]: hash = "", ...files } = state.files;
  texts.set(olderPath, texts.get(path) ?? "");
  texts.delete(path);
  app.write(olderPath, app.bytes(path));
  app.remove(path);
  app.write(statePath(part), renderState({ ...state, files: { ...files, [olderPath]: hash } }));
  app.write(basePath(part), renderBase(texts));
}

/** The part of the app whose bookkeeping knows a file. */
export function partOf({ directory }: RegeneratedApp, path: string): string {
  const parts = ["app", "runtime", "ordering", "ordering.order", "ordering.order-summary"];
  const part = parts.find((each) => Object.hasOwn(readState(directory, each).files, path));
  if (part === undefined) throw new Error(`No part knows ${path}.`);
  return part;
}

/** The text that a file was generated with last, as far as that is remembered. */
export function rememberedText(app: RegeneratedApp, path: string): string | undefined {
  return readBase(app.directory, partOf(app, path)).get(path);
}
