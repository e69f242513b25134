import { changedSettings, type FunctionDifference } from "./function-differences.ts";
import type {
  FunctionReport,
  PartReport,
  PluginReport,
  SizeReport,
  TriggerReport,
} from "./function-report.ts";
import type { PlannedStatement } from "./permissions.ts";
import { columns, counted, grouped, wrap } from "./text-columns.ts";

/** A plugin's functions for people: a table, then each function with its reasons. */
export function pluginText({ plugin, project, functions }: PluginReport): readonly string[] {
  if (functions.length === 0) return [`${plugin} (${project}) has no functions yet.`];
  const rows = [
    ["Function", "Memory", "Timeout", "Concurrency", "Parts"],
    ...functions.map((each) => [
      each.name,
      `${grouped(each.memory.value)} MB`,
      `${each.timeout.value} s`,
      concurrencyText(each),
      String(each.parts.length),
    ]),
  ];
  return [
    `${plugin} (${project}): ${counted(functions.length, "function")}`,
    "",
    ...columns(rows, { right: [1, 2, 4] }),
    ...functions.flatMap((each) => ["", ...functionText(each)]),
  ];
}

function concurrencyText({ reservedConcurrency, provisionedConcurrency }: FunctionReport): string {
  const parts = [
    ...(reservedConcurrency === undefined ? [] : [`${reservedConcurrency.value} reserved`]),
    ...(provisionedConcurrency === undefined ? [] : [`${provisionedConcurrency.value} warm`]),
  ];
  return parts.length === 0 ? "as needed" : parts.join(", ");
}

function functionText(each: FunctionReport): readonly string[] {
  const { policy, parts } = each;
  const reasons = [
    reason(each.memory, "MB", parts),
    reason(each.timeout, "s", parts),
    ...(each.ephemeralStorage.setting === "ephemeralStorage"
      ? []
      : [reason(each.ephemeralStorage, "MB of /tmp", parts)]),
    ...(each.reservedConcurrency === undefined
      ? []
      : [reason(each.reservedConcurrency, "reserved", parts)]),
    ...(each.provisionedConcurrency === undefined
      ? []
      : [reason(each.provisionedConcurrency, "warm", parts)]),
  ];
  const documents = policy.documents === 1 ? "policy" : `${policy.documents} policies, the largest`;
  return [
    each.name,
    ...reasons.flatMap((line) => wrap(`  ${line}`, "    ")),
    ...parts.flatMap(partText),
    `  may, in ${policy.kind === "inline" ? "an inline" : "managed"} ${documents} with ${grouped(policy.characters)} of ${grouped(policy.limit)} characters:`,
    ...each.permissions.flatMap(permissionText),
  ];
}

/** Why a size is what it is: whose it is, and where that is written. */
function reason(
  { value, because, setting }: SizeReport,
  unit: string,
  parts: readonly PartReport[],
): string {
  const size = `${grouped(value)} ${unit}`;
  const whose =
    because.length === parts.length && parts.length > 1 ? "all its parts" : because.join(", ");
  const where = setting.includes(".") ? setting : `${setting} of the app`;
  return `${size} because of ${whose} (${where})`;
}

function partText({ part, triggers }: PartReport): readonly string[] {
  return [
    `  ${part}`,
    ...triggers.flatMap((trigger) => wrap(`    ${triggerText(trigger)}`, "      ")),
  ];
}

function triggerText(trigger: TriggerReport): string {
  const { kind, source, batchSize, maximumConcurrency, visibility } = trigger;
  if (kind === "http") return source;
  if (kind === "stream") return `stream of ${source}, up to ${batchSize} at once`;
  const limit =
    maximumConcurrency === undefined ? "" : `, ${maximumConcurrency} batches in parallel`;
  return `queue ${source}, up to ${batchSize} at once${limit}, hidden for ${grouped(visibility ?? 0)} s meanwhile`;
}

function permissionText({ effect, actions, resource }: PlannedStatement): readonly string[] {
  const verb = effect === "Deny" ? "never " : "";
  return wrap(`    ${resource.kind} ${resource.name}: ${verb}${actions.join(" ")}`, "      ");
}

/** What is planned otherwise than it was generated last. */
export function differencesText(differences: readonly FunctionDifference[]): readonly string[] {
  if (differences.length === 0) return ["The functions are as they were generated last."];
  const verbs = { create: "+", remove: "-", change: "~" } as const;
  return [
    `${counted(differences.length, "difference")} from what was generated last:`,
    ...differences.flatMap((difference) => [
      `  ${verbs[difference.action]} ${difference.name} of ${difference.plugin}`,
      ...changeLines(difference).flatMap((line) => wrap(`      ${line}`, "        ")),
    ]),
    "reventless regenerate brings the generated files up to date.",
  ];
}

function changeLines({ generated, planned }: FunctionDifference): readonly string[] {
  if (generated === undefined || planned === undefined) {
    return [(planned ?? generated)?.parts.join(", ") ?? ""];
  }
  const gone = generated.parts.filter((part) => !planned.parts.includes(part));
  const come = planned.parts.filter((part) => !generated.parts.includes(part));
  return [
    ...(come.length === 0 ? [] : [`also hosts ${come.join(", ")}`]),
    ...(gone.length === 0 ? [] : [`no longer hosts ${gone.join(", ")}`]),
    ...changedSettings(generated, planned).map(
      ({ setting, from = "the usual", to = "the usual" }) => `${setting} ${from} → ${to}`,
    ),
  ];
}
