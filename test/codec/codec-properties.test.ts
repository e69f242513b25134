import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type AggregateMessages,
  type CodecRoot,
  type MessageModel,
  modelOfMessages,
  renderCodec,
  renderMessagesFile,
  sampleValue,
} from "../../generator/codec/index.ts";
import { readMessageTypes } from "../../generator/codec/read-message-types.ts";
import type { Decoded } from "../../runtime/decode.ts";
import { randomMessages, seededRandom } from "./random-messages.ts";
import { randomValue } from "./random-values.ts";

type Decode = (input: unknown) => Decoded<unknown>;

interface RandomCase {
  readonly seed: number;
  readonly folder: string;
  readonly messages: AggregateMessages;
  readonly model: MessageModel;
  readonly codec: string;
}

const repository = resolve(import.meta.dirname, "../..");
const decodeSpecifier = join(repository, "runtime/decode.ts");
const folder = mkdtempSync(join(tmpdir(), "codec-properties-"));
const roots: readonly CodecRoot[] = [
  { name: "OrderCommand", unknownProperties: "refused" },
  { name: "OrderEvent", unknownProperties: "ignored" },
];
const cases = Array.from({ length: 40 }, (_, seed) => randomCase(seed));

beforeAll(() => {
  copyFileSync(join(repository, "biome.json"), join(folder, "biome.json"));
  for (const { folder, messages, codec, model } of cases) {
    mkdirSync(folder);
    writeFileSync(join(folder, "messages.ts"), renderMessagesFile({ messages, decodeSpecifier }));
    writeFileSync(join(folder, "codec.ts"), codec);
    writeFileSync(join(folder, "sample.ts"), sampleFile(model));
  }
});

afterAll(() => rmSync(folder, { recursive: true }));

function randomCase(seed: number): RandomCase {
  const messages = randomMessages(seededRandom(seed));
  const model = modelOfMessages(messages);
  return { seed, folder: join(folder, `case-${seed}`), messages, model, codec: codecOf(model) };
}

function codecOf(model: MessageModel): string {
  return renderCodec({ model, roots, messagesSpecifier: "./messages.ts", decodeSpecifier });
}

function sampleFile(model: MessageModel): string {
  const head = "export const sample: OrderCommand = ";
  const type = { kind: "reference", name: "OrderCommand" } as const;
  const { text, typeNames } = sampleValue({ type, model, column: head.length });
  const isoImport = `import type { ${typeNames.join(", ")} } from ${JSON.stringify(decodeSpecifier)};\n`;
  return `${typeNames.length > 0 ? isoImport : ""}import type { OrderCommand } from "./messages.ts";\n\n${head}${text};\n`;
}

/** What a tool of this repository has to say against the folder; nothing if it is content. */
function run(tool: string, parameters: readonly string[]): string {
  const program = join(repository, "node_modules/.bin", tool);
  const { status, stdout, stderr } = spawnSync(program, parameters, {
    cwd: folder,
    encoding: "utf8",
  });
  return status === 0 ? "" : `${status}\n${stdout}${stderr}`;
}

describe("random messages", () => {
  it("are formatted and linted as Biome wants them", { timeout: 60_000 }, () => {
    const folders = cases.map((randomCase) => randomCase.folder);
    expect(
      run("biome", ["check", "--error-on-warnings", "--diagnostic-level=warn", ...folders]),
    ).toBe("");
  });

  it("compile under strict rules, with their codecs and samples", () => {
    writeFileSync(
      join(folder, "tsconfig.json"),
      JSON.stringify({
        extends: join(repository, "tsconfig.json"),
        compilerOptions: { types: [] },
        include: ["."],
      }),
    );
    writeFileSync(join(folder, "package.json"), '{"type":"module"}');
    expect(run("tsc", ["--project", folder])).toBe("");
  }, 60_000);

  it("give the same codec when they are read from their messages file", async () => {
    const sources = cases.map(({ folder }) => ({
      file: join(folder, "messages.ts"),
      roots: roots.map(({ name }) => name),
    }));
    const answers = await readMessageTypes(sources);
    for (const [index, { codec, seed }] of cases.entries()) {
      const answer = answers[index];
      expect(answer?.ok && codecOf(answer.model), `seed ${seed}`).toBe(codec);
    }
  });
});

describe.each(cases)("seed $seed", ({ seed, folder, model }) => {
  it("accepts every valid value and reports every fault, at its path, alone", async () => {
    const codec = await import(pathToFileURL(join(folder, "codec.ts")).href);
    const { sample } = await import(pathToFileURL(join(folder, "sample.ts")).href);
    expect(codec.decodeOrderCommand(sample)).toEqual({ ok: true, value: sample });
    for (const { name, unknownProperties } of roots) {
      const decode: Decode = codec[`decode${name}`];
      const random = seededRandom(seed);
      for (let round = 0; round < 10; round += 1) {
        const type = { kind: "reference", name } as const;
        const { value, faults } = randomValue(type, { random, model, path: "$", depth: 0 });
        expect(decode(value)).toEqual({ ok: true, value });
        for (const fault of faults) {
          const decoded = decode(fault.value);
          const isFault = unknownProperties === "refused" || !fault.strictOnly;
          const paths = decoded.ok ? [] : decoded.problems.map(({ path }) => path);
          expect(paths).toEqual(isFault ? [fault.path] : []);
        }
      }
    }
  });
});
