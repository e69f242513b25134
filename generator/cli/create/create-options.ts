import { defaultSettings } from "../../model/default-settings.ts";
import { describeOptions, type OptionTable, type OptionValues } from "../options.ts";

/** What can be chosen for a setting, the default first. */
export const strategies = ["single", "per-component", "micro"] as const;
export const packageManagers = ["npm", "pnpm", "yarn", "bun"] as const;

/** Every question of `create-reventless-app` has an option here. */
export const createOptions = {
  name: { type: "text", value: "name", help: "name of the app in kebab-case" },
  plugin: { type: "text", value: "Name", help: "first plugin, for example Ordering" },
  aggregate: { type: "text", value: "Name", help: "its aggregate, for example Order" },
  command: { type: "list", value: "spec", help: "a command: PlaceOrder:customerId=string" },
  event: { type: "list", value: "spec", help: "an event: OrderPlaced:customerId=string" },
  rejection: { type: "list", value: "spec", help: "why a command is refused: OrderNotPlaced" },
  type: { type: "list", value: "spec", help: "a type that messages name: OrderLine:sku=string" },
  "read-model": {
    type: "text",
    value: "Name",
    negatable: true,
    help: "a read model of the aggregate's events",
  },
  strategy: {
    type: "text",
    value: strategies.join("|"),
    choices: strategies,
    help: "what shares a Lambda function",
  },
  region: { type: "text", value: "region", help: "AWS region, for example eu-central-1" },
  "package-manager": {
    type: "text",
    value: packageManagers.join("|"),
    choices: packageManagers,
    help: "what installs the dependencies",
  },
  "carry-node": { type: "switch", help: "let the app carry its own Node.js (189 MB)" },
  git: { type: "switch", help: "make it a git repository" },
  install: { type: "switch", help: "install the dependencies" },
  kit: {
    type: "text",
    value: "spec",
    help: "version or file: spec of create-reventless-app to use",
  },
  yes: { type: "flag", short: "y", help: "ask nothing, take defaults" },
  "dry-run": { type: "flag", help: "print what would be written, write nothing" },
  json: { type: "flag", help: "print the result as JSON" },
  help: { type: "flag", short: "h", help: "print this" },
  version: { type: "flag", short: "v", help: "print the version" },
} as const satisfies OptionTable;

export type CreateValues = OptionValues<typeof createOptions>;

export function createHelp(): string {
  return `Usage: create-reventless-app [dir] [options]

Creates an event-sourced service for AWS Lambda in TypeScript. What no option says is asked;
without a terminal, options or --yes have to say it all.

Options:
${describeOptions(createOptions)}

Exit codes: 0 created, 1 internal error or a failed installation, 2 wrong usage or a missing
answer, 5 the directory is not empty, 130 cancelled. Default strategy: ${defaultSettings.strategy}.
`;
}
