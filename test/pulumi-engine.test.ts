import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { copyFileSync, mkdtempSync, rmSync } from "node:fs";
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

  function stackOf({ directory }: TemporaryApp): string {
    return join(directory, "plugins/ordering/stack");
  }

  function pulumi(...args: readonly string[]): string {
    return pulumiIn(app, ...args);
  }

  function pulumiIn(where: TemporaryApp, ...args: readonly string[]): string {
    return execFileSync("pulumi", [...args, "--non-interactive"], {
      cwd: stackOf(where),
      encoding: "utf8",
      // Previews show the whole code of every function.
      maxBuffer: 256 * 1024 * 1024,
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

  it("plans a switch of strategy without touching what holds data", () => {
    pulumi("up", "--yes", "--skip-preview");
    const switched = temporaryApp({ strategy: "micro" });
    try {
      const salt = "Pulumi.dev.yaml";
      copyFileSync(join(stackOf(app), salt), join(stackOf(switched), salt));
      const { steps } = JSON.parse(pulumiIn(switched, "preview", "--json", "--stack", "dev")) as {
        readonly steps: readonly {
          readonly op: string;
          readonly urn: string;
          readonly oldState?: { readonly inputs?: Readonly<Record<string, unknown>> };
          readonly newState?: { readonly inputs?: Readonly<Record<string, unknown>> };
        }[];
      };
      const changes = steps
        .filter(({ op, urn }) => op !== "same" && !urn.includes("pulumi:pulumi:Stack"))
        .map(({ op, urn, oldState, newState }) => {
          const [type, name] = urn.split("::").slice(-2);
          const [old, now] = [oldState?.inputs ?? {}, newState?.inputs ?? {}];
          const names = Object.keys(now).filter(
            (each) => op === "update" && JSON.stringify(old[each]) !== JSON.stringify(now[each]),
          );
          return [op, type?.split(":").at(-1), name, ...names].join(" ");
        });
      expect(changes.filter((line) => line.startsWith("update")).sort()).toEqual([
        "update EventSourceMapping order-command-topic functionName",
        "update EventSourceMapping order-event-topic functionName",
        "update EventSourceMapping order-summary-event-collector functionName",
        "update Integration order-command-generator integrationUri",
        "update Integration order-summary-query integrationUri",
        "update MetricAlarm order-event-topic-late dimensions",
      ]);
      const others = changes.filter((line) => !line.startsWith("update"));
      expect(
        [...new Set(others.map((line) => line.split(" ").slice(0, 2).join(" ")))].sort(),
      ).toEqual(
        ["create", "delete"].flatMap((op) =>
          ["Function", "LogGroup", "MetricAlarm", "Permission", "Role", "RolePolicy"].map(
            (type) => `${op} ${type}`,
          ),
        ),
      );
    } finally {
      switched.remove();
    }
  }, 240_000);
});
