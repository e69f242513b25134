import { type MessageModel, rootNames } from "../codec/index.ts";
import { stringLiteral } from "../codec/literals.ts";
import type { ReadModelModel } from "../model/app-model.ts";
import { kebabCase } from "../model/names.ts";
import { componentNames, componentShape } from "../plan/component-kinds.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import { imports, list, property, typeList } from "./code-text.ts";
import { stackImports } from "./component-stack.ts";
import type { EmittedFile } from "./emitted-file.ts";
import { renderCode } from "./render-code.ts";
import { assertedTypes, sampleField } from "./sample-messages.ts";

export interface ReadModelInput {
  readonly plan: PluginPlan;
  readonly readModel: ReadModelModel;
  /** Types of the aggregate it projects, for the first test; absent for a read model that exists. */
  readonly seed?: MessageModel;
}

/** The files of one read model: what is the user's, and what is derived. */
export function emitReadModel(input: ReadModelInput): readonly EmittedFile[] {
  const { plan, seed } = input;
  const view = readModelView(input);
  const folder = `plugins/${plan.kebab}/${view.kebab}`;
  const file = (
    path: string,
    template: string,
    owner: "user" | "generator",
    data: object = view,
  ) => ({
    path,
    text: renderCode(`read-model/${template}`, data),
    owner,
  });
  return [
    ...(seed === undefined
      ? []
      : [
          file(`${folder}/row.ts`, "row.ts", "user"),
          file(`${folder}/projection.ts`, "projection.ts", "user"),
          file(`${folder}/projection.test.ts`, "projection.test.ts", "user", testView(view, seed)),
        ]),
    file(`${folder}/stores.ts`, "stores.ts", "generator"),
    file(`${folder}/roles/event-collector.ts`, "event-collector.ts", "generator"),
    file(`${folder}/roles/query.ts`, "query.ts", "generator"),
    file(`plugins/${plan.kebab}/stack/components/${view.kebab}.ts`, "stack.ts", "generator"),
  ];
}

function readModelView({ plan, readModel }: ReadModelInput) {
  const shape = componentShape(plan.plugin.name, readModel);
  const { name, camel, kebab, source: component } = shape.names;
  const source = componentNames(plan.plugin.name, readModel.from);
  const queryRoute = shape.roles[1]?.triggers[0]?.source ?? "";
  const unit = plan.units.find(({ key }) => key === `${kebab}/event-collector`);
  const eventType = `${source.name}Event`;
  return {
    name,
    camel,
    kebab,
    component,
    source: source.name,
    sourceKebab: source.kebab,
    sourceCamel: source.camel,
    sourcePhrase: kebabCase(source.name).replaceAll("-", " "),
    queryRoute,
    batchSize: unit?.batchSize ?? 10,
    maximumConcurrency: unit?.maximumConcurrency,
    eventTypeName: eventType,
    projectionImports: imports([
      { names: ["type EventContext"], from: "../../../runtime/projection.ts" },
      { names: [`type ${eventType}`], from: `../${source.kebab}/messages.ts` },
      { names: [`type ${name}Row`], from: "./row.ts" },
    ]),
    projectionSignature: list({
      open: `export function ${camel}Projection(`,
      items: [`row: ${name}Row | undefined`, `event: ${eventType}`, "context: EventContext"],
      close: `): ${name}Row {`,
    }),
    resourcesType: typeList({
      open: `export type ${name}Resources = ReturnType<`,
      items: [`typeof ${camel}Resources`],
      close: ">;",
    }),
    rowsDeclaration: list({
      open: `export const ${camel}Rows: Rows = dynamoDbQueryDb(`,
      items: ["dynamoDb", "tableName"],
      close: ");",
    }),
    queryHandler: list({
      open: `export const answer${name}Query = rowEndpoint(`,
      items: [`${camel}Rows`],
      close: ");",
    }),
    collectorStatement: list({
      open: "const collector = fifoQueue(",
      items: ["context", `"${kebab}-collector"`, "timeouts.eventCollector"],
      close: ");",
      depth: 1,
    }),
    subscribeStatement: list({
      open: "subscribe(",
      items: [`"${kebab}-collector-from-${source.kebab}"`, "source.events", "collector"],
      close: ");",
      depth: 1,
    }),
    collectorImports: imports([
      {
        names: ["eventCollector"],
        from: "../../../../runtime/event-collector.ts",
      },
      { names: [`decode${source.name}Event`], from: `../../${source.kebab}/codec.ts` },
      { names: [`${source.camel}Events`], from: `../../${source.kebab}/stores.ts` },
      { names: [`${camel}Projection`], from: "../projection.ts" },
      { names: [`${camel}Rows`], from: "../stores.ts" },
    ]),
    imports: stackImports(
      [
        ["http-api", ["type HttpApi", "httpTrigger"]],
        ["functions", ["type HostFunction"]],
        ["context", ["type StackContext"]],
        ["tables", ["queryDbTable"]],
        ["queues", ["fifoQueue"]],
        ["topics", ["subscribe"]],
        ["permissions", ["allow", "consume"]],
        ["triggers", ["queueTrigger"]],
      ],
      [
        { names: ["type Table"], from: "@pulumi/aws/dynamodb/table.js" },
        { names: ["type Topic"], from: "@pulumi/aws/sns/topic.js" },
      ],
    ),
    routesProperty: list({
      open: "routes: [",
      items: [`"${queryRoute}"`],
      close: "],",
      depth: 2,
    }),
  };
}

type View = ReturnType<typeof readModelView>;

function testView(view: View, model: MessageModel) {
  const { fields, typeNames } = firstEvent(view.source, model);
  const messages = `../${view.sourceKebab}/messages.ts`;
  const own = assertedTypes(typeNames, { decode: "../../../runtime/decode.ts", messages });
  const brands = own.filter(({ from }) => from === messages).flatMap(({ names }) => names);
  return {
    ...view,
    fields,
    testImports: imports([
      { names: ["expect", "it"], from: "vitest" },
      ...own.filter(({ from }) => from !== messages),
      { names: [...new Set([...brands, `type ${view.eventTypeName}`])], from: messages },
      { names: [`${view.camel}Projection`], from: "./projection.ts" },
    ]),
  };
}

/** A valid value of the first event of an aggregate, as its types are now. */
function firstEvent(
  aggregate: string,
  model: MessageModel,
): { readonly fields: readonly string[]; readonly typeNames: readonly string[] } {
  const root = rootNames(aggregate).event;
  const union = model.types.find(({ name }) => name === root)?.type;
  const member = union?.kind === "discriminated" ? union.members[0] : undefined;
  const reference = member?.type.kind === "reference" ? member.type.name : undefined;
  const type =
    reference === undefined
      ? member?.type
      : model.types.find(({ name }) => name === reference)?.type;
  const properties = type?.kind === "object" ? type.properties : [];
  const fields = properties
    .filter(({ name, optional, namedInCode }) => name !== "type" && (!optional || namedInCode))
    .map(({ name, type: property }) => sampleField({ model, name, type: property, depth: 1 }));
  const tag = stringLiteral(member?.tag ?? "Unknown");
  return {
    fields: [property("type", tag, 1), ...fields.map(({ text }) => text)],
    typeNames: fields.flatMap(({ typeNames }) => typeNames),
  };
}
