import { readState } from "../../../generator/write/app-state.ts";
import type { Random } from "../../merge/seeded-random.ts";
import { generatedByOlderKit, paths, type RegeneratedApp } from "./regenerated-app.ts";

const parts = ["app", "runtime", "ordering", "ordering.order", "ordering.order-summary"];

/** Files that a person may edit and the generator writes. */
export function generatedPaths({ directory }: RegeneratedApp): readonly string[] {
  return parts
    .flatMap((part) => Object.keys(readState(directory, part).files))
    .filter((path) => !path.startsWith(".reventless/"))
    .sort();
}

interface Editing {
  readonly random: Random;
  /** Makes a word that is nowhere else; it has to be somewhere for good. */
  readonly mark: () => string;
}

/** Edits a file as people do, more or less. */
export function editAtRandom(app: RegeneratedApp, path: string, { random, mark }: Editing): void {
  const lines = app.read(path).split("\n");
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const at = random.below(lines.length + 1);
    const kind = random.oneOf(["comment", "comment", "statement", "replace", "append", "delete"]);
    // What was marked before is not to be removed: it is looked for.
    const isRemovable = !(lines[at] ?? "").includes("mark_");
    if (kind === "comment") lines.splice(at, 0, commentOf(path, mark()));
    else if (kind === "statement") lines.splice(at, 0, statementOf(path, mark()));
    else if (kind === "replace") lines.splice(at, isRemovable ? 1 : 0, statementOf(path, mark()));
    else if (kind === "append") lines.push(commentOf(path, mark()));
    else if (isRemovable) lines.splice(at, 1);
  }
  const text = lines.join("\n");
  app.write(path, random.below(4) === 0 ? reformatted(text, random) : text);
}

function commentOf(path: string, word: string): string {
  if (/\.ts$/.test(path)) return `// ${word}`;
  return /\.json$/.test(path) ? `  "${word}": true,` : `# ${word}`;
}

function statementOf(path: string, word: string): string {
  return /\.ts$/.test(path) ? `export const ${word} = 1;` : commentOf(path, word);
}

function reformatted(text: string, random: Random): string {
  return random.oneOf([
    () => text.replace(/^( {2})+/gm, (indent) => "\t".repeat(indent.length / 2)),
    () => text.replaceAll("\n", "\r\n"),
    () => text.replace(/;$/gm, ""),
    () => `\uFEFF${text}`,
    () => text.trimEnd(),
  ])();
}

/** Makes it so that an older kit wrote a file a little differently. */
export function olderAtRandom(app: RegeneratedApp, path: string, random: Random): void {
  generatedByOlderKit(app, path, (text) => {
    const lines = text.split("\n");
    const at = random.below(lines.length - 1);
    if (random.below(2) === 0) lines.splice(at, 1 + random.below(3));
    else lines.splice(at, random.below(2), random.oneOf(["// older", "", "const older = 1;"]));
    // Generated texts end with a line end.
    const older = `${lines.join("\n").trimEnd()}\n`;
    return older === text ? `${text}// older\n` : older;
  });
}

type Model = Record<string, unknown> & {
  plugins: { Ordering: { aggregates: Record<string, object>; readModels: Record<string, object> } };
};

/** Changes of the model or the messages, by hand. */
export const modelChanges: Readonly<Record<string, (app: RegeneratedApp) => void>> = {
  nothing: () => {},
  "a read model more": (app) =>
    changeModel(app, ({ plugins }) => {
      plugins.Ordering.readModels.OrderList = { from: "Order" };
    }),
  "no read model": (app) =>
    changeModel(app, ({ plugins }) => {
      plugins.Ordering.readModels = {};
    }),
  "a field more": (app) => {
    app.edit(paths.messages, (text) =>
      text.replace("reason: string;", "reason: string;\n  readonly code: number;"),
    );
  },
  "answers at once": (app) =>
    changeModel(app, ({ plugins }) => {
      plugins.Ordering.aggregates.Order = { commands: "sync" };
    }),
  "other sizes": (app) =>
    changeModel(app, (model) => Object.assign(model, { memory: 512, timeout: 60, batchSize: 5 })),
  "other logs": (app) => changeModel(app, (model) => Object.assign(model, { logRetentionDays: 7 })),
  "per component": (app) =>
    changeModel(app, (model) => Object.assign(model, { strategy: "per-component" })),
  "one function a part": (app) =>
    changeModel(app, (model) => Object.assign(model, { strategy: "micro" })),
  "one function a part of one component": (app) =>
    changeModel(app, ({ plugins }) => {
      plugins.Ordering.aggregates.Order = { strategy: "micro" };
    }),
};

function changeModel(app: RegeneratedApp, change: (model: Model) => void): void {
  const model = JSON.parse(app.read(paths.model));
  change(model);
  app.write(paths.model, JSON.stringify(model));
}
