import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runStackProgram } from "../../generator/local/stack/run-stack-program.ts";
import type { Provider } from "../../runtime/provider.ts";
import { contextCheck } from "../runtime/contract/provider-checks.ts";
import { kitDirectory, temporaryApp } from "../support/temporary-app.ts";
import { blocksOf, readDoc } from "./support.ts";

const app = temporaryApp();
afterAll(() => app.remove());

/** The guide's files, by the name in their first line. */
const files = blocksOf(readDoc("custom-runtime.md"), "ts").map((text) => {
  return { name: /^\/\/ (\S+)/.exec(text)?.[1] ?? "", text };
});

interface Line {
  readonly queue: string;
  readonly id: string;
  readonly group: string;
  readonly body: string;
}
let lines: Provider<Line, { deadline: number }, (batch: readonly Line[], run: object) => unknown>;

beforeAll(async () => {
  for (const { name, text } of files) writeFileSync(join(app.directory, name), text);
  // The SDK's client for streams is installed by those who need it.
  writeFileSync(
    join(app.directory, "streams.d.ts"),
    `declare module "@aws-sdk/client-dynamodb-streams" {
      import type { StreamClient } from "${app.directory}/runtime/providers/node-stream.ts";
      export const DynamoDBStreams: new (settings: object) => StreamClient;
    }`,
  );
  ({ lines } = await import(pathToFileURL(join(app.directory, "lines.ts")).href));
});

it("has the server, the overrides that it needs, and the third provider", () => {
  const names = files.map(({ name }) => name);
  expect(names).toEqual(["server.ts", "plugins/ordering/stack/overrides.ts", "lines.ts"]);
});

it("switches all mappings off, so that nobody else takes from queues and streams", async () => {
  const { resources } = await runStackProgram({
    stackDirectory: join(app.directory, "plugins/ordering/stack"),
    stack: "dev",
    region: "eu-central-1",
    apiUrl: "http://127.0.0.1",
    functionsDirectory: join(app.directory, ".functions"),
  });
  const mappings = resources.filter(({ type }) => type.endsWith(":EventSourceMapping"));
  expect(mappings.map(({ name, inputs }) => [name, inputs.enabled])).toEqual([
    ["order-command-topic", false],
    ["order-event-topic", false],
    ["order-summary-event-collector", false],
  ]);
});

it("compiles with the app", () => {
  const configuration = {
    extends: "./tsconfig.json",
    include: ["*.ts", "plugins", "runtime"],
  };
  writeFileSync(join(app.directory, "tsconfig.guide.json"), JSON.stringify(configuration));
  const compiler = join(kitDirectory, "node_modules/typescript/bin/tsc");
  const { stdout, status } = spawnSync(process.execPath, [compiler, "-p", "tsconfig.guide.json"], {
    cwd: app.directory,
    encoding: "utf8",
  });
  expect([stdout, status]).toEqual(["", 0]);
});

it("runs: messages of several queues in one batch, and those of an unknown one are wanted again", () => {
  const message = (queue: string, id: string, group: string, body: unknown) =>
    JSON.stringify({ queue, id, group, body: JSON.stringify(body) });
  const batch = [
    message("stray.fifo", "m1", "a", {}),
    message("order-commands.fifo", "m2", "a", "no command"),
    message("stray.fifo", "m3", "b", {}),
    message("order-commands.fifo", "m4", "a", {}),
  ];
  const { stderr, stdout, status } = spawnSync(process.execPath, ["lines.ts"], {
    cwd: app.directory,
    encoding: "utf8",
    input: batch.join("\n"),
  });
  expect([JSON.parse(stderr.trim().split("\n").at(-1) ?? ""), status]).toEqual([
    ["m1", "m3", "m2", "m4"],
    0,
  ]);
  const messages = stdout
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line).message);
  expect(messages.sort()).toEqual([
    "Message failed; it and the rest of its group go back to the queue",
    "No handler found for stray.fifo; this function handles POST /ordering/order/{id}, GET /ordering/order/{id}/commands/{commandId}, order-commands.fifo, order-event-log.",
  ]);
});

describe("the third provider keeps what every provider must", () => {
  it(contextCheck.title, () =>
    contextCheck.run({ provider: lines, platform: { deadline: Date.now() + 1000 } } as never),
  );

  it("groups a batch by source, each once and in order", () => {
    const line = (queue: string, id: string): Line => ({ queue, id, group: "a", body: "" });
    const batch = [line("a.fifo", "1"), line("b.fifo", "2"), line("a.fifo", "3")];
    const grouped = lines.groupBySource(batch).map(({ kind, source, input }) => {
      return [kind, source, (input as { messageId: string }[]).map(({ messageId }) => messageId)];
    });
    expect(grouped).toEqual([
      ["queues", "a.fifo", ["1", "3"]],
      ["queues", "b.fifo", ["2"]],
    ]);
    expect(lines.groupBySource([])).toEqual([]);
  });

  it("gives to a role what it takes, and answers what the role wants again", async () => {
    const taken: unknown[] = [];
    const handle = lines.asEventHandler({
      queues: {
        "a.fifo": async (messages) => {
          taken.push(messages);
          return { batchItemFailures: [{ itemIdentifier: "2" }] };
        },
        "b.fifo": async () => Promise.reject(new Error("no")),
      },
    });
    const batch = ["1", "2"].map((id) => ({ queue: "a.fifo", id, group: "g", body: `body ${id}` }));
    const failing = { queue: "b.fifo", id: "3", group: "g", body: "" };
    expect(await handle([...batch, failing], { deadline: Date.now() + 1000 })).toEqual(["2", "3"]);
    expect(taken).toEqual([
      batch.map(({ id, body }) => ({
        messageId: id,
        body,
        eventSourceARN: "a.fifo",
        attributes: { MessageGroupId: "g", ApproximateReceiveCount: "1" },
      })),
    ]);
  });
});
