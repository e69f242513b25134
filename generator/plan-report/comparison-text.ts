import type { LoadProfile } from "../cost/load-profile.ts";
import { priceRows } from "../cost/prices.ts";
import type { LimitsUsed, LimitUsed } from "./limits-used.ts";
import { describeLoad } from "./load-text.ts";
import type { ComparedStrategy } from "./strategy-comparison.ts";
import { columns, dollars, grouped, wrap } from "./text-columns.ts";

/** Strategies side by side, in lines. */
export function comparisonText(
  compared: readonly ComparedStrategy[],
  load: LoadProfile,
  current: ComparedStrategy["strategy"],
): readonly string[] {
  const row = (what: string, cell: (each: ComparedStrategy) => string) => [
    what,
    ...compared.map(cell),
  ];
  const items = [
    ...new Set(compared.flatMap(({ estimate }) => estimate.lines.map(({ item }) => item))),
  ];
  const rows = [
    row("", ({ strategy }) =>
      strategy === current && strategy !== "now" ? `${strategy}, now` : strategy,
    ),
    row("functions", ({ functions }) => grouped(functions)),
    row("roles", ({ roles }) => grouped(roles)),
    row("components that share a function", ({ blastRadius }) =>
      blastRadius < 2 ? "none" : `up to ${grouped(blastRadius)}`,
    ),
    row("largest bundle", bundleText),
    row("cold starts of a command after idle", ({ estimate }) =>
      String(Number(estimate.coldStartsAfterIdle.toFixed(2))),
    ),
    row("cold starts per million commands", ({ estimate }) =>
      grouped(Math.round(estimate.coldStartsPerMillion)),
    ),
    row("messages handled at the same time", ({ estimate }) =>
      String(Number(estimate.concurrency.toFixed(2))),
    ),
    row("environments that serve them", ({ estimate }) => grouped(estimate.environments)),
    limitRow("environment", "bytes", (limits) => limits.environment),
    limitRow("policy document", "characters", (limits) => limits.policy),
    limitRow("name closest to its limit", "characters", (limits) => limits.name),
    row("Costs of a million commands", () => ""),
    ...items.map((item) =>
      row(`  ${item}${isUnverified(item, compared) ? " *" : ""}`, ({ estimate }) => {
        const line = estimate.lines.find((each) => each.item === item);
        return line === undefined ? "-" : dollars(line.dollars);
      }),
    ),
    row("  together", ({ estimate }) => dollars(estimate.dollarsPerMillion)),
    row("Alarms of functions a month *", ({ estimate }) => dollars(estimate.fixedDollarsPerMonth)),
    row("A month at this load", ({ estimate }) => dollars(estimate.dollarsPerMonth)),
  ];
  function limitRow(what: string, unit: string, limit: (limits: LimitsUsed) => LimitUsed) {
    const [of] = compared.flatMap(({ limits }) => (limits === undefined ? [] : [limit(limits)]));
    return row(`${what}, ${unit}`, ({ limits }) =>
      limits === undefined || of === undefined ? "-" : usedText(limit(limits)),
    );
  }
  const right = compared.map((_each, index) => index + 1);
  return [
    ...columns(rows, { right }),
    ...wrap(
      `At ${describeLoad(load)}. A part is taken to need as long with any memory. Queries, storage and polls of idle queues are not in it; they are the same under every strategy. * has a price from copies without a date.`,
    ),
  ];
}

function usedText({ used, limit }: LimitUsed): string {
  return `${grouped(used)}/${grouped(limit)}`;
}

function bundleText({ bundles }: ComparedStrategy): string {
  if (bundles.largest === undefined) return "-";
  return `${grouped(Math.round(bundles.largest.bytes / 1024))} KB`;
}

function isUnverified(item: string, compared: readonly ComparedStrategy[]): boolean {
  const [line] = compared.flatMap(({ estimate }) =>
    estimate.lines.filter((each) => each.item === item),
  );
  return line !== undefined && !line.verified;
}

/** Functions that several components are in, what bundles could not be made, and what forbids a strategy. */
export function comparisonDetails(compared: readonly ComparedStrategy[]): readonly string[] {
  return [...blastText(compared), ...bundleNotes(compared), ...problemText(compared)];
}

/** More components than that are counted. */
const listedComponents = 8;

function blastText(compared: readonly ComparedStrategy[]): readonly string[] {
  return compared.flatMap(({ strategy, shared }) =>
    shared.map(({ name, components }) => {
      const listed = components.slice(0, listedComponents).join(", ");
      const more = components.length - listedComponents;
      return `${strategy}: ${name} hosts ${listed}${more > 0 ? ` and ${grouped(more)} more` : ""}, which share its role, its deployments and its failures.`;
    }),
  );
}

function bundleNotes(compared: readonly ComparedStrategy[]): readonly string[] {
  const missing = compared.find(({ bundles }) => bundles.made === 0 && bundles.problem);
  if (missing !== undefined) return [`No bundle was made: ${missing.bundles.problem}.`];
  return compared.flatMap(({ strategy, bundles: { made, functions, problem } }) => {
    if (problem !== undefined) {
      return [`${strategy}: not all bundles could be made: ${problem}. Is everything generated?`];
    }
    return made < functions
      ? [`${strategy}: the largest bundle is that of the ${made} functions with the most parts.`]
      : [];
  });
}

/** More of them are counted. */
const listedProblems = 2;

function problemText(compared: readonly ComparedStrategy[]): readonly string[] {
  return compared.flatMap(({ strategy, problems }) => {
    const more = problems.length - listedProblems;
    return [
      ...problems
        .slice(0, listedProblems)
        .map((problem) => `${strategy} is not possible: ${problem}`),
      ...(more > 0 ? [`${strategy} has ${grouped(more)} more such problems (--json).`] : []),
    ];
  });
}

/** Every price with where it is from. */
export function priceText(): readonly string[] {
  return priceRows().flatMap(({ name, dollars: price, units, unit, page, seen, verified }) => [
    `${name}: $${plain(price)} per ${units === 1 ? "" : `${grouped(units)} `}${unit}${verified ? "" : " *"}`,
    `  ${page} (${seen})`,
  ]);
}

/** Without an exponent. */
function plain(value: number): string {
  return value.toFixed(10).replace(/\.?0+$/, "");
}
