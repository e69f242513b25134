import type { LoadProfile } from "../cost/load-profile.ts";
import { grouped } from "./text-columns.ts";

/** `20 commands/s of 1,024 bytes, 50 ms a part, 1 message per delivery; list prices of us-east-1`. */
export function describeLoad(load: LoadProfile): string {
  const { commandsPerSecond, messageBytes, durationMilliseconds, batch } = load;
  const parts = [
    `${describeRate(commandsPerSecond)} of ${grouped(messageBytes)} bytes`,
    `${durationMilliseconds} ms a part`,
    `${batch} ${batch === 1 ? "message" : "messages"} per delivery`,
    ...(load.memory === undefined ? [] : [`${load.memory} MB`]),
    ...(load.architecture === undefined ? [] : [load.architecture]),
  ];
  return `${parts.join(", ")}; list prices of us-east-1`;
}

/** In the unit in which it is at least one. */
export function describeRate(perSecond: number): string {
  const units = [
    ["s", 1],
    ["min", 60],
    ["h", 3600],
    ["day", 86_400],
  ] as const;
  const [unit, seconds] = units.find(([, each]) => perSecond * each >= 1) ?? ["day", 86_400];
  return `${Number((perSecond * seconds).toPrecision(3))} commands/${unit}`;
}
