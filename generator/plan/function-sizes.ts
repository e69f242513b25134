import type { Architecture, Sizes } from "../model/app-model.ts";
import type { Unit } from "./deployment-plan.ts";

/** A value with the unit that asked for the most. */
export interface Sized {
  readonly value: number;
  /** `order/command-topic`; where several add up, all of them: `cart/command-topic, order/command-topic`. */
  readonly because: string;
}

export interface FunctionSizes {
  readonly memory: Sized;
  readonly timeout: Sized;
  readonly ephemeralStorage: Sized;
  readonly logRetentionDays: Sized;
  /** The same for all units, or `checkSizes` says whose differs. */
  readonly architecture: Architecture;
  readonly provisionedConcurrency?: Sized;
  readonly reservedConcurrency?: Sized;
}

/** A shared function takes the maximum of its members, except for what is reserved for them. */
export function functionSizes(units: readonly Unit[]): FunctionSizes {
  const provisionedConcurrency = largest(units, "provisionedConcurrency");
  const reservedConcurrency = reserved(units);
  return {
    memory: largest(units, "memory") ?? nothing,
    timeout: largest(units, "timeout") ?? nothing,
    ephemeralStorage: largest(units, "ephemeralStorage") ?? nothing,
    logRetentionDays: largest(units, "logRetentionDays") ?? nothing,
    architecture: units[0]?.architecture ?? "arm64",
    ...(provisionedConcurrency !== undefined && { provisionedConcurrency }),
    ...(reservedConcurrency !== undefined && { reservedConcurrency }),
  };
}

const nothing: Sized = { value: 0, because: "" };

/** The first of the largest is named. */
function largest(
  units: readonly Unit[],
  setting: Exclude<keyof Sizes, "architecture">,
): Sized | undefined {
  return units.reduce<Sized | undefined>((most, { key, [setting]: value }) => {
    if (value === undefined || value <= (most?.value ?? -1)) return most;
    return { value, because: key };
  }, undefined);
}

/**
 * What is reserved adds up: members run at the same time, so each keeps what was set aside for it
 * only if the function has all of it. What is set in one place is set aside once for all in the
 * function that it is meant for, as it would be were they alone in it.
 */
function reserved(units: readonly Unit[]): Sized | undefined {
  const places = new Set<string | undefined>();
  const all = units.filter(({ reservedConcurrency, origins }) => {
    const isFirst = !places.has(origins.reservedConcurrency);
    places.add(origins.reservedConcurrency);
    return isFirst && reservedConcurrency !== undefined;
  });
  if (all.length === 0) return undefined;
  return {
    value: all.reduce((sum, { reservedConcurrency = 0 }) => sum + reservedConcurrency, 0),
    because: all.map(({ key }) => key).join(", "),
  };
}
