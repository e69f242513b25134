import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { systemClock } from "./clock.ts";
import { isLockFile, lockDataDirectory } from "./data-lock.ts";
import { createLocalDynamoDb } from "./dynamodb/create-local-dynamodb.ts";
import { type Endpoint, startEndpoint } from "./endpoint/start-endpoint.ts";
import { findStacks } from "./find-stacks.ts";
import type { HttpRoute } from "./http-api/http-route.ts";
import { startHttpApi } from "./http-api/start-http-api.ts";
import { fileJournal } from "./journal.ts";
import type { FunctionStatus } from "./lambda/local-function.ts";
import type { OnLocalEvent } from "./local-events.ts";
import type { Clock, QueueStatus, RemoteDynamoDb, TableStatus } from "./ports.ts";
import { checkDynamoDbEndpoint } from "./remote-dynamodb/call-dynamodb.ts";
import { createRemoteDynamoDb } from "./remote-dynamodb/create-remote-dynamodb.ts";
import { reportPublications, reportSends } from "./report-traffic.ts";
import { type RunningFunctions, runFunctions } from "./run-functions.ts";
import { type RunningMappings, runMappings } from "./run-mappings.ts";
import { createLocalSns } from "./sns/create-local-sns.ts";
import { createLocalSqs } from "./sqs/create-local-sqs.ts";
import { bringUp, type LocalServices } from "./stack/bring-up.ts";
import { planStack } from "./stack/plan-stack.ts";
import { createRoleAuthorizer, type RoleAuthorizer } from "./stack/role-authorizer.ts";
import { runStackProgram } from "./stack/run-stack-program.ts";
import { localAccountId, type StackReport } from "./stack/stack-graph.ts";
import type { StackPlan } from "./stack/stack-plan.ts";
import { watchDeadLetters } from "./watch-dead-letters.ts";

export interface LocalRunOptions {
  readonly appDirectory: string;
  /** Default `<app>/.reventless/local`. */
  readonly dataDirectory?: string;
  /** Of the HTTP API. Undefined: 4000, or the next free one. */
  readonly port?: number;
  /** Starts from empty tables and queues. */
  readonly fresh?: boolean;
  /**
   * URL of a DynamoDB that has the tables instead of the embedded one, e.g. DynamoDB Local. It must
   * not verify signatures: all requests come from the access key `local` in the stacks' region.
   */
  readonly dynamoDbEndpoint?: string | undefined;
  /** Refuses requests without credentials, as API Gateway does. */
  readonly auth?: boolean;
  /** Default: every plugin with a stack. */
  readonly plugins?: readonly string[];
  readonly stack?: string;
  /**
   * Longest wait before a failed message or record is tried again; default 2 s, so that nobody
   * waits out a visibility timeout of minutes. `"as-on-aws"` waits that long.
   */
  readonly retryDelaySeconds?: number | "as-on-aws";
  readonly onEvent: OnLocalEvent;
  readonly clock?: Clock;
  /** Gives up starting. */
  readonly signal?: AbortSignal;
}

export interface LocalRun {
  /** Of the HTTP API. */
  readonly url: string;
  readonly dataDirectory: string;
  /** Where the tables are; undefined for the embedded DynamoDB. */
  readonly dynamoDbEndpoint: string | undefined;
  /** What the stacks declared, as it runs now. */
  plan(): StackPlan;
  /** Exports of each stack, by project. */
  outputs(): Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Runs the programs again and changes what they changed. Rejects, with all as it was, when they fail. */
  reload(): Promise<void>;
  inspect(): Promise<LocalState>;
  /** Takes nothing new, finishes what is under way, and gives the data directory back. */
  close(): Promise<void>;
}

export interface LocalState {
  readonly tables: readonly TableStatus[];
  readonly queues: readonly QueueStatus[];
  readonly functions: readonly FunctionStatus[];
}

const defaultRegion = "eu-central-1";
const defaultRetryDelaySeconds = 2;

/** Brings the app's stacks up on this machine. Throws CliError, StackProgramError or StackRefusal. */
export async function startLocalRun(options: LocalRunOptions): Promise<LocalRun> {
  const appDirectory = resolve(options.appDirectory);
  const dataDirectory = resolve(
    options.dataDirectory ?? join(appDirectory, ".reventless", "local"),
  );
  findStacks(appDirectory, options.plugins);
  // Before --fresh throws anything away.
  if (options.dynamoDbEndpoint !== undefined) await checkDynamoDbEndpoint(options.dynamoDbEndpoint);
  const closers: (() => Promise<void> | void)[] = [lockDataDirectory(dataDirectory)];
  const closeAll = async (): Promise<void> => {
    for (let close = closers.pop(); close !== undefined; close = closers.pop()) await close();
  };
  try {
    if (options.fresh) wipe(dataDirectory);
    return await start(options, { appDirectory, dataDirectory, closers, closeAll });
  } catch (error) {
    await closeAll();
    throw error;
  }
}

interface Start {
  readonly appDirectory: string;
  readonly dataDirectory: string;
  /** Run from the last to the first. */
  readonly closers: (() => Promise<void> | void)[];
  readonly closeAll: () => Promise<void>;
}

async function start(options: LocalRunOptions, places: Start): Promise<LocalRun> {
  const { appDirectory, dataDirectory, closers, closeAll } = places;
  const { onEvent, clock = systemClock } = options;
  let routes: readonly HttpRoute[] = [];
  const api = await startHttpApi({
    clock,
    routes: () => routes,
    auth: options.auth ?? false,
    port: options.port,
    onEvent,
  });
  // Last of all, after what it answers with; a failed start closes it alone.
  closers.push(() => api.close());

  const runPrograms = (): Promise<readonly StackReport[]> =>
    Promise.all(
      findStacks(appDirectory, options.plugins).map(({ stackDirectory }) =>
        runStackProgram(
          {
            stackDirectory,
            stack: options.stack ?? "dev",
            region: configuredRegion(appDirectory),
            apiUrl: api.url,
            functionsDirectory: join(dataDirectory, "functions"),
          },
          options.signal,
        ),
      ),
    );

  let reports = await runPrograms();
  let plan = planStack(resourcesOf(reports));
  options.signal?.throwIfAborted();
  const region = regionOf(reports);
  const authorizer = createRoleAuthorizer(onEvent);
  const parts = await startParts({
    region,
    dataDirectory,
    clock,
    closers,
    onEvent,
    authorizer,
    dynamoDbEndpoint: options.dynamoDbEndpoint,
    retryDelaySeconds:
      options.retryDelaySeconds === "as-on-aws"
        ? undefined
        : (options.retryDelaySeconds ?? defaultRetryDelaySeconds),
  });
  closers.push(() => api.close());

  const warn = (message: string): void => onEvent({ type: "warning", message });
  let stopWatching = (): void => {};
  closers.push(() => stopWatching());

  async function apply(): Promise<readonly string[]> {
    for (const message of await bringUp(plan, parts.services)) warn(message);
    authorizer.replace(resourcesOf(reports));
    const changed = parts.functions.replace(plan.functions);
    routes = plan.routes.map((route) => ({
      ...route,
      invoke: (event) => parts.functions.invoke(route.functionName, event),
    }));
    stopWatching();
    stopWatching = watchDeadLetters(plan.queues, {
      sqs: parts.services.sqs,
      reasonOf: parts.mappings.lastReason,
      onEvent,
    });
    await parts.mappings.replace(plan);
    return changed;
  }

  if (options.fresh && parts.remote !== undefined) {
    for (const message of await deleteTables(parts.remote, { plan, reports })) warn(message);
  }
  await apply();
  removeOldCode(join(dataDirectory, "functions"), plan);
  let reloading: Promise<void> = Promise.resolve();

  async function reload(): Promise<void> {
    const started = performance.now();
    const newReports = await runPrograms();
    const newPlan = planStack(resourcesOf(newReports));
    if (regionOf(newReports) !== region) {
      throw new Error("The stack's region changed; end the local run and start it again.");
    }
    reports = newReports;
    plan = newPlan;
    const functions = await apply();
    onEvent({ type: "reloaded", durationMs: performance.now() - started, functions });
  }

  let closed: Promise<void> | undefined;
  return {
    url: api.url,
    dataDirectory,
    dynamoDbEndpoint: options.dynamoDbEndpoint,
    plan: () => plan,
    outputs: () => Object.fromEntries(reports.map(({ project, outputs }) => [project, outputs])),
    reload() {
      // One after the other, also after one that failed.
      const next = reloading.catch(() => {}).then(reload);
      reloading = next;
      return next;
    },
    inspect: async () => ({
      tables: await parts.services.dynamodb.tables(),
      queues: parts.services.sqs.queues(),
      functions: parts.functions.status(),
    }),
    close() {
      closed ??= reloading.catch(() => {}).then(closeAll);
      return closed;
    },
  };
}

interface Parts {
  readonly services: LocalServices;
  /** The tables' service when it is outside this process. */
  readonly remote: RemoteDynamoDb | undefined;
  readonly functions: RunningFunctions;
  readonly mappings: RunningMappings;
}

/** The services and what runs on them, still without anything declared. */
async function startParts(options: {
  readonly region: string;
  readonly dataDirectory: string;
  readonly clock: Clock;
  readonly closers: (() => Promise<void> | void)[];
  readonly onEvent: OnLocalEvent;
  readonly authorizer: RoleAuthorizer;
  readonly dynamoDbEndpoint: string | undefined;
  readonly retryDelaySeconds: number | undefined;
}): Promise<Parts> {
  const { region, dataDirectory, clock, closers, onEvent, retryDelaySeconds } = options;
  const { dynamoDbEndpoint: remoteUrl } = options;
  const account = { accountId: localAccountId, region };
  const openJournal = (name: string) => {
    const journal = fileJournal(join(dataDirectory, `${name}.jsonl`));
    closers.push(() => journal.close());
    return journal;
  };
  let endpoint: Endpoint | undefined;
  const remote =
    remoteUrl === undefined
      ? undefined
      : createRemoteDynamoDb({
          url: remoteUrl,
          clock,
          account,
          onProblem: (message) => onEvent({ type: "warning", message }),
        });
  const dynamodb =
    remote ?? createLocalDynamoDb({ clock, account, journal: openJournal("dynamodb") });
  const sqs = createLocalSqs({
    clock,
    account,
    endpoint: () => endpoint?.url ?? "http://127.0.0.1",
    journal: openJournal("sqs"),
  });
  const sns = createLocalSns({
    clock,
    account,
    sqs,
    journal: openJournal("sns"),
    onDropped: (message) => onEvent({ type: "warning", message }),
  });
  endpoint = await startEndpoint({
    dynamodb,
    sqs: reportSends(sqs, onEvent),
    sns: reportPublications(sns, onEvent),
    authorize: options.authorizer.authorize,
    logError: (error) => onEvent({ type: "warning", message: String(error) }),
  });
  const { url, close } = endpoint;
  closers.push(close);
  const services = { dynamodb, sqs, sns };
  const functions = runFunctions({ clock, surroundings: { region, endpointUrl: url }, onEvent });
  closers.push(() => functions.close());
  const mappings = runMappings({
    services,
    functions,
    clock,
    directory: join(dataDirectory, "mappings"),
    retryDelaySeconds,
    onEvent,
  });
  closers.push(() => mappings.close());
  return { services, remote, functions, mappings };
}

function resourcesOf(reports: readonly StackReport[]) {
  return reports.flatMap(({ resources }) => resources);
}

/** One set of services has one region in its ARNs. */
function regionOf(reports: readonly StackReport[]): string {
  const regions = new Set(reports.map(({ region }) => region));
  const [region = defaultRegion] = regions;
  if (regions.size > 1) {
    throw new Error(
      `The stacks of the app are in the regions ${[...regions].join(" and ")}; the local run has one. Set the same aws:region in each Pulumi.yaml.`,
    );
  }
  return region;
}

function configuredRegion(appDirectory: string): string {
  try {
    const text = readFileSync(join(appDirectory, "reventless.json"), "utf8");
    const { region } = JSON.parse(text) as { region?: unknown };
    return typeof region === "string" ? region : defaultRegion;
  } catch {
    return defaultRegion;
  }
}

/** Code of earlier runs; that of this run stays, as a function that is replaced may still load parts of it. */
function removeOldCode(directory: string, { functions }: StackPlan): void {
  const used = new Set(functions.map((settings) => settings.directory));
  for (const name of existsSync(directory) ? readdirSync(directory) : []) {
    for (const version of readdirSync(join(directory, name))) {
      const path = join(directory, name, version);
      if (!used.has(path)) rmSync(path, { recursive: true, force: true });
    }
  }
}

/** Of these stacks alone, as others may keep tables there too; says which declared ones stay. */
async function deleteTables(
  dynamodb: RemoteDynamoDb,
  { plan, reports }: { readonly plan: StackPlan; readonly reports: readonly StackReport[] },
): Promise<readonly string[]> {
  const prefixes = reports.map(({ project, stack }) => `${project}-${stack}-`);
  const kept: string[] = [];
  for (const { name } of plan.tables) {
    if (prefixes.some((prefix) => name.startsWith(prefix))) await dynamodb.deleteTable(name);
    else kept.push(`The table ${name} does not carry its stack's name; it is kept as it is.`);
  }
  return kept;
}

function wipe(directory: string): void {
  mkdirSync(directory, { recursive: true });
  for (const entry of readdirSync(directory)) {
    if (!isLockFile(entry)) rmSync(join(directory, entry), { recursive: true, force: true });
  }
}
