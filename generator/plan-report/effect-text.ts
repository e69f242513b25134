import type { Estimate } from "./estimate.ts";
import type { SizeReport } from "./function-report.ts";
import type { LimitUsed } from "./limits-used.ts";
import { describeLoad } from "./load-text.ts";
import type { FunctionChange, StrategyEffect } from "./strategy-effect.ts";
import { columns, counted, dollars, grouped, wrap } from "./text-columns.ts";

/** Longest list of functions or mappings that is shown in full; `--json` has all. */
const shownRows = 40;

/** The effect of another strategy for people, in lines. */
export function effectText(effect: StrategyEffect, notes: readonly string[]): readonly string[] {
  if (isWithoutEffect(effect)) {
    return ["Nothing changes but reventless.json: every part stays in its function, as it is."];
  }
  return [
    ...functionLines(effect),
    ...rePointedLines(effect),
    ...visibilityLines(effect),
    "",
    ...resourceLines(effect),
    ...limitLines(effect),
    ...estimateLines(effect),
    ...(notes.length === 0 ? [] : ["", ...notes.flatMap((note) => wrap(`Note: ${note}`, "  "))]),
  ];
}

function isWithoutEffect({ functions, resources }: StrategyEffect): boolean {
  const { created, removed, replaced, updated } = resources;
  return (
    functions.every(({ action }) => action === "keep") &&
    created.length + removed.length + replaced.length + updated.length === 0
  );
}

const signs = { create: "+", remove: "-", change: "~", keep: " " } as const;

function functionLines({ functions, roles }: StrategyEffect): readonly string[] {
  const changed = functions.filter(({ action }) => action !== "keep");
  const kept = functions.length - changed.length;
  const plugins = [...new Set(changed.map(({ plugin }) => plugin))];
  const { created, removed } = roles;
  const head = `Functions, each with a role and a log group: ${created} created, ${removed} removed, ${roles.kept} kept`;
  return [
    head,
    ...plugins.flatMap((plugin) => {
      const own = changed.filter((each) => each.plugin === plugin);
      const title = plugins.length === 1 ? [] : [`  ${plugin}`];
      const shown = own.slice(0, shownRows);
      return [
        ...title,
        ...columns(shown.map(functionRow), { indent: "  ", right: [2, 3] }),
        ...more(own),
      ];
    }),
    ...whyLines(changed),
    ...(kept === 0 ? [] : [`  ${counted(kept, "function")} as before`]),
  ];
}

function functionRow({ action, name, before, after }: FunctionChange): readonly string[] {
  const state = after ?? before;
  const parts = counted(state?.parts.length ?? 0, "part");
  return [
    `${signs[action]} ${name}`,
    parts,
    sizeText(before?.memory, after?.memory, "MB"),
    sizeText(before?.timeout, after?.timeout, "s"),
  ];
}

function sizeText(before: SizeReport | undefined, after: SizeReport | undefined, unit: string) {
  const now = after ?? before;
  if (before === undefined || after === undefined || before.value === after.value) {
    return `${grouped(now?.value ?? 0)} ${unit}`;
  }
  return `${grouped(before.value)} → ${grouped(after.value)} ${unit}`;
}

/** Why a function is as large as it is, where some of its parts asked for less. */
function whyLines(changes: readonly FunctionChange[]): readonly string[] {
  return changes.flatMap(({ name, after }) => {
    if (after === undefined) return [];
    const reasons = (["memory", "timeout"] as const).flatMap((size) => {
      const { value, because, setting } = after[size];
      if (because.length === after.parts.length) return [];
      const unit = size === "memory" ? "MB" : "s";
      return [
        `${name} has ${grouped(value)} ${unit} because of ${because.join(", ")} (${setting})`,
      ];
    });
    return reasons.flatMap((reason) => wrap(`  ${reason}`, "    "));
  });
}

function rePointedLines({ rePointed }: StrategyEffect): readonly string[] {
  if (rePointed.length === 0) return [];
  const rows = rePointed
    .slice(0, shownRows)
    .map(({ kind, name, from, to }) => [kind, name, `${from} → ${to}`]);
  const wide = columns(rows, { indent: "  " });
  const lines = wide.some(({ length }) => length > 100)
    ? rows.flatMap(([kind = "", name = "", change = ""]) => [`  ${kind} ${name}`, `    ${change}`])
    : wide;
  return ["", "Pointed at another function, each in its place", ...lines, ...more(rePointed)];
}

function visibilityLines({ visibility }: StrategyEffect): readonly string[] {
  if (visibility.length === 0) return [];
  const rows = visibility
    .slice(0, shownRows)
    .map(({ queue, from, to }) => [queue, `${grouped(from)} → ${grouped(to)} s`]);
  return [
    "",
    "Visibility of queues, six times the timeout of the function behind them",
    ...columns(rows, { indent: "  " }),
    ...more(visibility),
  ];
}

function resourceLines({ resources }: StrategyEffect): readonly string[] {
  const { data, created, removed, replaced, updated } = resources;
  const inPlace = new Set(updated.map(({ type, name }) => `${type} ${name}`)).size;
  return [
    `${grouped(data.touched)} of ${grouped(data.total)} data resources touched (tables, queues, topics, subscriptions)`,
    `Lasting resources, with mappings and routes: ${created.length} created, ${removed.length} removed, ${replaced.length} replaced, ${inPlace} updated in place`,
  ].flatMap((line) => wrap(line, "  "));
}

function limitLines({ limits: { before, after } }: StrategyEffect): readonly string[] {
  if (after === undefined) return [];
  const row = (what: string, then: LimitUsed | undefined, now: LimitUsed) => [
    `  ${what}`,
    then === undefined ? "-" : limitText(then),
    limitText(now),
    now.subject,
  ];
  const rows = [
    ["Limits", "before", "after", "closest to it"],
    row("bytes of an environment", before?.environment, after.environment),
    row("characters of a policy", before?.policy, after.policy),
    row("characters of a name", before?.name, after.name),
  ];
  return ["", ...columns(rows, { right: [1, 2] })];
}

function limitText({ used, limit }: LimitUsed): string {
  return `${grouped(used)} of ${grouped(limit)}`;
}

function estimateLines({ estimate: { load, before, after } }: StrategyEffect): readonly string[] {
  const row = (what: string, value: (each: Estimate) => string) => [
    what,
    value(before),
    value(after),
  ];
  const rows = [
    ["Estimate", "before", "after"],
    row("  cold starts of a command after idle", (each) => rounded(each.coldStartsAfterIdle)),
    row("  environments that serve it", (each) => grouped(each.environments)),
    row("  a million commands", (each) => dollars(each.dollarsPerMillion)),
    row("  alarms of functions a month", (each) => dollars(each.fixedDollarsPerMonth)),
  ];
  return ["", ...columns(rows, { right: [1, 2] }), ...wrap(`  at ${describeLoad(load)}`, "  ")];
}

function rounded(value: number): string {
  return String(Number(value.toFixed(2)));
}

function more(rows: readonly unknown[]): readonly string[] {
  return rows.length > shownRows ? [`  and ${grouped(rows.length - shownRows)} more (--json)`] : [];
}
