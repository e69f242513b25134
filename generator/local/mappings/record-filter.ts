import { isObject } from "../read-input.ts";
import { compileFilterPolicy } from "../sns/filter-policy.ts";

/** A mapping's filter criteria as one question; without patterns every record passes. */
// https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventfiltering.html
export function compileRecordFilter(
  patterns: readonly string[],
): (record: Readonly<Record<string, unknown>>) => boolean {
  if (patterns.length === 0) return () => true;
  // The patterns of mappings and those of subscriptions on bodies are one language.
  const filters = patterns.map((pattern) => compileFilterPolicy(pattern, "MessageBody"));
  return (record) => {
    const text = JSON.stringify(withParsedBody(record));
    return filters.some((matches) => matches({ text, attributes: {} }));
  };
}

/** Patterns look into the JSON of a queue message's body. */
function withParsedBody(record: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (typeof record.body !== "string") return { ...record };
  try {
    const body: unknown = JSON.parse(record.body);
    return isObject(body) ? { ...record, body } : { ...record };
  } catch {
    return { ...record };
  }
}
