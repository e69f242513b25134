import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import type { AppDocument } from "../../generator/model/app-document.ts";
import { planPlugin } from "../../generator/plan/deployment-plan.ts";
import { lastingResources } from "../../generator/plan-report/lasting-resources.ts";
import { functionStatements } from "../../generator/plan-report/permissions.ts";
import type { DeclaredResource } from "../../runtime/stack/testing.ts";
import {
  removeFolder,
  repository,
  shop,
  temporaryFolder,
  writeTexts,
} from "../emit/written-app.ts";

/** What the report says is what the emitted program declares: neither may change without the other. */
const variants: readonly (readonly [string, Partial<AppDocument>])[] = [
  ["single", { strategy: "single" }],
  ["per-component", { strategy: "per-component" }],
  ["micro", { strategy: "micro" }],
  [
    "single with commands that are decided at once",
    {
      plugins: {
        Ordering: {
          aggregates: { Order: { commands: "sync" } },
          readModels: {
            OrderSummary: { from: "Order", roles: { "event-collector": { timeout: 50 } } },
          },
        },
      },
    },
  ],
];

describe.each(variants)("under %s", (_name, settings) => {
  const folders: string[] = [];
  const input = shop(settings);
  const [plugin] = input.model.plugins;
  if (plugin === undefined) throw new Error("The shop has a plugin.");
  const plan = planPlugin(input.model, plugin);
  let declared: readonly DeclaredResource[];

  beforeAll(async () => {
    const folder = temporaryFolder();
    folders.push(folder);
    writeTexts(folder, emitNewApp(repository, input));
    vi.resetModules();
    const { declaredResources } = await import("../../runtime/stack/testing.ts");
    declared = await declaredResources(
      pathToFileURL(join(folder, "plugins/ordering/stack/index.ts")),
    );
  }, 60_000);

  afterAll(() => folders.forEach(removeFolder));

  it("the lasting resources are those of the program", () => {
    const resources = lastingResources(plan);
    const types = new Set(resources.map(({ type }) => type));
    const names = ({ type, name }: { readonly type: string; readonly name: string }) =>
      `${type} ${name}`;
    expect(resources.map(names).sort()).toEqual(
      declared
        .filter(({ type }) => types.has(type))
        .map(names)
        .sort(),
    );
    // Everything else goes with a function, or guards what is listed.
    expect(
      [...new Set(declared.map(({ type }) => type.split(":").at(-1)))]
        .filter((type) => ![...types].some((each) => each.endsWith(`:${type}`)))
        .sort(),
    ).toEqual([
      ...["Api", "Function", "LogGroup", "MetricAlarm", "Permission", "QueuePolicy"],
      ...["Role", "RolePolicy", "Stage"],
    ]);
  });

  it("mappings and integrations are with the same functions, queues as long hidden", () => {
    const inputs = (type: string, name: string) =>
      declared.find((each) => each.type.endsWith(`:${type}`) && each.name === name)?.inputs ?? {};
    for (const { type, name, inputs: planned } of lastingResources(plan)) {
      const [kind = ""] = type.split(":").slice(-1);
      if (kind === "EventSourceMapping") {
        expect(inputs(kind, name).functionName).toMatch(new RegExp(`-${planned.functionName}$`));
        expect(planned.batchSize ?? 100).toBe(inputs(kind, name).batchSize);
      }
      if (kind === "Integration") {
        expect(inputs(kind, name).integrationUri).toMatch(
          new RegExp(`-${planned.integrationUri}$`),
        );
      }
      if (kind === "Queue") {
        expect(planned.visibilityTimeoutSeconds).toBe(inputs(kind, name).visibilityTimeoutSeconds);
      }
    }
  });

  it("functions may do what is reported", () => {
    for (const each of plan.functions) {
      const policy = declared.find(({ name }) => name === `${each.name}-policy`)?.inputs.policy;
      const granted = JSON.parse(policy).Statement.flatMap(
        (statement: { Effect: string; Action: string[]; Resource: string | string[] }) =>
          [statement.Resource]
            .flat()
            .flatMap((arn) =>
              statement.Action.map((action) => `${statement.Effect} ${action} ${arn}`),
            ),
      );
      const reported = functionStatements(plan, each).flatMap(({ effect, actions, resource }) =>
        actions.map((action) => `${effect} ${action} ${mockArn(resource)}`),
      );
      expect(sorted(reported)).toEqual(sorted(granted));
    }
  });
});

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort();
}

/** ARNs as the mocks of `runtime/stack/testing.ts` make them. */
function mockArn({ kind, name }: { readonly kind: string; readonly name: string }): string {
  const services: Readonly<Record<string, string>> = {
    queue: "sqs",
    table: "dynamodb",
    stream: "dynamodb",
    topic: "sns",
    logs: "cloudwatch",
  };
  const physical = `${kind === "logs" ? "/aws/lambda/" : ""}project-test-${name}`;
  const after = kind === "stream" ? "/stream/label" : kind === "logs" ? ":*" : "";
  return `arn:aws:${services[kind]}:eu-central-1:000000000000:${physical}${after}`;
}
