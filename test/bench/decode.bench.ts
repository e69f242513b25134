/**
 * Nanoseconds to check one message: the generated codec beside other validators, in the same run.
 *
 *   node test/bench/decode.bench.ts                     the generated codec alone
 *   node test/bench/decode.bench.ts --rivals <folder>   with typia, zod and valibot, if installed there
 *   node test/bench/decode.bench.ts --install           with all of them, in a fresh temporary folder
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { renderCodec } from "../../generator/codec/index.ts";
import { readMessageTypes } from "../../generator/codec/read-message-types.ts";

type Check = (value: unknown) => boolean;

const messages = `
export interface PlaceOrder { readonly type: "PlaceOrder"; readonly orderId: string; readonly customerId: string; readonly lines: readonly OrderLine[] }
export interface OrderLine { readonly sku: string; readonly quantity: number }
export interface CancelOrder { readonly type: "CancelOrder"; readonly orderId: string; readonly reason?: string }
export interface ShipOrder { readonly type: "ShipOrder"; readonly orderId: string; readonly carrier: string }
export type OrderCommand = PlaceOrder | CancelOrder | ShipOrder;
`;

const valid = [
  '{"type":"PlaceOrder","orderId":"o-1","customerId":"c-1","lines":[{"sku":"a","quantity":1},{"sku":"b","quantity":2},{"sku":"c","quantity":3}]}',
  '{"type":"CancelOrder","orderId":"o-1","reason":"late"}',
  '{"type":"ShipOrder","orderId":"o-1","carrier":"post"}',
] as const;

const invalid =
  '{"type":"PlaceOrder","orderId":"o-1","customerId":"c-1","lines":[{"sku":"a","quantity":1},{"sku":"b","quantity":"2"},{"sku":"c","quantity":3}]}';

const workloads = {
  "three kinds": valid,
  "place order": [valid[0]],
  invalid: [invalid],
} as const;

const { values: options } = parseArgs({
  options: { rivals: { type: "string" }, install: { type: "boolean", default: false } },
});

const checks = new Map<string, Check>([
  ...(await generatedChecks()),
  ...(await rivalChecks(options.install ? installRivals() : options.rivals)),
]);
report(checks);

async function generatedChecks(): Promise<Map<string, Check>> {
  const folder = mkdtempSync(join(tmpdir(), "decode-bench-"));
  const file = join(folder, "messages.ts");
  const [read] = await readMessageTypes(
    [{ file, roots: ["OrderCommand"] }],
    new Map([[file, messages]]),
  );
  if (!read?.ok) throw new Error("The messages of this benchmark cannot be read.");
  const checks = new Map<string, Check>();
  for (const unknownProperties of ["refused", "ignored"] as const) {
    const codec = join(folder, `codec-${unknownProperties}.ts`);
    const text = renderCodec({
      model: read.model,
      roots: [{ name: "OrderCommand", unknownProperties }],
      messagesSpecifier: "./messages.ts",
      decodeSpecifier: resolve(import.meta.dirname, "../../runtime/decode.ts"),
    });
    writeFileSync(codec, text);
    const { decodeOrderCommand } = await import(pathToFileURL(codec).href);
    checks.set(`generated, unknown properties ${unknownProperties}`, (value) => {
      return decodeOrderCommand(value).ok;
    });
  }
  rmSync(folder, { recursive: true });
  return checks;
}

function installRivals(): string {
  const folder = mkdtempSync(join(tmpdir(), "decode-rivals-"));
  writeFileSync(join(folder, "package.json"), '{"private":true,"type":"module"}');
  const packages = ["typia@11", "typescript@5.9", "zod@4", "valibot@1"];
  execFileSync("npm", ["install", "--no-audit", "--no-fund", ...packages], {
    cwd: folder,
    stdio: "ignore",
  });
  return folder;
}

async function rivalChecks(folder: string | undefined): Promise<Map<string, Check>> {
  const checks = new Map<string, Check>();
  if (folder === undefined) return checks;
  const has = (name: string) => existsSync(join(folder, "node_modules", name));
  if (has("typia")) {
    const typia = await generateTypia(folder);
    checks.set("typia createIs", (value) => typia.is(value));
    checks.set("typia createEquals", (value) => typia.equals(value));
    checks.set("typia createValidate", (value) => typia.validate(value).success);
  }
  const load: (name: string) => Untyped = createRequire(join(folder, "package.json"));
  if (has("zod")) checks.set("zod", zodCheck(load("zod")));
  if (has("valibot")) checks.set("valibot", valibotCheck(load("valibot")));
  return checks;
}

// biome-ignore lint/suspicious/noExplicitAny: the rivals are not installed in this repository
type Untyped = any;

async function generateTypia(folder: string): Promise<Untyped> {
  const compilerOptions = {
    target: "es2022",
    module: "esnext",
    moduleResolution: "bundler",
    strict: true,
    skipLibCheck: true,
    plugins: [{ transform: "typia/lib/transform" }],
  };
  mkdirSync(join(folder, "bench-input"), { recursive: true });
  writeFileSync(
    join(folder, "bench-tsconfig.json"),
    JSON.stringify({ compilerOptions, include: ["bench-input"] }),
  );
  const factories = ["is", "equals", "validate"].map((name) => {
    const factory = `create${name[0]?.toUpperCase()}${name.slice(1)}`;
    return `export const ${name} = typia.${factory}<OrderCommand>();`;
  });
  writeFileSync(
    join(folder, "bench-input", "check.ts"),
    `import typia from "typia";\n${messages}\n${factories.join("\n")}\n`,
  );
  const typia = join(folder, "node_modules", ".bin", "typia");
  const flags = ["--input", "bench-input", "--output", "bench-output"];
  execFileSync(typia, ["generate", ...flags, "--project", "bench-tsconfig.json"], {
    cwd: folder,
    stdio: "ignore",
  });
  return import(pathToFileURL(join(folder, "bench-output", "check.ts")).href);
}

function zodCheck({ z }: Untyped): Check {
  const type = (name: string) => z.literal(name);
  const orderId = z.string();
  const line = z.object({ sku: z.string(), quantity: z.number() });
  const schema = z.discriminatedUnion("type", [
    z.object({ type: type("PlaceOrder"), orderId, customerId: z.string(), lines: z.array(line) }),
    z.object({ type: type("CancelOrder"), orderId, reason: z.string().optional() }),
    z.object({ type: type("ShipOrder"), orderId, carrier: z.string() }),
  ]);
  return (value) => schema.safeParse(value).success;
}

function valibotCheck(v: Untyped): Check {
  const type = (name: string) => v.literal(name);
  const orderId = v.string();
  const line = v.object({ sku: v.string(), quantity: v.number() });
  const schema = v.variant("type", [
    v.object({ type: type("PlaceOrder"), orderId, customerId: v.string(), lines: v.array(line) }),
    v.object({ type: type("CancelOrder"), orderId, reason: v.optional(v.string()) }),
    v.object({ type: type("ShipOrder"), orderId, carrier: v.string() }),
  ]);
  return (value) => v.safeParse(schema, value).success;
}

/** Rounds of all checks in turn, so that a busy machine slows them alike; the fastest round counts. */
function report(checks: ReadonlyMap<string, Check>): void {
  const rounds = 40;
  const table: Record<string, Record<string, number>> = {};
  for (const [workload, texts] of Object.entries(workloads)) {
    const inputs = Array.from({ length: 999 }, (_, index) =>
      JSON.parse(texts[index % texts.length] ?? ""),
    );
    const isValid = workload !== "invalid";
    for (let round = 0; round < rounds; round += 1) {
      for (const [name, check] of checks) {
        const nanoseconds = timeOf(check, inputs, isValid);
        const row = table[name] ?? {};
        table[name] = { ...row, [workload]: Math.min(row[workload] ?? Infinity, nanoseconds) };
      }
    }
  }
  console.table(table);
}

function timeOf(check: Check, inputs: readonly unknown[], expected: boolean): number {
  const repeats = 20;
  let wrong = 0;
  const start = process.hrtime.bigint();
  for (let repeat = 0; repeat < repeats; repeat += 1) {
    for (const input of inputs) if (check(input) !== expected) wrong += 1;
  }
  const nanoseconds = Number(process.hrtime.bigint() - start);
  if (wrong > 0) throw new Error(`${wrong} answers were wrong.`);
  return Math.round((nanoseconds / repeats / inputs.length) * 10) / 10;
}
