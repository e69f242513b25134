import type { AppModel } from "../model/app-model.ts";
import { type FunctionPlan, type PluginPlan, planPlugin, type Unit } from "./deployment-plan.ts";
import { environmentNames, environmentPlans } from "./environments.ts";

/**
 * Of the 1,000 invocations at the same time that an account has in a region at first, 100 cannot be
 * reserved (https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html).
 */
const reservableAtFirst = 900;

/**
 * Of one HTTP API; the first can be raised
 * (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
 */
const apiQuotas = { routes: 300, integrations: 300 } as const;

/** What works as it is, but may surprise: sentences for people who look at the plan. */
export function planNotices(app: AppModel, environment?: string): readonly string[] {
  const plans = app.plugins.map((plugin) => planPlugin(app, plugin, environment));
  const functions = plans.flatMap((plan) => plan.functions);
  return [
    ...reservationNotices(functions),
    ...functions.flatMap(cappedNotices),
    ...functions.flatMap(unlimitedQueueNotices),
    ...plans.flatMap(apiNotices),
    ...environmentNotices(app),
  ];
}

function environmentNotices(app: AppModel): readonly string[] {
  const differing = new Set(
    app.plugins.flatMap((plugin) => environmentPlans(app, plugin).map((plan) => plan.environment)),
  );
  return environmentNames(app)
    .filter((name) => !differing.has(name))
    .map((name) => `The environment ${name} has the functions that all others have.`);
}

function reservationNotices(functions: readonly FunctionPlan[]): readonly string[] {
  const values = functions.map(({ reservedConcurrency, provisionedConcurrency }) => {
    return (reservedConcurrency ?? provisionedConcurrency)?.value ?? 0;
  });
  const sum = values.reduce((total, value) => total + value, 0);
  if (sum <= reservableAtFirst) return [];
  return [
    `The functions set ${sum} concurrent invocations aside; an account has ${reservableAtFirst} to give in a region until AWS raises its quota.`,
  ];
}

/** Members that did not ask for a reservation are held to it all the same. */
function cappedNotices({ name, units, reservedConcurrency }: FunctionPlan): readonly string[] {
  if (reservedConcurrency === undefined) return [];
  const capped = units.filter((unit) => unit.reservedConcurrency === undefined);
  if (capped.length === 0) return [];
  return [
    `The ${reservedConcurrency.value} concurrent invocations reserved for the function ${name} (${reservedConcurrency.because}) also limit ${keysOf(capped)}, which did not ask for any.`,
  ];
}

/** https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html */
function unlimitedQueueNotices({ name, units, reservedConcurrency }: FunctionPlan) {
  // A function that is switched off is meant to leave its queues alone.
  if (reservedConcurrency === undefined || reservedConcurrency.value === 0) return [];
  const unlimited = units.filter(
    ({ triggers, maximumConcurrency }) =>
      maximumConcurrency === undefined && triggers.some(({ kind }) => kind === "queues"),
  );
  if (unlimited.length === 0) return [];
  return [
    `Queues of ${keysOf(unlimited)} may be polled faster than the ${reservedConcurrency.value} concurrent invocations reserved for the function ${name} allow, and throttled messages end as dead letters; set maximumConcurrency, together at most ${reservedConcurrency.value}.`,
  ];
}

/** Every role behind the API has an integration, which has the routes of the role. */
function apiNotices({ plugin, units }: PluginPlan): readonly string[] {
  const roles = units
    .map(({ triggers }) => triggers.filter(({ kind }) => kind === "http").length)
    .filter((count) => count > 0);
  const routes = roles.reduce((total, count) => total + count, 0);
  if (roles.length > apiQuotas.integrations) {
    return [
      `The API of ${plugin.name} has ${roles.length} integrations, of which AWS takes ${apiQuotas.integrations}; move components to another plugin before it is deployed.`,
    ];
  }
  if (routes <= apiQuotas.routes) return [];
  return [
    `The API of ${plugin.name} has ${routes} routes, of which AWS takes ${apiQuotas.routes} until it raises the quota.`,
  ];
}

function keysOf(units: readonly Unit[]): string {
  const keys = units.map(({ key }) => key);
  return keys.length > 3
    ? `${keys.slice(0, 3).join(", ")} and ${keys.length - 3} more`
    : keys.join(", ");
}
