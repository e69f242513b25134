import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { systemClock } from "../../../generator/local/clock.ts";
import { createLocalDynamoDb } from "../../../generator/local/dynamodb/create-local-dynamodb.ts";
import { startEndpoint } from "../../../generator/local/endpoint/start-endpoint.ts";
import type { ServiceCall } from "../../../generator/local/ports.ts";
import { createLocalSns } from "../../../generator/local/sns/create-local-sns.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";
import { bringUp } from "../../../generator/local/stack/bring-up.ts";
import { planStack } from "../../../generator/local/stack/plan-stack.ts";
import { runStackProgram } from "../../../generator/local/stack/run-stack-program.ts";
import { localAccountId } from "../../../generator/local/stack/stack-graph.ts";
import { temporaryApp } from "../../support/temporary-app.ts";
import { serverProgram } from "./server-program.ts";

const region = "eu-central-1";
export const prefix = "shop-ordering-dev-";

/** An emitted app's tables, queues and topics on the embedded services, and its roles in a Node process. */
export async function hostApp() {
  // Visibility timeouts follow from it: what a killed process held comes back after 6 s.
  const app = temporaryApp({ timeout: 1 });
  writeFileSync(join(app.directory, "server.ts"), serverProgram);
  const report = await runStackProgram({
    stackDirectory: join(app.directory, "plugins/ordering/stack"),
    stack: "dev",
    region,
    apiUrl: "http://127.0.0.1",
    functionsDirectory: join(app.directory, ".functions"),
  });
  const options = { clock: systemClock, account: { accountId: localAccountId, region } };
  const dynamodb = createLocalDynamoDb(options);
  const sqs = createLocalSqs({ ...options, endpoint: "http://127.0.0.1" });
  const sns = createLocalSns({ ...options, sqs, onDropped: (message) => dropped.push(message) });
  const dropped: string[] = [];
  await bringUp(planStack(report.resources), { dynamodb, sqs, sns });
  dynamodb.createTable({
    name: `${prefix}node-checkpoints`,
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
  });
  const calls: ServiceCall[] = [];
  const endpoint = await startEndpoint({
    dynamodb,
    sqs,
    sns,
    authorize: (call) => calls.push(call),
  });
  const servers: NodeProcess[] = [];
  return {
    directory: app.directory,
    resources: report.resources,
    dynamodb,
    sqs,
    calls,
    dropped,
    async start(): Promise<NodeProcess> {
      const server = await startProcess(app.directory, endpoint.url);
      servers.push(server);
      return server;
    },
    async close() {
      for (const { child } of servers) child.kill("SIGKILL");
      await endpoint.close();
      app.remove();
    },
  };
}

export type HostedApp = Awaited<ReturnType<typeof hostApp>>;

export interface NodeProcess {
  readonly url: string;
  readonly child: ChildProcess;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
  /** Sends the signal and resolves with exit code and signal. */
  end(signal: NodeJS.Signals): Promise<unknown>;
}

async function startProcess(directory: string, endpointUrl: string): Promise<NodeProcess> {
  const child = spawn(process.execPath, ["server.ts"], {
    cwd: directory,
    env: {
      PATH: process.env.PATH,
      AWS_REGION: region,
      AWS_ACCESS_KEY_ID: "LOCAL-node",
      AWS_SECRET_ACCESS_KEY: "local",
      AWS_ENDPOINT_URL: endpointUrl,
      RESOURCE_PREFIX: prefix,
      QUEUE_URL_BASE: `https://sqs.${region}.amazonaws.com/${localAccountId}`,
      TOPIC_ARN_BASE: `arn:aws:sns:${region}:${localAccountId}`,
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const lines: Record<string, unknown>[] = [];
  const { promise: serving, resolve, reject } = Promise.withResolvers<string>();
  let rest = "";
  let errors = "";
  child.stdout.on("data", (data) => {
    const texts = `${rest}${data}`.split("\n");
    rest = texts.pop() ?? "";
    for (const text of texts) {
      const line = JSON.parse(text) as Record<string, unknown>;
      lines.push(line);
      if (line.message === "Serving") resolve(String(line.url));
    }
  });
  child.stderr.on("data", (data) => {
    errors += data;
  });
  const exited = once(child, "exit");
  void exited.then(() => reject(new Error(errors)));
  return {
    url: await serving,
    child,
    lines,
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
}

/** Asks again until `wanted` says so, 20 s at most; the last answer in any case. */
export async function until<Value>(
  ask: () => Value | Promise<Value>,
  wanted: (value: Value) => boolean,
): Promise<Value> {
  const giveUpAt = Date.now() + 20_000;
  for (;;) {
    const value = await ask();
    if (wanted(value) || Date.now() > giveUpAt) return value;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
