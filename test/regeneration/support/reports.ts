import { expect } from "vitest";
import { committedTexts, type RegeneratedApp } from "./regenerated-app.ts";

export interface Report {
  readonly dryRun: boolean;
  readonly changes: readonly { readonly action: string; readonly path: string }[];
  readonly keptEdits: readonly string[];
  readonly conflicts: readonly {
    readonly path: string;
    readonly reason: string;
    readonly proposal: string;
  }[];
  readonly deleted: readonly { readonly path: string; readonly isNews: boolean }[];
  readonly orphans: readonly string[];
  readonly moved: readonly { readonly to: readonly string[] }[];
  readonly unused: readonly string[];
}

/** Runs a command with `--json` and answers what it says beside its exit code. */
export async function reported(
  app: RegeneratedApp,
  ...argv: readonly string[]
): Promise<Report & { readonly code: number }> {
  const { code, stdout, stderr } = await app.run(...argv, "--json");
  if (stdout === "") throw new Error(`${argv.join(" ")} ended with ${code}: ${stderr}`);
  return { code, ...JSON.parse(stdout) };
}

/** Regenerates; expects one action on one file and nothing else. */
export async function expectOnly(app: RegeneratedApp, action: string, path: string): Promise<void> {
  const { code, changes, conflicts } = await reported(app, "regenerate");
  expect({ code, changes, conflicts }).toEqual({
    code: 0,
    changes: [{ action, path }],
    conflicts: [],
  });
  await expectNothingLeft(app);
}

/** Regenerates once more: nothing is changed, what is remembered included. */
export async function expectNothingLeft(app: RegeneratedApp, code = 0): Promise<void> {
  const before = committedTexts(app.directory);
  const second = await reported(app, "regenerate");
  expect({ code: second.code, changes: second.changes }).toEqual({ code, changes: [] });
  expect(committedTexts(app.directory)).toEqual(before);
}

/** Regenerates; expects a clash in one file, which stays as it is, byte for byte. */
export async function expectClash(app: RegeneratedApp, path: string): Promise<string> {
  const before = app.bytes(path);
  const { code, changes, conflicts } = await reported(app, "regenerate");
  const proposal = `.reventless/conflicts/${path}.merge`;
  expect({ code, changes }).toEqual({ code: 3, changes: [] });
  expect(conflicts).toEqual([{ path, reason: expect.any(String), proposal }]);
  expect(app.bytes(path)).toEqual(before);
  await expectNothingLeft(app, 3);
  expect((await app.run("check")).code).toBe(3);
  return app.read(proposal);
}
