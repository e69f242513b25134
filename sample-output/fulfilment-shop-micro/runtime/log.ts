import { inspect } from "node:util";

/** Values a log line may carry; correlation ids are the usual ones. */
export type LogFields = Readonly<Record<string, unknown>>;

const levels = { debug: 10, info: 20, warn: 30, error: 40 } as const;
type Level = keyof typeof levels;

export interface Log {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** A log whose lines all carry the given fields too. */
  with(fields: LogFields): Log;
}

function threshold(): number {
  const wanted = process.env.LOG_LEVEL ?? "info";
  return Object.hasOwn(levels, wanted) ? levels[wanted as Level] : levels.info;
}

function write(level: Level, base: LogFields, message: string, fields?: LogFields): void {
  if (levels[level] < threshold()) return;
  const line = { level, time: new Date().toISOString(), message, ...base, ...fields };
  // stdout keeps one JSON object a line; console would add the runtime's own prefix to it.
  process.stdout.write(`${jsonOf(line)}\n`);
}

/** A cycle or a bigint in a field must not make a message fail whose work is done. */
function jsonOf(line: LogFields): string {
  try {
    return JSON.stringify(line, errorsAsText);
  } catch {
    const texts = Object.entries(line).map(([name, value]) => [
      name,
      typeof value === "string" ? value : inspect(value),
    ]);
    return JSON.stringify(Object.fromEntries(texts));
  }
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}

function createLog(base: LogFields): Log {
  return {
    debug: (message, fields) => write("debug", base, message, fields),
    info: (message, fields) => write("info", base, message, fields),
    warn: (message, fields) => write("warn", base, message, fields),
    error: (message, fields) => write("error", base, message, fields),
    with: (fields) => createLog({ ...base, ...fields }),
  };
}

/** The function's log: one JSON object a line on stdout, level by `LOG_LEVEL` (default info). */
export const log: Log = createLog({});
