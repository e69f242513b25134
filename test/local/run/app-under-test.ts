import { cpSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { LocalEvent } from "../../../generator/local/local-events.ts";
import {
  type LocalRun,
  type LocalRunOptions,
  startLocalRun,
} from "../../../generator/local/local-run.ts";
import { temporaryDirectory } from "../../support/temporary-app.ts";

/** A copy of the fixture that a test may change. */
export function copyApp(): string {
  const { directory, remove } = temporaryDirectory("reventless-run-");
  onTestFinished(remove);
  cpSync(join(import.meta.dirname, "fixture", "app"), directory, { recursive: true });
  return directory;
}

export interface AppUnderTest {
  readonly run: LocalRun;
  readonly events: LocalEvent[];
}

export async function startApp(
  appDirectory: string,
  options: Partial<LocalRunOptions> = {},
): Promise<AppUnderTest> {
  const events: LocalEvent[] = [];
  const run = await startLocalRun({
    appDirectory,
    port: 0,
    retryDelaySeconds: 0,
    onEvent: (event) => events.push(event),
    ...options,
  });
  onTestFinished(() => run.close());
  return { run, events };
}

export function order(run: LocalRun, id: string, total: number): Promise<Response> {
  return fetch(`${run.url}/orders/${id}/commands`, {
    method: "POST",
    body: JSON.stringify({ total }),
  });
}
