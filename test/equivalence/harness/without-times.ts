/**
 * The same value without times, which are those of the real clock: `time` of headers, `updatedAt` of
 * rows, `expiresAt` of outcomes. Looks into texts that are JSON, as items and messages hold them.
 */
export function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTimes);
  if (typeof value === "string") return withoutTimesInText(value);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, member]) => [
    name,
    timeMembers.has(name) ? "a time" : withoutTimes(member),
  ]);
  return Object.fromEntries(entries);
}

const timeMembers = new Set(["time", "updatedAt", "expiresAt"]);

function withoutTimesInText(text: string): unknown {
  if (!/^[[{]/.test(text)) return text;
  try {
    return withoutTimes(JSON.parse(text));
  } catch {
    return text;
  }
}
