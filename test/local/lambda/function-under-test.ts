import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { systemClock } from "../../../generator/local/clock.ts";
import type { FunctionSettings } from "../../../generator/local/lambda/function-settings.ts";
import {
  createLocalFunction,
  type LocalFunction,
} from "../../../generator/local/lambda/local-function.ts";
import type { Clock } from "../../../generator/local/ports.ts";

export interface FunctionUnderTest {
  readonly local: LocalFunction;
  readonly lines: readonly string[];
  /** The same lines, each with the request that it belongs to. */
  readonly printed: readonly { readonly line: string; readonly requestId: string | undefined }[];
  readonly directory: string;
}

/** A function with these files; `index.mjs` may be given as the text alone. */
export function startFunction(
  code: string | Readonly<Record<string, string>>,
  settings: Partial<FunctionSettings> = {},
  clock: Clock = systemClock,
): FunctionUnderTest {
  const directory = mkdtempSync(join(tmpdir(), "function-"));
  const files = typeof code === "string" ? { "index.mjs": code } : code;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const lines: string[] = [];
  const printed: { line: string; requestId: string | undefined }[] = [];
  const local = createLocalFunction({
    settings: {
      name: "orders",
      arn: "arn:aws:lambda:eu-central-1:000000000000:function:orders",
      handler: "index.handler",
      directory,
      memoryMb: 128,
      timeoutSeconds: 3,
      environment: {},
      runtime: "nodejs24.x",
      ...settings,
    },
    clock,
    region: "eu-central-1",
    endpointUrl: "http://127.0.0.1:4566",
    onLine: (line, requestId) => {
      lines.push(line);
      printed.push({ line, requestId });
    },
  });
  onTestFinished(async () => {
    await local.close();
    rmSync(directory, { recursive: true, force: true });
  });
  return { local, lines, printed, directory };
}
