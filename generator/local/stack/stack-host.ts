import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { answerDataSource } from "./data-sources.ts";
import { mockState } from "./mock-state.ts";
import { readStackConfig } from "./stack-config.ts";
import type { StackFailure, StackReport, StackRequest, StackResource } from "./stack-graph.ts";
import { unpackCode } from "./unpack-code.ts";

/*
 * A process of its own for one stack's program: Pulumi keeps its settings in globals, and only
 * the end of the process tells that no timer or promise of the program will declare more.
 */

interface RegisterRequest {
  getProtect(): boolean;
  getRetainondelete(): boolean;
  getDependenciesList(): string[];
  getParent(): string;
}
type RegisterCallback = (error: unknown, response?: { getUrn(): string }) => void;
interface Monitor {
  registerResource(request: RegisterRequest, callback: RegisterCallback): void;
}
interface MockedResource {
  readonly type: string;
  readonly name: string;
  readonly inputs: Record<string, unknown>;
  readonly custom?: boolean;
}
/** The part of @pulumi/pulumi that is used here; the app brings the package. */
interface Pulumi {
  readonly runtime: {
    setMocks(mocks: object, project: string, stack: string): Promise<void> | void;
    setAllConfig(config: Record<string, string>): void;
    getMonitor(): Monitor | undefined;
    runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
  };
  output(value: unknown): { promise(): Promise<unknown> };
}

type Declared = Omit<StackResource, "urn"> & { urn?: string };

async function runStack(request: StackRequest): Promise<void> {
  let outcome: StackFailure | undefined;
  const fail = (error: unknown): void => {
    outcome ??= { error: describe(error) };
    process.exitCode = 1;
  };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  const finish = await prepare(request, fail).catch((error: unknown) => {
    fail(error);
    return undefined;
  });
  process.on("exit", () => {
    const result = outcome ?? finish?.() ?? { error: "The program ended before it was done." };
    writeFileSync(request.resultFile, JSON.stringify(result));
  });
  if (finish === undefined) process.exit(1);
}

/** Starts the program; the answer gives the report once the process has nothing left to do. */
async function prepare(
  request: StackRequest,
  fail: (error: unknown) => void,
): Promise<() => StackReport | StackFailure> {
  const program = join(request.stackDirectory, "index.ts");
  if (!existsSync(program)) {
    throw new Error(`Expected the stack's program in ${program}, found no such file.`);
  }
  const pulumi = loadPulumi(program);
  const { project, config } = readStackConfig(request, program);
  const region = config["aws:region"] ?? request.region;
  const declared: Declared[] = [];
  let current: RegisterRequest | undefined;

  async function declare({ type, name, inputs, custom }: MockedResource) {
    if (type === "pulumi:pulumi:StackReference") {
      throw new Error(
        `The stack reads another stack (${name}); the local run has no outputs of other stacks. Derive names instead.`,
      );
    }
    const { id, state } = mockState({ type, name, inputs, project, region, request });
    const options = optionsOf(current);
    if (custom !== false) declared.push({ type, name, id, inputs, outputs: state, options });
    if (type === "aws:lambda/function:Function") {
      const directory = await unpackCode(inputs.code, {
        directory: join(request.functionsDirectory, String(state.name)),
        stackDirectory: request.stackDirectory,
        functionName: String(state.name),
      });
      inputs.code = directory;
      state.code = directory;
    }
    return { id, state };
  }

  // The SDK passes the errors of mocks on without their message, so they are kept here as well.
  const keepError = async <Result>(act: () => Promise<Result> | Result): Promise<Result> => {
    try {
      return await act();
    } catch (error) {
      fail(error);
      throw error;
    }
  };

  await pulumi.runtime.setMocks(
    {
      newResource: (resource: MockedResource) => keepError(() => declare(resource)),
      call: ({ token, inputs }: { token: string; inputs: Record<string, unknown> }) =>
        keepError(() => answerDataSource(token, { region, inputs })),
    },
    project,
    request.stack,
  );
  pulumi.runtime.setAllConfig({ ...config, "aws:region": region });

  const monitor = pulumi.runtime.getMonitor();
  if (monitor === undefined) throw new Error("Pulumi's mock monitor did not start.");
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (registration, callback) => {
    const index = declared.length;
    current = registration;
    // The mock above runs, up to its first await, within this call.
    register(registration, (error, response) => {
      const resource = declared[index];
      if (response !== undefined && resource !== undefined && index < after) {
        resource.urn = response.getUrn();
      }
      callback(error, response);
    });
    const after = declared.length;
    current = undefined;
  };

  let outputs: Record<string, unknown> | undefined;
  const running = pulumi.runtime.runInPulumiStack(async () => {
    const module = (await import(pathToFileURL(program).href)) as Record<string, unknown>;
    const exported = Object.hasOwn(module, "default") ? module.default : module;
    return typeof exported === "function" ? await exported() : exported;
  });
  running
    .then((exported) => pulumi.output(exported ?? {}).promise())
    .then((resolved) => {
      outputs = { ...(resolved as Record<string, unknown>) };
    })
    .catch((error: unknown) => process.emit("unhandledRejection", error, running));

  return () => {
    if (outputs === undefined) {
      return {
        error: "The program waits for something that never happens; its outputs stay unknown.",
      };
    }
    // Programs register in the order in which inputs resolve, which differs from run to run.
    const resources = declared
      .map((resource) => ({ ...resource, urn: resource.urn ?? "" }))
      .sort((left, right) =>
        `${left.type} ${left.name}` < `${right.type} ${right.name}` ? -1 : 1,
      );
    return { project, stack: request.stack, region, resources, outputs };
  };
}

function loadPulumi(program: string): Pulumi {
  try {
    return createRequire(program)("@pulumi/pulumi") as Pulumi;
  } catch (error) {
    throw new Error(
      "The package @pulumi/pulumi could not be loaded from the stack's folder. Run npm install in the app first.",
      { cause: error },
    );
  }
}

function optionsOf(request: RegisterRequest | undefined): StackResource["options"] {
  const parent = request?.getParent() ?? "";
  return {
    protect: request?.getProtect() ?? false,
    retainOnDelete: request?.getRetainondelete() ?? false,
    dependsOn: request?.getDependenciesList() ?? [],
    ...(parent === "" ? {} : { parent }),
  };
}

/** Message, causes, and the frames in the app's own files when the process records stacks. */
function describe(error: unknown): string {
  const hostDirectory = dirname(process.argv[1] ?? "");
  if (!(error instanceof Error)) return inspect(error);
  const frames = (error.stack ?? "")
    .split("\n")
    .filter((line) => /^\s+at /.test(line) && !/node:|node_modules/.test(line))
    .filter((line) => !line.includes(hostDirectory))
    .slice(0, 5);
  const cause = error.cause instanceof Error ? [`  Cause: ${error.cause.message}`] : [];
  return [`${error.name}: ${error.message}`, ...cause, ...frames].join("\n");
}

const [, , argument] = process.argv;
if (argument === undefined) throw new Error("Expected the request as JSON in the first argument.");
// A file keeps the request off the limits that systems set on arguments.
const text = argument.startsWith("{") ? argument : readFileSync(argument, "utf8");
void runStack(JSON.parse(text) as StackRequest);
