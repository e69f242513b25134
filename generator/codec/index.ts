/**
 * Message types in, texts out: all of this is pure. Reading types out of TypeScript files is not exported
 * here, because it loads a compiler: `const { readMessageTypes } = await import("./read-message-types.ts")`.
 */
export { type Declaration, type ParsedSpec, parseMessageSpec } from "./parse-message-spec.ts";
export {
  type AggregateMessages,
  formatOptionProblems,
  type MessageSpecs,
  modelOfMessages,
  type OptionProblem,
  type ParsedMessages,
  parseMessages,
  rootNames,
} from "./parse-messages.ts";
export { type CodecInput, type CodecRoot, renderCodec } from "./render-codec.ts";
export {
  type MessagesFileInput,
  renderMessage,
  renderMessagesFile,
} from "./render-messages-file.ts";
export { type SampleRequest, type SampleValue, sampleValue } from "./sample-value.ts";
export type { SpecProblem } from "./spec-reader.ts";
export type { MessageModel, NamedType, TypeModel } from "./type-model.ts";
export { formatTypeProblems, type TypeProblem } from "./type-problems.ts";
