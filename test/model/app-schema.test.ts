import { Ajv2020 } from "ajv/dist/2020.js";
import { parseTree } from "jsonc-parser";
import { expect, test } from "vitest";
import { appSchema } from "../../generator/model/app-schema.ts";
import { defaultSettings } from "../../generator/model/default-settings.ts";
import { validateNode } from "../../generator/model/validate-node.ts";
import schema from "../../schema/reventless.schema.json" with { type: "json" };

const validate = new Ajv2020({ strict: true }).compile(schema);

function isValidHere(document: unknown): boolean {
  const node = parseTree(JSON.stringify(document));
  if (node === undefined) throw new Error("The document is not JSON.");
  return validateNode({ node, schema: appSchema, path: "" }).length === 0;
}

const app = { name: "shop", region: "eu-central-1", plugins: {} };
const aggregate = (settings: unknown) => ({
  ...app,
  plugins: { A: { aggregates: { B: settings } } },
});
const readModel = (settings: unknown) => ({
  ...app,
  plugins: { A: { readModels: { B: settings } } },
});
const jwt = { issuer: "https://login.example.com", audience: ["shop"] };

/** Every size at its least and at its most. */
const least = {
  ...{ memory: 128, timeout: 1, batchSize: 1, maximumConcurrency: 2, reservedConcurrency: 0 },
  ...{ provisionedConcurrency: 1, ephemeralStorage: 512, architecture: "arm64" },
  logRetentionDays: 1,
};
const most = {
  ...{ memory: 10240, timeout: 900, batchSize: 10, maximumConcurrency: 1000 },
  ...{ reservedConcurrency: 5000, provisionedConcurrency: 5000, ephemeralStorage: 10240 },
  ...{ architecture: "x86_64", logRetentionDays: 3653 },
};
const { batchSize, maximumConcurrency, ...withoutQueue } = least;

const valid: unknown[] = [
  ...[least, most].flatMap((sizes) => [
    { ...app, ...sizes },
    { ...app, types: { aggregates: sizes, "read-models": sizes } },
    aggregate({ ...sizes, roles: { "command-topic": sizes } }),
    readModel({ from: "B", ...sizes, roles: { "event-collector": sizes } }),
  ]),
  aggregate({ roles: { "command-generator": withoutQueue, "event-topic": withoutQueue } }),
  readModel({ from: "B", roles: { query: withoutQueue } }),
  app,
  { $schema: "x", version: 1, ...app, strategy: "micro", packageManager: "bun", carryNode: true },
  { ...app, memory: 128, timeout: 900, batchSize: 1, logRetentionDays: 3653, auth: "iam" },
  { ...app, auth: { jwt }, memory: 10240, timeout: 1, batchSize: 10 },
  { ...app, types: { aggregates: { strategy: "single" }, "read-models": {} } },
  { ...app, region: "us-gov-west-1" },
  { ...app, region: "eusc-de-east-1" },
  { ...app, environments: {} },
  { ...app, environments: { prod: {}, "a-2": { strategy: "micro", types: {}, plugins: {} } } },
  {
    ...app,
    environments: {
      prod: {
        types: { "read-models": { strategy: "micro" } },
        plugins: { A: { aggregates: { B: { strategy: "single" } }, readModels: {} } },
      },
    },
  },
  aggregate({ commands: "sync", memory: 2048, roles: { "event-topic": { timeout: 900 } } }),
  aggregate({ roles: { "command-generator": { timeout: 30 }, "command-topic": { batchSize: 1 } } }),
  readModel({ from: "B", roles: { query: { timeout: 30 }, "event-collector": { timeout: 31 } } }),
];

const invalid: unknown[] = [
  ...[
    { maximumConcurrency: 1 },
    { maximumConcurrency: 1001 },
    { reservedConcurrency: -1 },
    { reservedConcurrency: 1.5 },
    { provisionedConcurrency: 0 },
    { ephemeralStorage: 511 },
    { ephemeralStorage: 10241 },
    { architecture: "arm" },
    { logRetentionDays: 0 },
  ].flatMap((sizes) => [
    { ...app, ...sizes },
    { ...app, types: { aggregates: sizes } },
    aggregate(sizes),
    aggregate({ roles: { "command-topic": sizes } }),
  ]),
  aggregate({ roles: { "command-generator": { maximumConcurrency: 2 } } }),
  aggregate({ roles: { "event-topic": { maximumConcurrency: 2 } } }),
  null,
  [],
  "shop",
  {},
  { ...app, name: undefined },
  { ...app, name: "Shop" },
  { ...app, name: "a".repeat(33) },
  { ...app, region: "frankfurt" },
  { ...app, version: 0 },
  { ...app, version: "1" },
  { ...app, memory: 127 },
  { ...app, memory: 10241 },
  { ...app, memory: 128.5 },
  { ...app, timeout: 0 },
  { ...app, batchSize: 11 },
  { ...app, logRetentionDays: 2 },
  { ...app, strategy: "Single" },
  { ...app, carryNode: "true" },
  { ...app, auth: "none" },
  { ...app, auth: null },
  { ...app, auth: { jwt: { ...jwt, issuer: "http://x" } } },
  { ...app, auth: { jwt: { ...jwt, audience: [] } } },
  { ...app, auth: { jwt: { ...jwt, audience: [""] } } },
  { ...app, auth: { jwt, iam: true } },
  { ...app, colour: "red" },
  { ...app, constructor: 1 },
  { ...app, types: { aggregate: {} } },
  { ...app, environments: { "2": {} } },
  { ...app, environments: { abcdefghijklm: {} } },
  { ...app, environments: { prod: { memory: 512 } } },
  { ...app, environments: { prod: { types: { aggregates: {} } } } },
  { ...app, environments: { prod: { plugins: { a: {} } } } },
  { ...app, environments: { prod: { plugins: { A: { aggregates: { B: {} } } } } } },
  { ...app, plugins: [] },
  { ...app, plugins: { sales: {} } },
  { ...app, plugins: { Sales: { readmodels: {} } } },
  aggregate(null),
  aggregate({ commands: "later" }),
  aggregate({ roles: { query: {} } }),
  aggregate({ roles: { "command-generator": { timeout: 31 } } }),
  aggregate({ roles: { "event-topic": { batchSize: 1 } } }),
  readModel({}),
  readModel({ from: "order" }),
  readModel({ from: "B", roles: { query: { timeout: 31 } } }),
];

test.each(valid)("ajv and this validator accept %j", (document) => {
  expect([validate(document), isValidHere(document)]).toEqual([true, true]);
});

test.each(invalid)("ajv and this validator refuse %j", (document) => {
  expect([validate(document), isValidHere(document)]).toEqual([false, false]);
});

test("the defaults are those of the schema", () => {
  expect(defaultSettings).toEqual({
    version: 1,
    strategy: "single",
    packageManager: "npm",
    carryNode: false,
    auth: "iam",
    memory: 1024,
    timeout: 30,
    batchSize: 10,
    ephemeralStorage: 512,
    architecture: "arm64",
    logRetentionDays: 30,
  });
});

test.each([
  ["memory", "from 128 to 10240"],
  ["timeout", "from 1 to 900"],
  ["apiTimeout", "from 1 to 30"],
  ["batchSize", "from 1 to 10"],
  ["maximumConcurrency", "from 2 to 1000"],
  ["ephemeralStorage", "from 512 to 10240"],
] as const)("what people read about %s are its limits", (name, limits) => {
  const { title, minimum, maximum } = schema.$defs[name];
  expect(title).toContain(limits);
  expect(`from ${minimum} to ${maximum}`).toBe(limits);
});
