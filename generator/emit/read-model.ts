import { type MessageModel, rootNames } from "../codec/index.ts";
import type { ReadModelModel } from "../model/app-model.ts";
import { camelCase, kebabCase } from "../model/names.ts";
import { componentNames, componentShape } from "../plan/component-kinds.ts";
import type { PluginPlan } from "../plan/deployment-plan.ts";
import { imports, list } from "./code-text.ts";
import { stackImports } from "./component-stack.ts";
import type { EmittedFile } from "./emitted-file.ts";
import { type SampleMessage, sampleField } from "./sample-messages.ts";
import { renderTemplate } from "./templates.ts";

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
    text: renderTemplate(`read-model/${template}`, data),
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
    importSource: `import type { ${eventType} } from "../${source.kebab}/messages.ts";`,
    projectionSignature: list({
      open: `export function ${camel}Projection(`,
      items: [`row: ${name}Row | undefined`, `event: ${eventType}`, "context: EventContext"],
      close: `): ${name}Row {`,
    }),
    rowsDeclaration: rowsDeclaration(camel, name, kebab),
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

function rowsDeclaration(camel: string, name: string, kebab: string): string {
  const head = `export const ${camel}Rows = dynamoDbQueryDb<${name}Row>(`;
  const call = `physicalName("${kebab}-query-db")`;
  const flat = `${head}dynamoDb, () => ${call});`;
  if (flat.length <= 100) return flat;
  const hugging = `${head}dynamoDb, () =>`;
  if (hugging.length <= 100) return `${hugging}\n  ${call},\n);`;
  return `${head}\n  dynamoDb,\n  () => ${call},\n);`;
}

type View = ReturnType<typeof readModelView>;

function testView(view: View, model: MessageModel) {
  const sample = firstEvent(view.source, model);
  const sampled = sample.message;
  return {
    ...view,
    samples: [sampled],
    event: sampled.variable,
    eventType: sample.tag,
    importIso:
      sample.typeNames.length === 0
        ? ""
        : `${imports([{ names: sample.typeNames.map((type) => `type ${type}`), from: "../../../runtime/decode.ts" }])}\n`,
    importSample: imports([
      { names: [`type ${sampled.type}`], from: `../${view.sourceKebab}/messages.ts` },
    ]),
  };
}

/** A valid value of the first event of an aggregate, as its types are now. */
function firstEvent(
  aggregate: string,
  model: MessageModel,
): {
  readonly message: SampleMessage;
  readonly tag: string;
  readonly typeNames: readonly string[];
} {
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
    .map(({ name, type: property }) => sampleField(model, name, property, 1));
  const tag = member?.tag ?? "Unknown";
  return {
    tag,
    message: {
      variable: camelCase(tag),
      type: reference ?? root,
      fields: [`type: "${tag}",`, ...fields.map(({ text }) => text)],
    },
    typeNames: [...new Set(fields.flatMap(({ typeNames }) => typeNames))],
  };
}
