import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import { randomApp } from "./random-app.ts";
import {
  copyRuntime,
  removeFolder,
  repository,
  temporaryFolder,
  writeTexts,
} from "./written-app.ts";

/** Each app is written to a folder that is named after its seed, so that diagnostics tell it. */
const seeds = Array.from({ length: 50 }, (_, seed) => seed);
const folder = temporaryFolder();

beforeAll(() => {
  cpSync(join(repository, "biome.json"), join(folder, "biome.json"));
  copyRuntime(folder);
  for (const seed of seeds) {
    const input = randomApp(seed);
    if (input === undefined) continue;
    const files = emitNewApp(repository, input);
    const app = join(folder, `seed-${seed}`);
    mkdirSync(app);
    writeTexts(
      app,
      files.filter(({ path }) => !path.startsWith("runtime/")),
    );
    symlinkSync("../runtime", join(app, "runtime"));
  }
});

afterAll(() => removeFolder(folder));

/** What a tool has to say against the apps; nothing if it is content. */
function complaints(tool: string, parameters: readonly string[]): string {
  const program = join(repository, "node_modules/.bin", tool);
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: folder,
    encoding: "utf8",
  });
  return status === 0 ? "" : `${status}\n${stdout}${stderr}`;
}

describe("the code of random apps", () => {
  it("is formatted, sorted and linted as Biome wants it", { timeout: 60_000 }, () => {
    expect(complaints("biome", ["check", "--error-on-warnings", "."])).toBe("");
  });

  it("compiles under strict rules", { timeout: 60_000 }, () => {
    const extended = join(repository, "tsconfig.json");
    const configuration = { extends: extended, include: ["seed-*/plugins"] };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(configuration));
    writeFileSync(join(folder, "package.json"), '{ "type": "module" }\n');
    expect(complaints("tsc", ["--project", "."])).toBe("");
  });
});
