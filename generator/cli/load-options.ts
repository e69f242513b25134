import { defaultLoad, type LoadProfile, parseBytes, parseLoad } from "../cost/load-profile.ts";
import { CliError, exitCodes } from "./cli-error.ts";
import type { OptionTable, OptionValues } from "./options.ts";

/** Options of what estimates are made for. */
export const loadOptions = {
  load: { type: "text", value: "rate", help: "commands, e.g. 20/s, 300/min, 5/h, 1000/day [20/s]" },
  "message-size": { type: "text", value: "size", help: "of command, commit and row [1KB]" },
  duration: { type: "text", value: "ms", help: "that a part takes for a message [50]" },
  batch: { type: "text", value: "number", help: "messages per delivery, 1 to 10 [1]" },
  memory: { type: "text", value: "MB", help: "of every function [as planned]" },
  architecture: {
    type: "text",
    value: "arm64|x86_64",
    choices: ["arm64", "x86_64"],
    help: "of every function [as planned]",
  },
} as const satisfies OptionTable;

/** What estimates are made for; everything wrong with the options is one error. */
export function readLoad(values: OptionValues<typeof loadOptions>): LoadProfile {
  const problems: string[] = [];
  const read = <Default>(
    option: keyof typeof loadOptions,
    initial: Default,
    { parse, expected }: { parse: (text: string) => number | undefined; expected: string },
  ): number | Default => {
    const text = values[option];
    if (text === undefined) return initial;
    const value = parse(text);
    if (value === undefined) problems.push(`--${option} takes ${expected}, found "${text}"`);
    return value ?? initial;
  };
  const memory = read("memory", undefined, {
    parse: wholeNumber(128, 10_240),
    expected: "a whole number of MB from 128 to 10240",
  });
  const { architecture } = values;
  const load: LoadProfile = {
    commandsPerSecond: read("load", defaultLoad.commandsPerSecond, {
      parse: parseLoad,
      expected: "a number of commands above 0 per s, min, h or day such as 20/s",
    }),
    messageBytes: read("message-size", defaultLoad.messageBytes, {
      parse: parseBytes,
      expected: "a size such as 512 or 2KB",
    }),
    durationMilliseconds: read("duration", defaultLoad.durationMilliseconds, {
      parse: wholeNumber(1, 900_000),
      expected: "a whole number of milliseconds from 1 to 900000",
    }),
    batch: read("batch", defaultLoad.batch, {
      parse: wholeNumber(1, 10),
      expected: "a whole number of messages from 1 to 10",
    }),
    ...(memory !== undefined && { memory }),
    ...((architecture === "arm64" || architecture === "x86_64") && { architecture }),
  };
  if (problems.length > 0) throw new CliError(exitCodes.usage, problems.join("\n"));
  return load;
}

function wholeNumber(least: number, most: number): (text: string) => number | undefined {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    return value >= least && value <= most ? value : undefined;
  };
}
