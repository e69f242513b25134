import type { PluginPlan } from "../plan/deployment-plan.ts";
import { planNotices } from "../plan/notices.ts";
import { hostOf } from "./lasting-resources.ts";
import type { PlannedApp, StrategyEffect } from "./strategy-effect.ts";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const apiSeconds = 30;

/**
 * Why the settings of an app cannot be met under another strategy; empty when they can. A component's own timeout also applies to the part of it that answers the API. Only parts that move
 * count: what stays as it is, is no matter of strategy. A timeout of the whole app is no wish of theirs.
 */
export function unmetSettings(before: PlannedApp, after: PlannedApp): readonly string[] {
  return after.plans.flatMap((plan) => {
    const then = before.plans.find(({ project }) => project === plan.project);
    return plan.units.flatMap((unit) => {
      const { key, role, timeout, triggers, component, origins } = unit;
      const origin = origins.timeout ?? "timeout";
      const isOwn = origin.startsWith("plugins.");
      const isBehindApi = triggers.some(({ kind }) => kind === "http");
      if (!isBehindApi || !isOwn || timeout <= apiSeconds) return [];
      if (then !== undefined && hostOf(then, unit).name === hostOf(plan, unit).name) return [];
      return [
        `${key}: expected a timeout of at most ${apiSeconds} s, as it answers the API, which waits no longer; found ${timeout} s at ${origin}. Set "roles": { "${role}": { "timeout": ${apiSeconds} } } on ${component.names.name} in reventless.json.`,
      ];
    });
  });
}

/** What somebody should know who deploys the change. */
export function effectNotes(
  { model, plans }: PlannedApp,
  effect: StrategyEffect,
): readonly string[] {
  return [
    ...slowBehindApi(plans),
    ...planNotices(model, plans[0]?.environment),
    ...visibilityNote(effect),
    ...logsNote(effect),
  ];
}

/** Its answer would come too late; that other parts may take longer is fine. */
export function slowBehindApi(plans: readonly PluginPlan[]): readonly string[] {
  return plans.flatMap(({ functions }) =>
    functions
      .filter(({ behindApi, timeout }) => behindApi && timeout.value > apiSeconds)
      .map(
        ({ name, timeout }) =>
          `${name} answers the API, which waits ${apiSeconds} s at most; its ${timeout.value} s are for ${timeout.because}.`,
      ),
  );
}

function visibilityNote({ visibility }: StrategyEffect): readonly string[] {
  if (visibility.every(({ from, to }) => to > from)) return [];
  return [
    "Where visibility gets shorter, messages in hand during the deployment may come twice; they count once.",
  ];
}

function logsNote({ logGroupsRemoved }: StrategyEffect): readonly string[] {
  if (logGroupsRemoved.length === 0) return [];
  return ["The logs of removed functions are deleted with them; export what you need first."];
}
