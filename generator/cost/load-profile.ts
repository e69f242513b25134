import type { Architecture } from "../model/app-model.ts";

/** What an app is assumed to go through. */
export interface LoadProfile {
  /** Of the whole app, spread evenly over its aggregates. */
  readonly commandsPerSecond: number;
  /** Of a command, of the commit that it makes, and of the row that it changes. */
  readonly messageBytes: number;
  /** That a part takes for one message. */
  readonly durationMilliseconds: number;
  /** Messages per delivery from a queue or a stream. */
  readonly batch: number;
  /** MB and processor of every function; as planned where absent. */
  readonly memory?: number;
  readonly architecture?: Architecture;
}

/** Costs are shown for these where no option says otherwise; one message per delivery is the worst case. */
export const defaultLoad: LoadProfile = {
  commandsPerSecond: 20,
  messageBytes: 1024,
  durationMilliseconds: 50,
  batch: 1,
};

/** Not asked for; stated with every estimate. */
export const assumptions = {
  /** Lambda promises no time; five minutes are commonly seen. */
  keepAliveSeconds: 300,
  /** Node.js 24 on arm64 with 1,024 MB, reported by https://github.com/maxday/lambda-perf of 2026-08-22. */
  initMilliseconds: 125,
  /** Three lines of Lambda and one of the part, for each message. */
  logBytes: 600,
  /** Of the stream that is loaded before a decision. */
  streamBytes: 4096,
} as const;

/** Seconds in an hour times the 730 hours that AWS reckons a month with. */
export const secondsPerMonth = 3600 * 730;

const secondsOf: Readonly<Record<string, number>> = { s: 1, min: 60, h: 3600, day: 86_400 };

/** `20/s`, `1200/min`, `0.5/h`, `1000000/day` as commands per second; undefined for anything else. */
export function parseLoad(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\/(s|min|h|day)$/.exec(text) ?? [];
  const seconds = secondsOf[unit ?? ""];
  const load = Number(amount);
  return seconds === undefined || !(load > 0) ? undefined : load / seconds;
}

/** `512`, `1KB`, `0.5KB` as bytes; undefined for anything else. */
export function parseBytes(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(KB)?$/i.exec(text) ?? [];
  const bytes = Number(amount) * (unit === undefined ? 1 : 1024);
  return Number.isInteger(bytes) && bytes > 0 ? bytes : undefined;
}
