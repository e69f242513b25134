import { Api } from "@pulumi/aws/apigatewayv2/api.js";
import { Authorizer } from "@pulumi/aws/apigatewayv2/authorizer.js";
import { Integration } from "@pulumi/aws/apigatewayv2/integration.js";
import { Route } from "@pulumi/aws/apigatewayv2/route.js";
import { Stage } from "@pulumi/aws/apigatewayv2/stage.js";
import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { Permission } from "@pulumi/aws/lambda/permission.js";
import { type Input, interpolate } from "@pulumi/pulumi";
import type { StackContext } from "./context.ts";
import type { HostFunction } from "./functions.ts";

/** Longest an HTTP API waits for a function, in milliseconds (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html). */
const integrationTimeout = 30_000;

/** Who may call: AWS identities with the right policy, or bearers of tokens of an issuer. */
export type ApiAuth =
  | { readonly kind: "iam" }
  | { readonly kind: "jwt"; readonly issuer: string; readonly audience: readonly string[] };

export interface HttpApi {
  readonly api: Api;
  /** Arguments every route carries. */
  readonly authorization: {
    readonly authorizationType: "AWS_IAM" | "JWT";
    readonly authorizerId?: Input<string>;
  };
}

/** The plugin's API with its stage, access log and authorization; no route is ever open. */
export function httpApi(context: StackContext, name: string, auth: ApiAuth): HttpApi {
  const api = new Api(name, {
    name: `${context.prefix}${name}`,
    protocolType: "HTTP",
    tags: context.tags,
  });
  // Not `-logs`: a function may be called as the API is.
  const logs = new LogGroup(`${name}-requests`, {
    name: `/aws/apigateway/${context.prefix}${name}`,
    retentionInDays: context.logRetentionDays,
    tags: context.tags,
  });
  new Stage(`${name}-stage`, {
    apiId: api.id,
    name: "$default",
    autoDeploy: true,
    accessLogSettings: {
      destinationArn: logs.arn,
      format: JSON.stringify({
        requestId: "$context.requestId",
        routeKey: "$context.routeKey",
        status: "$context.status",
        latency: "$context.responseLatency",
        ip: "$context.identity.sourceIp",
        error: "$context.integrationErrorMessage",
      }),
    },
    tags: context.tags,
  });
  if (auth.kind === "iam") return { api, authorization: { authorizationType: "AWS_IAM" } };
  const authorizer = new Authorizer(`${name}-authorizer`, {
    apiId: api.id,
    name: `${context.prefix}${name}`,
    authorizerType: "JWT",
    identitySources: ["$request.header.Authorization"],
    jwtConfiguration: { issuer: auth.issuer, audiences: [...auth.audience] },
  });
  return { api, authorization: { authorizationType: "JWT", authorizerId: authorizer.id } };
}

/** Sends the requests of some routes to a function; the function behind them can change in place. */
export function httpTrigger(
  { api, authorization }: HttpApi,
  name: string,
  options: { readonly routes: readonly string[]; readonly host: HostFunction },
): void {
  const { routes, host } = options;
  const integration = new Integration(name, {
    apiId: api.id,
    integrationType: "AWS_PROXY",
    integrationUri: host.target.arn,
    payloadFormatVersion: "2.0",
    timeoutMilliseconds: integrationTimeout,
  });
  for (const routeKey of routes) {
    new Route(routeKey, {
      apiId: api.id,
      routeKey,
      target: interpolate`integrations/${integration.id}`,
      ...authorization,
    });
  }
}

/** Lets this API, and no other, invoke the function. */
export function allowApi({ api }: HttpApi, host: HostFunction): Permission {
  return new Permission(`${host.name}-api`, {
    action: "lambda:InvokeFunction",
    function: host.lambda.name,
    ...(host.target !== host.lambda && { qualifier: host.target.name }),
    principal: "apigateway.amazonaws.com",
    sourceArn: interpolate`${api.executionArn}/*/*`,
  });
}
