import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type TemporaryApp, temporaryApp } from "./support/temporary-app.ts";

/** The engine and its Node language host are optional here: nobody needs an account or a binary to test. */
const found = hasPulumi();
if (!found)
  console.warn("The real Pulumi engine: not run, because there is no pulumi on the PATH.");

function hasPulumi(): boolean {
  try {
    execFileSync("pulumi", ["version"], { stdio: "ignore" });
    return true;
  } catch {
    return false;
  }
}

describe.runIf(found)("the real Pulumi engine", () => {
  let app: TemporaryApp;
  let home = "";
  let provider: ChildProcess;
  let port = "";

  beforeAll(async () => {
    app = temporaryApp();
    home = mkdtempSync(join(tmpdir(), "reventless-pulumi-"));
    const program = join(import.meta.dirname, "support/stub-provider.ts");
    provider = spawn(process.execPath, [program], { stdio: ["ignore", "pipe", "inherit"] });
    port = await new Promise<string>((resolve, reject) => {
      provider.stdout?.once("data", (chunk: Buffer) => resolve(chunk.toString().trim()));
      provider.once("exit", (code) => reject(new Error(`The stub provider ended with ${code}.`)));
    });
  });

  afterAll(() => {
    provider.kill();
    app.remove();
    rmSync(home, { recursive: true, force: true });
  });

  function pulumi(...args: readonly string[]): string {
    return execFileSync("pulumi", [...args, "--non-interactive"], {
      cwd: join(app.directory, "plugins/ordering/stack"),
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
      env: {
        ...process.env,
        PULUMI_HOME: home,
        PULUMI_BACKEND_URL: `file://${home}`,
        PULUMI_CONFIG_PASSPHRASE: "",
        PULUMI_SKIP_UPDATE_CHECK: "true",
        PULUMI_DEBUG_PROVIDERS: `aws:${port}`,
      },
    });
  }

  it("loads the emitted program as it is and plans all of its resources", () => {
    pulumi("stack", "init", "dev");
    const preview = JSON.parse(pulumi("preview", "--json")) as {
      readonly changeSummary: Readonly<Record<string, number>>;
      readonly steps: readonly { readonly newState?: { type: string; protect?: boolean } }[];
    };
    expect(preview.changeSummary).toEqual({ create: 44 });
    const tables = preview.steps.filter(
      ({ newState }) => newState?.type === "aws:dynamodb/table:Table",
    );
    expect(tables.map(({ newState }) => newState?.protect)).toEqual([true, true, true]);
  }, 120_000);
});
