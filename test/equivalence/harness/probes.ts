import type { Replacements } from "./bundle-handlers.ts";

const deciders = ["order", "parcel", "wallet"] as const;
const projections = [
  ["order-summary", "orderSummaryProjection"],
  ["wallet-balance", "walletBalanceProjection"],
  ["wallet-history", "walletHistoryProjection"],
] as const;

/** Domain code that tells of every call: `order decides {…}`, `wallet-balance projects w1 3`. */
export const probes: Replacements = {
  ...Object.fromEntries(
    deciders.map((name) => [
      `plugins/trading/${name}/decider.ts`,
      (original: string) => `
        import { ${name} as real } from ${JSON.stringify(original)};
        export const ${name} = {
          ...real,
          decide(command, state) {
            probe("${name} decides " + JSON.stringify(command));
            return real.decide(command, state);
          },
        };`,
    ]),
  ),
  ...Object.fromEntries(
    projections.map(([folder, name]) => [
      `plugins/trading/${folder}/projection.ts`,
      (original: string) => `
        import { ${name} as real } from ${JSON.stringify(original)};
        export function ${name}(row, event, context) {
          probe("${folder} projects " + context.id + " " + context.version);
          return real(row, event, context);
        }`,
    ]),
  ),
};
