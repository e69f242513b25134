import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { renderCodec, sampleValue } from "../../generator/codec/index.ts";
import { importLines } from "../../generator/codec/layout.ts";
import { readMessageTypes } from "../../generator/codec/read-message-types.ts";

export const casesFolder = join(import.meta.dirname, "cases");

const decodeSpecifier = "../../../../runtime/decode.ts";

/** A case is a folder: `messages.ts` goes in, `codec.ts` and `sample.ts` are expected to come out. */
export const caseNames: readonly string[] = readdirSync(casesFolder);

export interface RenderedCase {
  readonly name: string;
  readonly files: ReadonlyMap<"codec.ts" | "sample.ts", string>;
}

export async function renderCases(names = caseNames): Promise<readonly RenderedCase[]> {
  const sources = names.map((name) => {
    const file = join(casesFolder, name, "messages.ts");
    return { name, file, roots: rootsIn(readFileSync(file, "utf8")) };
  });
  const answers = await readMessageTypes(sources);
  return answers.map((read, index) => {
    const source = sources[index];
    if (source === undefined || !read.ok) throw new Error(JSON.stringify(read));
    const codec = renderCodec({
      model: read.model,
      roots: source.roots.map((name) => ({
        name,
        unknownProperties: name.endsWith("Command") ? "refused" : "ignored",
      })),
      messagesSpecifier: "./messages.ts",
      decodeSpecifier,
    });
    const [root = ""] = source.roots;
    const head = `export const sample: ${root} = `;
    const sample = sampleValue({
      type: { kind: "reference", name: root },
      model: read.model,
      column: head.length,
    });
    const isoTypes = sample.typeNames.filter((name) => name.startsWith("Iso"));
    const ownTypes = [...sample.typeNames.filter((name) => !name.startsWith("Iso")), root];
    const sampleFile = [
      ...(isoTypes.length > 0 ? importLines("import type", isoTypes, decodeSpecifier) : []),
      ...importLines("import type", ownTypes.sort(), "./messages.ts"),
      "",
      `${head}${sample.text};`,
      "",
    ].join("\n");
    return {
      name: source.name,
      files: new Map([
        ["codec.ts", codec],
        ["sample.ts", sampleFile],
      ]),
    };
  });
}

function rootsIn(messages: string): string[] {
  const roots = messages.matchAll(/^export type (\w+(?:Command|Event|Rejection)) =/gm);
  return [...roots].map(([, name]) => name ?? "");
}
