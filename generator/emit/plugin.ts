import { stringLiteral } from "../codec/literals.ts";
import type { AppModel } from "../model/app-model.ts";
import { defaultSettings } from "../model/default-settings.ts";
import { camelCase } from "../model/names.ts";
import { roleProperty } from "../plan/component-kinds.ts";
import type { FunctionPlan, PluginPlan, Unit } from "../plan/deployment-plan.ts";
import { environmentNames, environmentPlans } from "../plan/environments.ts";
import { compare, type Import, imports, list, property } from "./code-text.ts";
import type { EmittedFile } from "./emitted-file.ts";
import { renderCode } from "./render-code.ts";
import { renderTemplate } from "./templates.ts";
import { environmentVariables, variablesOf } from "./variable-names.ts";

/** The files of a plugin that speak of all its components: handlers and stack. */
export function emitPlugin(app: AppModel, plan: PluginPlan): readonly EmittedFile[] {
  if (plan.components.length === 0) return [];
  const folder = `plugins/${plan.kebab}`;
  const others = environmentPlans(app, plan.plugin);
  const view = pluginView(app, plan, others);
  const derived = (path: string, text: string): EmittedFile => ({ path, text, owner: "generator" });
  return [
    ...[plan, ...others].flatMap((each) => [
      ...each.functions.map((host) =>
        derived(
          `${folder}/handlers/${handlerFile(each, host)}`,
          renderCode("plugin/handler.ts", handlerView(each, host)),
        ),
      ),
      derived(
        `${folder}/stack/${functionsFile(each)}`,
        renderCode("plugin/functions.ts", functionsView(app, each)),
      ),
    ]),
    derived(`${folder}/stack/Pulumi.yaml`, renderTemplate("plugin/Pulumi.yaml", view)),
    derived(`${folder}/stack/index.ts`, renderCode("plugin/index.ts", view)),
    derived(`${folder}/stack/stack.test.ts`, renderCode("plugin/stack.test.ts", view)),
    {
      path: `${folder}/stack/overrides.ts`,
      text: renderCode("plugin/overrides.ts", view),
      owner: "user",
    },
  ];
}

/** Below `handlers`: an environment with functions of its own has a folder of its own. */
function handlerFile({ environment }: PluginPlan, { name }: FunctionPlan): string {
  return environment === undefined ? `${name}.ts` : `${environment}/${name}.ts`;
}

/** Not `functions.<environment>.ts`: an environment may be called `test`. */
function functionsFile({ environment }: PluginPlan): string {
  return environment === undefined ? "functions.ts" : `functions-${environment}.ts`;
}

function handlerView({ environment }: PluginPlan, { name, units }: FunctionPlan) {
  const up = environment === undefined ? "../" : "../../";
  const files = units.map(
    (unit): Import => ({
      names: unit.triggers.map(({ handler }) => handler),
      from: `${up}${unit.component.names.kebab}/roles/${unit.role}.ts`,
    }),
  );
  const triggers = units.flatMap((unit) => unit.triggers);
  const sections = (["http", "queues", "streams"] as const).map((kind) => ({
    kind,
    routes: triggers
      .filter((trigger) => trigger.kind === kind)
      .map(({ source, handler }) => property(`"${source}"`, handler, 2)),
  }));
  return {
    name,
    imports: imports([{ names: ["route"], from: `${up}../../runtime/routing.ts` }, ...files]),
    hosted: hostedText(units),
    sections: sections.filter(({ routes }) => routes.length > 0),
  };
}

/** `Order (command-generator, command-topic) and OrderSummary (query)`. */
function hostedText(units: readonly Unit[]): string {
  const components = [...new Set(units.map(({ component }) => component.names.name))];
  const parts = components.map((name) => {
    const roles = units.filter(({ component }) => component.names.name === name);
    return `${name} (${roles.map(({ role }) => role).join(", ")})`;
  });
  return parts.join(",\n * ");
}

function pluginView(app: AppModel, plan: PluginPlan, others: readonly PluginPlan[]) {
  const { plugin, components } = plan;
  const variables = variablesOf(components.map(({ names }) => names));
  const variableOf = (camel: string) => variables.get(camel) ?? camel;
  const modules = environmentVariables(
    others.map(({ environment = "" }) => environment),
    variables,
  );
  const tables = components.flatMap((component) => component.tables);
  const queues = components.flatMap(({ fifoQueues, standardQueues }) => [
    ...fifoQueues.flatMap((name) => [`${name}-dlq.fifo`, `${name}.fifo`]),
    ...standardQueues,
  ]);
  const authorization = app.auth.kind === "iam" ? "AWS_IAM" : "JWT";
  const triggers = plan.units.flatMap((unit) => unit.triggers);
  return {
    app: app.name,
    name: plugin.name,
    project: plan.project,
    region: app.region,
    logRetentionDays: app.sizes.logRetentionDays,
    auth: authText(app),
    imports: imports([
      { names: ["applyOverrides"], from: "../../../runtime/stack/overrides.ts" },
      { names: ["stackContext"], from: "../../../runtime/stack/context.ts" },
      { names: ["httpApi"], from: "../../../runtime/stack/http-api.ts" },
      ...components.map(({ names }) => ({
        names: [`connect${names.name}`, `${names.camel}Resources`],
        from: `./components/${names.kebab}.ts`,
      })),
      ...functionsImports(others, modules),
      { names: ["overrides"], from: "./overrides.ts" },
    ]),
    environments: list({
      open: "const environments = new Map<string, typeof functions>([",
      items: [...modules].map(([name, variable]) => `["${name}", ${variable}]`),
      close: "]);",
    }),
    hasEnvironments: others.length > 0,
    resources: inDependencyOrder(plan).map((each) => resourceStatement(each, variableOf)),
    createFunctions: list({
      open: "const hosts = createFunctions(context, api, {",
      items: components.map(({ names: { camel } }) =>
        variableOf(camel) === camel ? camel : `${camel}: ${variableOf(camel)}`,
      ),
      close: "});",
      padded: true,
    }),
    connections: components.map(({ names, type }) => {
      const items =
        type === "aggregates"
          ? ["context", "api", variableOf(names.camel), `hosts.${names.camel}`]
          : ["api", variableOf(names.camel), `hosts.${names.camel}`];
      return list({ open: `connect${names.name}(`, items, close: ");" });
    }),
    tables: components.flatMap(({ names, type }) =>
      type === "aggregates"
        ? [
            property(`"${names.kebab}-event-log"`, `${variableOf(names.camel)}.eventLog.name`, 1),
            property(`"${names.kebab}-outcomes"`, `${variableOf(names.camel)}.outcomes.name`, 1),
          ]
        : [property(`"${names.kebab}-query-db"`, `${variableOf(names.camel)}.queryDb.name`, 1)],
    ),
    authorization,
    stacks: list({
      open: "const stacks = [",
      items: [usualStack(app), ...environmentNames(app)].map((name) => `"${name}"`),
      close: "];",
    }),
    expectedTables: constant("tables", tables),
    expectedQueues: constant("queues", queues),
    expectedRoutes: constant(
      "routes",
      triggers.filter(({ kind }) => kind === "http").map(({ source }) => source),
    ),
    expectedMappings: constant(
      "mappings",
      plan.units
        .filter(({ triggers: all }) => all.some(({ kind }) => kind !== "http"))
        .map(({ component, role }) => `${component.names.kebab}-${role}`),
    ),
  };
}

/** A module for each environment that has functions of its own, and one for all others. */
function functionsImports(
  others: readonly PluginPlan[],
  modules: ReadonlyMap<string, string>,
): readonly Import[] {
  if (others.length === 0)
    return [{ names: ["createFunctions", "timeouts"], from: "./functions.ts" }];
  return [
    { names: ["* as functions"], from: "./functions.ts" },
    ...others.map((each) => ({
      names: [`* as ${modules.get(each.environment ?? "")}`],
      from: `./${functionsFile(each)}`,
    })),
  ];
}

/** A stack that is none of the environments. */
function usualStack(app: AppModel): string {
  const taken = environmentNames(app);
  return ["dev", "test", "other"].find((name) => !taken.includes(name)) ?? "any";
}

function functionsView(app: AppModel, plan: PluginPlan) {
  const { components, functions, units } = plan;
  const hosts = new Map(
    functions.flatMap((host) => host.units.map(({ key }) => [key, host] as const)),
  );
  const hostOf = (key: string): FunctionPlan => {
    const host = hosts.get(key);
    if (host === undefined) throw new Error(`No function hosts ${key}.`);
    return host;
  };
  const byKey = new Map(units.map((unit) => [unit.key, unit]));
  const unitsOf = components.map(({ names, roles }) => ({
    names,
    own: roles.flatMap(({ role }) => byKey.get(`${names.kebab}/${role}`) ?? []),
  }));
  return {
    imports: imports([
      { names: ["fileURLToPath"], from: "node:url" },
      { names: ["type StackContext"], from: "../../../runtime/stack/context.ts" },
      { names: ["hostFunction"], from: "../../../runtime/stack/functions.ts" },
      { names: ["allowApi", "type HttpApi"], from: "../../../runtime/stack/http-api.ts" },
      ...components.map(({ names }) => ({
        names: [`type ${names.name}Resources`],
        from: `./components/${names.kebab}.ts`,
      })),
    ]),
    timeouts: unitsOf.map(({ names, own }) => {
      const entries = own
        .filter(({ triggers }) => triggers.some(({ kind }) => kind === "queues"))
        .map(({ role, key }) => `${roleProperty(role)}: ${hostOf(key).timeout.value}`);
      return `${names.camel}: { ${entries.join(", ")} },`;
    }),
    resourceTypes: components.map(
      ({ names }) => `readonly ${names.camel}: ${names.name}Resources;`,
    ),
    functions: functions.map((each) => ({
      name: each.name,
      variable: hostVariable(each),
      file: handlerFile(plan, each),
      sizes: sizeProperties(each, app),
      behindApi: each.behindApi,
      permissions: list({
        open: "permissions: [",
        items: each.units.map(
          ({ component, role }) =>
            `...components.${component.names.camel}.permissions.${roleProperty(role)}`,
        ),
        close: "],",
        depth: 2,
      }),
    })),
    hosts: unitsOf.map(({ names, own }) => ({
      component: names.camel,
      roles: own.map(({ key, role }) => `${roleProperty(role)}: ${hostVariable(hostOf(key))}`),
    })),
  };
}

/** `const name = ["a", "b"];`, sorted. */
function constant(name: string, items: readonly string[]): string {
  const quoted = [...items].sort(compareText).map((item) => `"${item}"`);
  return list({ open: `const ${name} = [`, items: quoted, close: "];" });
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function authText({ auth }: AppModel): string {
  if (auth.kind === "iam") return '{ kind: "iam" }';
  return `{\n  kind: "jwt",\n  issuer: ${stringLiteral(auth.issuer)},\n  ${list({ open: "audience: [", items: auth.audience.map((each) => stringLiteral(each)), close: "]", depth: 1 })},\n}`;
}

/** Read models need the log and topic of their aggregate, so aggregates come first. */
function inDependencyOrder({ plugin, components }: PluginPlan) {
  return [...plugin.components]
    .sort((a, b) => compare(a.kind, b.kind) || compare(a.name, b.name))
    .map((component) => ({
      component,
      names: components.find(({ names }) => names.name === component.name)?.names,
    }));
}

function resourceStatement(
  { component, names }: ReturnType<typeof inDependencyOrder>[number],
  variableOf: (camel: string) => string,
) {
  const camel = names?.camel ?? "";
  const items = ["context", `timeouts.${camel}`];
  if (component.kind === "read-model") items.push(variableOf(camelCase(component.from)));
  return list({ open: `const ${variableOf(camel)} = ${camel}Resources(`, items, close: ");" });
}

/** What a function is given: memory and timeout, and of the rest what is not usual. */
function sizeProperties(host: FunctionPlan, { sizes }: AppModel): readonly string[] {
  const { memory, timeout, reservedConcurrency, provisionedConcurrency } = host;
  const { ephemeralStorage, architecture, logRetentionDays } = host;
  const properties: readonly (readonly [string, string | number | undefined, unknown?])[] = [
    ["memory", memory.value],
    ["timeout", timeout.value],
    ["reservedConcurrency", reservedConcurrency?.value],
    ["provisionedConcurrency", provisionedConcurrency?.value],
    ["ephemeralStorage", ephemeralStorage.value, defaultSettings.ephemeralStorage],
    ["architecture", architecture, defaultSettings.architecture],
    ["logRetentionDays", logRetentionDays.value, sizes.logRetentionDays],
  ];
  return properties
    .filter(([, value, usual]) => value !== undefined && value !== usual)
    .map(([name, value]) => `${name}: ${JSON.stringify(value)},`);
}

function hostVariable({ name }: FunctionPlan): string {
  return `${camelCase(name)}Function`;
}
