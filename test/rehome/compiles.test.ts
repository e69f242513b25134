import { spawnSync } from "node:child_process";
import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import type { StrategyName } from "../../generator/model/app-model.ts";
import {
  removeFolder,
  repository,
  shop,
  temporaryFolder,
  writeTexts,
} from "../emit/written-app.ts";
import { edited, layout, plugins, switched, type Texts } from "./layouts.ts";

const folder = temporaryFolder();
afterAll(() => removeFolder(folder));

/** An app whose strategy was switched after its files were edited, in a folder of its own. */
async function writeSwitched(name: string, mine: Texts, from: StrategyName, to: StrategyName) {
  const { texts, unplaced } = await switched(mine, from, to);
  expect(unplaced).toEqual([]);
  const app = join(folder, name);
  writeTexts(app, emitNewApp(repository, shop({ strategy: to, plugins })));
  const files = [...texts].map(([path, text]) => ({ path: `plugins/ordering/${path}`, text }));
  writeTexts(app, files);
}

function complaints(tool: string, parameters: readonly string[]): string {
  const program = join(repository, "node_modules/.bin", tool);
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: folder,
    encoding: "utf8",
  });
  return status === 0 ? "" : `${stdout}${stderr}`;
}

const routing = 'import { route } from "../../../runtime/routing.ts";\n';
const imports = `import { basename } from "node:path";
import { type LogFields, log } from "../../../runtime/log.ts";
${routing}`;
const helpers = `
interface Limit {
  readonly name: string;
}

const limit: Limit = { name: basename("a/b") };

function fields(route: string): LogFields {
  return { limit: limit.name, route };
}

/** Says which routes there are. */
function watched<Handler>(handler: Handler, name: string): Handler {
  log.info("route", fields(name));
  return handler;
}
`;

it("the rehomed files compile and are laid out as Biome wants it", {
  timeout: 120_000,
}, async () => {
  const mine = [
    [routing, imports],
    ["\n/** Function ", `${helpers}\n/** Function `],
    [
      '"order-commands.fifo": handleOrderCommands',
      '"order-commands.fifo": watched(handleOrderCommands, "orders")',
    ],
    [
      '"payment-commands.fifo": handlePaymentCommands',
      '"payment-commands.fifo": watched(handlePaymentCommands, "payments")',
    ],
  ].reduce(
    (texts, [part = "", by = ""]) => edited(texts, "handlers/aggregates.ts", part, by),
    edited(
      layout("single"),
      "stack/functions.ts",
      '("aggregates.ts"),\n    memory: 1024',
      '("aggregates.ts"),\n    memory: 2048',
    ),
  );
  await writeSwitched("components", mine, "single", "per-component");
  await writeSwitched("micro", mine, "single", "micro");
  const { texts } = await switched(mine, "single", "micro");
  await writeSwitched("again", texts, "micro", "per-component");
  cpSync(join(repository, "biome.json"), join(folder, "biome.json"));
  expect(complaints("biome", ["check", "--error-on-warnings", "."])).toBe("");
  const extended = join(repository, "tsconfig.json");
  const include = ["*/plugins"];
  writeFileSync(join(folder, "tsconfig.json"), JSON.stringify({ extends: extended, include }));
  writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
  expect(complaints("tsc", ["--project", "."])).toBe("");
});
