import { type CheckPlan, functionFor, newCheckPlan, runtimeImports, use } from "./check-plan.ts";
import { callLines, importLines, indented, signatureLines } from "./layout.ts";
import { renderFunction } from "./render-check.ts";
import type { MessageModel } from "./type-model.ts";

export interface CodecRoot {
  /** A named type of the model, exported by the messages file: `OrderCommand` gives `decodeOrderCommand`. */
  readonly name: string;
  /** Commands refuse properties they do not know; events ignore them, so that older code reads newer ones. */
  readonly unknownProperties: "refused" | "ignored";
}

export interface CodecInput {
  readonly model: MessageModel;
  readonly roots: readonly CodecRoot[];
  /** As the codec imports it, for example `./messages.ts`. */
  readonly messagesSpecifier: string;
  /** As the codec imports it, for example `../../../runtime/decode.ts`. */
  readonly decodeSpecifier: string;
}

/** The text of `codec.ts`: one decode function for each root, then the checks they need. */
export function renderCodec(input: CodecInput): string {
  const strictRoots = input.roots.filter((root) => root.unknownProperties === "refused");
  const plan = newCheckPlan(
    input.model,
    strictRoots.map((root) => root.name),
  );
  const decoders: string[] = [];
  const checks: string[] = [];
  for (const root of input.roots) {
    decoders.push(renderDecoder(plan, root));
    checks.push(...renderPending(plan));
  }
  return `${[renderHead(plan, input), ...decoders, ...checks].join("\n\n")}\n`;
}

/** Rendering a function adds the functions it calls, which follow it. */
function renderPending(plan: CheckPlan): string[] {
  const checks = plan.pending.splice(0);
  return checks.flatMap((check) => [renderFunction(plan, check), ...renderPending(plan)]);
}

function renderDecoder(plan: CheckPlan, root: CodecRoot): string {
  const { name } = root;
  const isStrict = root.unknownProperties === "refused";
  const decode = use(plan, isStrict ? "decodeStrictly" : "decodeTolerantly");
  const check = functionFor(plan, {
    type: { kind: "reference", name },
    form: "value",
    hint: name,
    strict: isStrict,
  });
  const call = { callee: `return ${decode}`, arguments: ["input", check] };
  return [
    ...signatureLines(
      `export function decode${name}`,
      ["input: unknown"],
      `${use(plan, "type Decoded")}<${name}>`,
    ),
    ...indented(callLines(call, 1)),
    "}",
  ].join("\n");
}

function renderHead(plan: CheckPlan, input: CodecInput): string {
  const messages = input.roots.map((root) => root.name).toSorted();
  const file = input.messagesSpecifier.split("/").at(-1);
  return [
    `// Derived from ${file}: edit that file, then run \`npm run generate\` to refresh this one.`,
    ...importLines("import", runtimeImports(plan), input.decodeSpecifier),
    ...importLines("import type", messages, input.messagesSpecifier),
  ].join("\n");
}
