import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { type TestContext, test } from "vitest";
import { runStackProgram } from "../../../generator/local/stack/run-stack-program.ts";
import { temporaryDirectory } from "../../support/temporary-app.ts";

/** Runs a program of this text, with the other files of its folder. */
async function runProgram(
  { onTestFinished }: Pick<TestContext, "onTestFinished">,
  program: string,
  files: Readonly<Record<string, string>> = {},
) {
  const { directory, remove } = temporaryDirectory("reventless-stack-");
  onTestFinished(remove);
  const all = {
    "package.json": '{"type":"module"}',
    "Pulumi.yaml": "name: orders\nruntime: nodejs\n",
    "index.ts": program,
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(directory, path, ".."), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  const functionsDirectory = join(directory, "functions");
  const report = await runStackProgram({
    stackDirectory: directory,
    stack: "dev",
    region: "eu-west-1",
    apiUrl: "http://127.0.0.1:4000",
    functionsDirectory,
  });
  return { ...report, functionsDirectory };
}

const importFunction = 'import { Function as Lambda } from "@pulumi/aws/lambda/function.js";';
const importPulumi = 'import * as pulumi from "@pulumi/pulumi";';

test.concurrent("resources come with inputs, options and names; exports with their values", async (context) => {
  const { expect } = context;
  const { resources, outputs, region } = await runProgram(
    context,
    `
    import { Queue } from "@pulumi/aws/sqs/queue.js";
    ${importPulumi}
    const dead = new Queue("dead", { fifoQueue: true }, { protect: true, retainOnDelete: true });
    new Queue("orders", { name: pulumi.interpolate\`\${dead.name}-2\` }, { dependsOn: [dead] });
    setTimeout(() => new Queue("late", { name: "late" }), 20);
    const config = new pulumi.Config();
    export const arn = dead.arn;
    export const size = config.requireNumber("size");
    export const stack = pulumi.getStack();`,
    { "Pulumi.dev.yaml": "config:\n  aws:region: eu-north-1\n  orders:size: 3\n" },
  );

  const [dead, late, orders] = resources;
  const name = dead?.outputs.name;
  expect(name).toMatch(/^dead-[0-9a-f]{7}\.fifo$/);
  expect(region).toBe("eu-north-1");
  expect(outputs).toEqual({
    arn: `arn:aws:sqs:eu-north-1:000000000000:${name}`,
    size: 3,
    stack: "dev",
  });
  expect(dead?.options).toMatchObject({ protect: true, retainOnDelete: true, dependsOn: [] });
  expect(late?.name).toBe("late");
  expect(orders?.inputs).toEqual({ name: `${name}-2` });
  expect(orders?.options).toMatchObject({ protect: false, dependsOn: [dead?.urn] });
});

test.concurrent("a function's text, files and folders are unpacked, late ones too", async (context) => {
  const { expect } = context;
  const { resources, functionsDirectory } = await runProgram(
    context,
    `${importFunction}
    ${importPulumi}
    const code = pulumi.output(Promise.resolve("exports.a = 1;")).apply((text) => new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset(text),
      "data/one.txt": new pulumi.asset.FileAsset("./one.txt"),
      lib: new pulumi.asset.FileArchive("./lib"),
    }));
    new Lambda("orders", { name: "orders", role: "r", code });`,
    { "one.txt": "1", "lib/deep/two.txt": "2" },
  );

  const directory = String(resources[0]?.inputs.code);
  expect(directory.startsWith(join(functionsDirectory, "orders"))).toBe(true);
  expect(readFileSync(join(directory, "index.js"), "utf8")).toBe("exports.a = 1;");
  expect(readFileSync(join(directory, "data/one.txt"), "utf8")).toBe("1");
  expect(readFileSync(join(directory, "lib/deep/two.txt"), "utf8")).toBe("2");
  expect(readdirSync(directory).sort()).toEqual(["data", "index.js", "lib", "package.json"]);
});

test.concurrent.for<[string, string, string]>([
  ["throws", 'throw new Error("not finished");', "Error: not finished"],
  [
    "throws in apply",
    `${importPulumi} pulumi.output(1).apply(() => { throw new Error("too late"); });`,
    "Error: too late",
  ],
  [
    "asks for what nobody here knows",
    'import { getVpc } from "@pulumi/aws/ec2/getVpc.js"; export const vpc = getVpc({});',
    "The local run cannot answer the data source aws:ec2/getVpc:getVpc",
  ],
  [
    "lacks configuration",
    `${importPulumi} new pulumi.Config().require("size");`,
    "Missing required configuration variable 'orders:size'",
  ],
  [
    "names code that is not there",
    `${importFunction} ${importPulumi} new Lambda("orders", { name: "orders", role: "r", code: new pulumi.asset.FileArchive("./dist") });`,
    "which does not exist",
  ],
  [
    "packs code outside of its folder",
    `${importFunction} ${importPulumi} new Lambda("orders", { name: "orders", role: "r", code: new pulumi.asset.AssetArchive({ "../x.js": new pulumi.asset.StringAsset("1") }) });`,
    "The archive of the function orders has the entry ../x.js, which lies outside of it.",
  ],
])("a program that %s fails with its message", async ([, program, message], context) => {
  await context.expect(runProgram(context, program)).rejects.toThrow(message);
});
