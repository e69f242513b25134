import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, describe, expect, it } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import { reventless } from "../regeneration/support/run-reventless.ts";
import { randomApp } from "./random-app.ts";
import { removeFolder, repository, shop, temporaryFolder, writeTexts } from "./written-app.ts";

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) removeFolder(folder);
});

/** What `reventless regenerate --dry-run --json` prints in a new app. */
async function report(input: ReturnType<typeof shop>): Promise<unknown> {
  const folder = temporaryFolder();
  folders.push(folder);
  writeTexts(folder, emitNewApp(repository, input));
  const { code, stdout } = await reventless(["regenerate", "--dry-run", "--json"], folder);
  expect(code).toBe(0);
  return JSON.parse(stdout);
}

describe("right after it was made, regenerating an app changes nothing", () => {
  it("the shop", { timeout: 30_000 }, async () => {
    expect(await report(shop())).toMatchObject({ changes: [], keptEdits: [] });
  });

  it.each(legalSeeds(4))("the random app of seed %i", { timeout: 30_000 }, async (seed) => {
    const input = randomApp(seed);
    if (input === undefined) throw new Error("Seeds are chosen among legal apps.");
    expect(await report(input)).toMatchObject({ changes: [], keptEdits: [] });
  });
});

function legalSeeds(count: number): number[] {
  return Array.from({ length: 50 }, (_, seed) => seed)
    .filter((seed) => randomApp(seed) !== undefined)
    .slice(0, count);
}

const program = `
import { createHash } from "node:crypto";
const { emitNewApp } = await import(process.env.EMITTER);
const { randomApp } = await import(process.env.RANDOM);
const files = emitNewApp(process.env.KIT, randomApp(${legalSeeds(1)[0]}));
process.stdout.write(createHash("sha256").update(JSON.stringify(files)).digest("hex"));
`;

it.each([
  { LC_ALL: "tr_TR.UTF-8", TZ: "Pacific/Kiritimati", cwd: "/" },
  { LC_ALL: "C", TZ: "America/Los_Angeles", cwd: repository },
])(
  "the output is the same with locale $LC_ALL, time zone $TZ, in $cwd",
  ({ cwd, ...environment }) => {
    const url = (path: string) => pathToFileURL(join(repository, path)).href;
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ["--experimental-strip-types", "--input-type=module", "--eval", program],
      {
        cwd,
        encoding: "utf8",
        env: {
          ...process.env,
          ...environment,
          NODE_NO_WARNINGS: "1",
          EMITTER: url("generator/emit/new-app.ts"),
          RANDOM: url("test/emit/random-app.ts"),
          KIT: repository,
        },
      },
    );
    const input = randomApp(legalSeeds(1)[0] ?? 0);
    if (input === undefined) throw new Error("Seeds are chosen among legal apps.");
    const files = JSON.stringify(emitNewApp(repository, input));
    expect(stdout || stderr).toBe(createHash("sha256").update(files).digest("hex"));
  },
);
