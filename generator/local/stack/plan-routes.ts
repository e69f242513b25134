import { matchesWildcard } from "../sns/wildcard-pattern.ts";
import type { FoundFunction, FunctionFinder } from "./function-finder.ts";
import { nameOf, numberInput, textInput } from "./resource-inputs.ts";
import type { StackResource } from "./stack-graph.ts";
import type { PlanInput, PlannedRoute } from "./stack-plan.ts";

/** https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html */
const longestIntegrationMs = 30_000;

export function planRoutes(input: PlanInput, finder: FunctionFinder): readonly PlannedRoute[] {
  return input
    .ofType("aws:apigatewayv2/route:Route")
    .flatMap((resource) => planRoute(input, resource, finder));
}

function planRoute(
  input: PlanInput,
  resource: StackResource,
  finder: FunctionFinder,
): readonly PlannedRoute[] {
  const { ofType, refuse } = input;
  const apiId = textInput(resource, "apiId") ?? "";
  const api = ofType("aws:apigatewayv2/api:Api").find(({ id }) => id === apiId);
  const target = textInput(resource, "target") ?? "";
  const integration = ofType("aws:apigatewayv2/integration:Integration").find(
    ({ id }) => target === `integrations/${id}`,
  );
  if (api === undefined || integration === undefined) {
    refuse(
      resource,
      `Unable to find ${api === undefined ? "Api" : "Integration"} by key specified`,
    );
    return [];
  }
  const called = findIntegrated(integration, finder);
  if (called === undefined) {
    refuse(
      resource,
      `the local run has AWS_PROXY integrations of functions, found ${textInput(integration, "integrationUri") ?? "none"}.`,
    );
    return [];
  }
  if (textInput(integration, "payloadFormatVersion") !== "2.0") {
    refuse(resource, "the local run has payload format 2.0 only; set payloadFormatVersion.");
    return [];
  }
  const stage = ofType("aws:apigatewayv2/stage:Stage").find(
    (candidate) => textInput(candidate, "apiId") === apiId,
  );
  if (stage === undefined) {
    refuse(resource, "its API has no stage, so nothing could call it.");
    return [];
  }
  const authorization = authorizationOf(input, resource);
  if (authorization === undefined) return [];
  const routeKey = textInput(resource, "routeKey") ?? "$default";
  const stageName = nameOf(stage);
  const refusal = invocationRefusal(input, {
    called,
    finder,
    request: `${String(api.outputs.executionArn)}/${stageName}/${requestPattern(routeKey)}`,
  });
  return [
    {
      routeKey,
      apiId,
      stage: stageName,
      authorization,
      functionName: called.host.name,
      timeoutMs: numberInput(integration, "timeoutMilliseconds") ?? longestIntegrationMs,
      ...(stageName === "$default" ? {} : { prefix: `/${stageName}` }),
      ...(refusal === undefined ? {} : { refusal }),
    },
  ];
}

function findIntegrated(
  integration: StackResource,
  finder: FunctionFinder,
): FoundFunction | undefined {
  const uri = textInput(integration, "integrationUri") ?? "";
  const arn = /functions\/(arn:[^/]+)\/invocations$/.exec(uri)?.[1] ?? uri;
  return finder(arn);
}

function authorizationOf(
  { ofType, refuse }: PlanInput,
  resource: StackResource,
): PlannedRoute["authorization"] | undefined {
  const type = textInput(resource, "authorizationType") ?? "NONE";
  if (type === "NONE" || type === "AWS_IAM") return type;
  const authorizer = ofType("aws:apigatewayv2/authorizer:Authorizer").find(
    ({ id }) => id === textInput(resource, "authorizerId"),
  );
  if (type === "JWT" && authorizer !== undefined) return "JWT";
  refuse(
    resource,
    type === "JWT"
      ? "Unable to find Authorizer by key specified"
      : `the local run has the authorizations NONE, AWS_IAM and JWT, found ${type}.`,
  );
  return undefined;
}

/** Method and path as API Gateway writes them into the source ARN of an invocation. */
function requestPattern(routeKey: string): string {
  if (routeKey === "$default") return "$default";
  const [method = "", path = ""] = routeKey.split(" ");
  return `${method === "ANY" ? "*" : method}${path}`;
}

interface Invocation {
  readonly called: FoundFunction;
  readonly finder: FunctionFinder;
  /** Its source ARN. */
  readonly request: string;
}

/**
 * API Gateway needs the permission of the function or, when it calls that, of the alias; the
 * deployment succeeds without, each request fails.
 */
// https://docs.aws.amazon.com/lambda/latest/dg/using-aliases.html#versioning-permissions-alias
function invocationRefusal(
  { ofType }: PlanInput,
  { called, finder, request }: Invocation,
): string | undefined {
  const { host, qualifier } = called;
  const permitted = ofType("aws:lambda/permission:Permission").some((permission) => {
    const sourceArn = textInput(permission, "sourceArn");
    return (
      finder(textInput(permission, "function") ?? "")?.host === host &&
      textInput(permission, "qualifier") === qualifier &&
      textInput(permission, "principal") === "apigateway.amazonaws.com" &&
      ["lambda:InvokeFunction", "lambda:*"].includes(textInput(permission, "action") ?? "") &&
      (sourceArn === undefined || matchesWildcard(sourceArn, request))
    );
  });
  if (permitted) return undefined;
  const qualified = qualifier === undefined ? "" : `the qualifier ${qualifier}, `;
  return `API Gateway may not invoke ${host.name}: the stack needs an aws.lambda.Permission with the principal apigateway.amazonaws.com, the action lambda:InvokeFunction, ${qualified}and a source ARN that covers ${request}`;
}
