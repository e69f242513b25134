import type { LocalEvent } from "../local-events.ts";
import { isObject } from "../read-input.ts";
import type { Paint } from "./paint.ts";

/** One event as one line for people. */
export function describeEvent(event: LocalEvent, paint: Paint): string {
  switch (event.type) {
    case "http": {
      const { method, path, status, functionName = "-", reason } = event;
      const colour = status >= 500 ? paint.bad : status >= 400 ? paint.warn : paint.good;
      return `${colour(String(status))} ${method} ${path} ${paint.faint(`→ ${functionName} ${cost(event)}`)}${because(reason, paint)}`;
    }
    case "sent":
      return `${paint.faint("→ queue")} ${event.queue}${group(event.group, paint)}`;
    case "published":
      return `${paint.faint("→ topic")} ${event.topic}${group(event.group, paint)}`;
    case "batch": {
      const { source, functionName, records, failed, reason } = event;
      const mark = failed === 0 ? paint.good("ok") : paint.bad("FAILED");
      const count = failed === 0 ? `${records}` : `${failed} of ${records}`;
      return `${mark} ${count} from ${source} ${paint.faint(`→ ${functionName} ${cost(event)}`)}${because(reason, paint)}`;
    }
    case "notice":
      return paint.warn(`! ${event.mapping}: ${event.message}`);
    case "dead-letter": {
      const { queue, sources, messages, total, reason } = event;
      const text = `DEAD LETTER: ${messages} message(s) from ${sources.join(", ")} moved to ${queue} (now ${total})`;
      return paint.bad(paint.strong(text)) + because(reason, paint);
    }
    case "denied":
      return paint.bad(`ACCESS DENIED: ${event.message}`);
    case "warning":
      return paint.warn(`! ${event.message}`);
    case "log":
      return `${paint.faint(`  ${event.functionName}:`)} ${describeLogLine(event.line, paint)}`;
    case "reloaded": {
      const changed =
        event.functions.length === 0 ? "no function changed" : event.functions.join(", ");
      return paint.good(`Reloaded in ${seconds(event.durationMs)}: ${changed}`);
    }
  }
}

/** Members that say nothing to someone who watches. */
const unimportant = new Set([
  "level",
  "time",
  "message",
  "correlationId",
  "messageId",
  "queueMessageId",
]);

/** A JSON log line as level, message and fields; any other line as it is. */
export function describeLogLine(line: string, paint: Paint): string {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    return line;
  }
  if (!isObject(entry) || typeof entry.message !== "string") return line;
  const level = String(entry.level ?? "info");
  const colour = level === "error" ? paint.bad : level === "warn" ? paint.warn : paint.faint;
  const fields = Object.entries(entry)
    .filter(([name]) => !unimportant.has(name))
    .map(([name, value]) => `${name}=${condense(value)}`);
  const details = fields.length === 0 ? "" : paint.faint(` ${fields.join(" ")}`);
  return `${colour(level.toUpperCase())} ${entry.message}${details}`;
}

/** First line of a text, such as the message of a stack; JSON of anything else. */
function condense(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const [first = ""] = text.split("\n");
  return first.length > 120 ? `${first.slice(0, 117)}...` : first;
}

function cost({ durationMs, coldStart }: { durationMs: number; coldStart?: boolean }): string {
  return `${Math.round(durationMs)} ms${coldStart ? ", cold start" : ""}`;
}

function because(reason: string | undefined, paint: Paint): string {
  return reason === undefined ? "" : `\n       ${paint.bad(reason)}`;
}

function group(name: string | undefined, paint: Paint): string {
  return name === undefined ? "" : paint.faint(` (${name})`);
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
