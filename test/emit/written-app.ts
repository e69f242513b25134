import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { defaultMessages } from "../../generator/cli/default-messages.ts";
import { parseMessages } from "../../generator/codec/index.ts";
import type { EmittedFile } from "../../generator/emit/emitted-file.ts";
import type { NewAppInput } from "../../generator/emit/new-app.ts";
import type { AppDocument } from "../../generator/model/app-document.ts";
import { renderAppFile } from "../../generator/model/edit-app-file.ts";
import { parseApp } from "../../generator/model/parse-app.ts";

export const repository = resolve(import.meta.dirname, "../..");

/** The app that `create-reventless-app --yes` makes, with other settings where some are given. */
export function shop(settings: Partial<AppDocument> = {}): NewAppInput {
  const appFile = renderAppFile({
    name: "shop",
    region: "eu-central-1",
    plugins: {
      Ordering: { aggregates: { Order: {} }, readModels: { OrderSummary: { from: "Order" } } },
    },
    ...settings,
  });
  const parsed = parseApp(appFile);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const messages = parsed.model.plugins.flatMap((plugin) =>
    plugin.components
      .filter(({ kind }) => kind === "aggregate")
      .map(({ name }) => {
        const read = parseMessages({ aggregate: name, ...defaultMessages(name) });
        if (!read.ok) throw new Error(JSON.stringify(read.problems));
        return [`${plugin.name}.${name}`, read.messages] as const;
      }),
  );
  return { appFile, model: parsed.model, messages: new Map(messages), kit: "0.1.0" };
}

/** An empty folder in which packages resolve as in this repository. */
export function temporaryFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "emitted-")));
  symlinkSync(join(repository, "node_modules"), join(folder, "node_modules"));
  return folder;
}

export function removeFolder(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
}

export function copyRuntime(folder: string): void {
  cpSync(join(repository, "runtime"), join(folder, "runtime"), { recursive: true });
}

export function writeTexts(
  folder: string,
  files: readonly Pick<EmittedFile, "path" | "text">[],
): void {
  for (const { path, text } of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}
