import { rootNames } from "../codec/index.ts";
import { sampleJson } from "../codec/sample-json.ts";
import { type MessageModel, namedType } from "../codec/type-model.ts";
import type { AppModel, PackageManager } from "../model/app-model.ts";
import { componentNames } from "../plan/component-kinds.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import { environmentNames, environmentPlans } from "../plan/environments.ts";
import type { EmittedFile } from "./emitted-file.ts";
import { stateFormat } from "./state-format.ts";
import { renderTemplate } from "./templates.ts";

/** Versions a new app starts with: exact, so that two people who create an app get the same. */
export const appDependencies = {
  dependencies: {
    "@aws-sdk/client-dynamodb": "3.1164.0",
    "@aws-sdk/client-sns": "3.1164.0",
    "@aws-sdk/client-sqs": "3.1164.0",
  },
  devDependencies: {
    "@pulumi/aws": "7.48.0",
    "@pulumi/pulumi": "3.270.0",
    "@types/aws-lambda": "8.10.164",
    "@types/node": "24.19.2",
    esbuild: "0.28.2",
    typescript: "6.0.3",
    vitest: "5.1.1",
  },
} as const;

/** Lambda's own major, for apps that carry a Node. */
const carriedNode = "24.21.0";

export interface AppInput {
  readonly app: AppModel;
  readonly plans: readonly PluginPlan[];
  /** Dependency spec of the kit: a version or `file:vendor/….tgz`. */
  readonly kit: string;
  /** Messages of the first aggregate, for the calls in the README. */
  readonly example: MessageModel;
}

/** Files of the app as a whole that follow the model; edits to them are merged. */
export function emitAppDocuments({
  app,
  plans,
  kit,
}: Omit<AppInput, "example" | "kit"> & {
  readonly kit: string | undefined;
}): readonly EmittedFile[] {
  const view = componentsView(app, plans);
  const rendered = (path: string, template: string): EmittedFile => ({
    path,
    text: renderTemplate(template, view),
    owner: "generator",
  });
  return [
    rendered("COMPONENTS.md", "app/COMPONENTS.md"),
    { path: "package.json", text: packageJson(app, plans, kit), owner: "generator" },
    rendered("tsconfig.json", "app/tsconfig.json"),
    rendered(".gitignore", "app/gitignore"),
    { path: ".nvmrc", text: "24\n", owner: "generator" },
    rendered(".reventless/.gitattributes", "app/gitattributes"),
    {
      path: ".reventless/project.json",
      text: `{ "format": ${stateFormat} }\n`,
      owner: "generator",
    },
  ];
}

/** Files of the app as a whole that are set up once, and are the user's from then on. */
export function emitAppSetup(input: AppInput): readonly EmittedFile[] {
  const { app, plans } = input;
  const view = { ...componentsView(app, plans), ...exampleCalls(input) };
  return [
    { path: "README.md", text: renderTemplate("app/README.md", view), owner: "user" },
    { path: "AGENTS.md", text: renderTemplate("app/AGENTS.md", view), owner: "user" },
  ];
}

function packageJson(app: AppModel, plans: readonly PluginPlan[], kit: string | undefined): string {
  const { dependencies, devDependencies } = appDependencies;
  const own = {
    ...devDependencies,
    // Who removed the kit does not get it back.
    ...(kit !== undefined && { "create-reventless-app": kit }),
    ...(app.carriesNode && { node: carriedNode }),
  };
  const document = {
    name: app.name,
    version: "0.1.0",
    private: true,
    type: "module",
    engines: { node: ">=22.12" },
    scripts: {
      dev: "reventless dev",
      generate: "reventless regenerate",
      test: "vitest run",
      typecheck: "tsc",
      deploy: plans.map(({ kebab }) => `pulumi -C plugins/${kebab}/stack up`).join(" && "),
    },
    dependencies,
    devDependencies: Object.fromEntries(Object.entries(own).sort(([a], [b]) => (a < b ? -1 : 1))),
    // npm runs install scripts of packages only when they are allowed.
    ...(app.packageManager === "pnpm" && { pnpm: { onlyBuiltDependencies: ["esbuild", "node"] } }),
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

const commands: Readonly<
  Record<PackageManager, { readonly install: string; readonly run: string; readonly test: string }>
> = {
  npm: { install: "npm install", run: "npm run", test: "npm test" },
  pnpm: { install: "pnpm install", run: "pnpm run", test: "pnpm test" },
  yarn: { install: "yarn install", run: "yarn run", test: "yarn test" },
  bun: { install: "bun install", run: "bun run", test: "bun run test" },
};

function componentsView(app: AppModel, plans: readonly PluginPlan[]) {
  const components = plans.flatMap((plan) =>
    plan.plugin.components.map((component, index) => {
      const shape = plan.components[index];
      const routes = shape?.roles.flatMap(({ triggers }) => triggers) ?? [];
      return {
        name: component.name,
        kind: component.kind === "aggregate" ? "aggregate" : `read model of ${component.from}`,
        routes: routes
          .filter(({ kind }) => kind === "http")
          .map(({ source }) => `\`${source}\``)
          .join("<br>"),
      };
    }),
  );
  const others = plans.flatMap((plan) => environmentPlans(app, plan.plugin));
  return {
    app: app.name,
    ...commands[app.packageManager],
    components,
    functions: plans.flatMap(functionRows),
    environments: environmentNames(app)
      .map((name) => ({ name, own: others.filter(({ environment }) => environment === name) }))
      .filter(({ own }) => own.length > 0)
      .map(({ name, own }) => ({ name, functions: own.flatMap(functionRows) })),
    plugins: plans.map(({ kebab }) => ({ kebab })),
    firstPlugin: plans[0]?.kebab ?? "",
    diagram: plans.flatMap(diagram),
  };
}

function functionRows({ project, functions, environment = "…" }: PluginPlan) {
  return functions.map(({ name, units, memory, timeout }) => ({
    name: `${project}-${environment}-${name}`,
    hosts: units.map(({ key }) => key).join(", "),
    memory: memory.value,
    timeout: timeout.value,
  }));
}

/** Messages from the API to the rows. */
function diagram(plan: PluginPlan): readonly string[] {
  return plan.plugin.components.flatMap((component, index) => {
    const kebab = plan.components[index]?.names.kebab ?? "";
    if (component.kind === "aggregate") {
      return [
        `client([client]) -->|command| ${kebab}-commands[(${kebab}-commands)]`,
        `${kebab}-commands --> ${kebab}{{${component.name}}}`,
        `${kebab} --> ${kebab}-event-log[(${kebab}-event-log)]`,
        `${kebab}-event-log -->|stream| ${kebab}-events((${kebab}-events))`,
      ];
    }
    const source = plan.components.find(({ names }) => names.name === component.from)?.names.kebab;
    return [
      `${source}-events --> ${kebab}-collector[(${kebab}-collector)]`,
      `${kebab}-collector --> ${kebab}-query-db[(${kebab}-query-db)]`,
      `${kebab}-query-db -->|row| client`,
    ];
  });
}

/** Where `npm run dev` listens. */
const devAddress = "http://localhost:4000";

/** The first command that can be sent, and the query that shows what came of it. */
function exampleCalls({ plans, example }: AppInput) {
  const plan = plans.find(({ plugin }) =>
    plugin.components.some(({ kind }) => kind === "aggregate"),
  );
  const aggregate = plan?.plugin.components.find(({ kind }) => kind === "aggregate");
  if (plan === undefined || aggregate === undefined) return { curlCommand: "", curlQuery: "" };
  const reader = plan.plugin.components.find(
    (component) => component.kind === "read-model" && component.from === aggregate.name,
  );
  const { kebab, source } = componentNames(plan.plugin.name, aggregate.name);
  const command = sampleJson(namedType(example, rootNames(aggregate.name).command), example);
  const readerPath = reader && componentNames(plan.plugin.name, reader.name).source;
  return {
    curlCommand: `curl -X POST ${devAddress}/${source}/${kebab}-1 -H 'content-type: application/json' -d '${JSON.stringify(command)}'`,
    curlQuery: readerPath === undefined ? "" : `curl ${devAddress}/${readerPath}/${kebab}-1`,
  };
}
