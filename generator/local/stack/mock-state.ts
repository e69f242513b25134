import { createHash } from "node:crypto";
import { localAccountId, type StackRequest } from "./stack-graph.ts";

interface Declaration {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly project: string;
  readonly region: string;
  readonly request: Pick<StackRequest, "apiUrl" | "stack">;
}

interface Identity {
  /** Physical name. */
  readonly name: string;
  /** Lower-case letters and digits that the same declaration always gets. */
  readonly key: string;
  readonly region: string;
  readonly apiUrl: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

type Added = Record<string, unknown> & { readonly id?: string };

const account = localAccountId;

/** What the provider adds to a resource when it is made; every other type gets a name and an ARN. */
const added: Readonly<Record<string, (identity: Identity) => Added>> = {
  "aws:dynamodb/table:Table": ({ name, region, inputs }) => {
    const arn = `arn:aws:dynamodb:${region}:${account}:table/${name}`;
    const stream = { streamArn: `${arn}/stream/local`, streamLabel: "local" };
    return { id: name, arn, ...(inputs.streamEnabled === true ? stream : {}) };
  },
  "aws:sqs/queue:Queue": ({ name, region }) => {
    const url = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    return { id: url, url, arn: `arn:aws:sqs:${region}:${account}:${name}` };
  },
  "aws:sqs/queuePolicy:QueuePolicy": ({ inputs }) => ({ id: String(inputs.queueUrl) }),
  "aws:sns/topic:Topic": ({ name, region }) => {
    const arn = `arn:aws:sns:${region}:${account}:${name}`;
    return { id: arn, arn, owner: account };
  },
  "aws:sns/topicSubscription:TopicSubscription": ({ key, inputs }) => {
    const arn = `${String(inputs.topic)}:${uuid(key)}`;
    return { id: arn, arn };
  },
  "aws:lambda/function:Function": ({ name, region, inputs }) => {
    const arn = `arn:aws:lambda:${region}:${account}:function:${name}`;
    const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
    const version = inputs.publish === true ? "1" : "$LATEST";
    return { id: name, arn, invokeArn, qualifiedArn: `${arn}:${version}`, version };
  },
  "aws:lambda/alias:Alias": ({ name, region, inputs }) => {
    const host = String(inputs.functionName).split(":").at(-1);
    const arn = `arn:aws:lambda:${region}:${account}:function:${host}:${name}`;
    const invokeArn = `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations`;
    return { id: arn, arn, invokeArn };
  },
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": ({ inputs }) => ({
    id: `${String(inputs.functionName)},${String(inputs.qualifier)}`,
  }),
  "aws:lambda/eventSourceMapping:EventSourceMapping": ({ key, region }) => {
    const arn = `arn:aws:lambda:${region}:${account}:event-source-mapping:${uuid(key)}`;
    return { id: uuid(key), uuid: uuid(key), arn };
  },
  "aws:iam/role:Role": ({ name, key }) => ({
    id: name,
    arn: `arn:aws:iam::${account}:role/${name}`,
    uniqueId: `AROA${key.slice(0, 16).toUpperCase()}`,
  }),
  "aws:iam/policy:Policy": ({ name }) => {
    const arn = `arn:aws:iam::${account}:policy/${name}`;
    return { id: arn, arn };
  },
  "aws:iam/rolePolicy:RolePolicy": ({ name, inputs }) => ({ id: `${String(inputs.role)}:${name}` }),
  "aws:cloudwatch/logGroup:LogGroup": ({ name, region }) => ({
    id: name,
    arn: `arn:aws:logs:${region}:${account}:log-group:${name}`,
  }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": ({ name, region }) => ({
    id: name,
    arn: `arn:aws:cloudwatch:${region}:${account}:alarm:${name}`,
  }),
  "aws:apigatewayv2/api:Api": ({ key, region, apiUrl }) => {
    const id = key.slice(0, 10);
    return {
      id,
      apiEndpoint: apiUrl,
      arn: `arn:aws:apigateway:${region}::/apis/${id}`,
      executionArn: `arn:aws:execute-api:${region}:${account}:${id}`,
    };
  },
  "aws:apigatewayv2/stage:Stage": ({ name, region, apiUrl, inputs }) => ({
    id: name,
    arn: `arn:aws:apigateway:${region}::/apis/${String(inputs.apiId)}/stages/${name}`,
    executionArn: `arn:aws:execute-api:${region}:${account}:${String(inputs.apiId)}/${name}`,
    invokeUrl: name === "$default" ? apiUrl : `${apiUrl}/${name}`,
  }),
  "aws:apigatewayv2/integration:Integration": ({ key }) => ({ id: key.slice(0, 7) }),
  "aws:apigatewayv2/route:Route": ({ key }) => ({ id: key.slice(0, 7) }),
  "aws:apigatewayv2/authorizer:Authorizer": ({ key }) => ({ id: key.slice(0, 6) }),
};

/** Id and outputs of a resource as the provider would answer them, the same on every run. */
export function mockState(declaration: Declaration): {
  id: string;
  state: Record<string, unknown>;
} {
  const { type, inputs, region, project, request } = declaration;
  const digest = createHash("sha256")
    .update([project, request.stack, type, declaration.name].join("::"))
    .digest("hex");
  const name = typeof inputs.name === "string" ? inputs.name : autoName(declaration, digest);
  const identity: Identity = { name, key: digest, region, apiUrl: request.apiUrl, inputs };
  const { id, ...more } = added[type]?.(identity) ?? {
    id: name,
    arn: `arn:aws:${type.split(/[:/]/)[1] ?? "local"}:${region}:${account}:${name}`,
  };
  return { id: id ?? name, state: { ...inputs, name, ...more } };
}

/** Pulumi's own pattern: logical name and seven hexadecimal digits. */
// https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
function autoName({ name, inputs }: Declaration, digest: string): string {
  const fifo = inputs.fifoQueue === true || inputs.fifoTopic === true;
  return `${name}-${digest.slice(0, 7)}${fifo ? ".fifo" : ""}`;
}

function uuid(key: string): string {
  return key.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, "$1-$2-$3-$4-$5");
}
