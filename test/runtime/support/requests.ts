import type { APIGatewayProxyEventV2 } from "aws-lambda";

export interface RequestParts {
  readonly path?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly base64?: boolean;
  readonly authorizer?: unknown;
}

/** A request as an HTTP API hands it over (payload format 2.0). */
export function httpRequest(parts: RequestParts): APIGatewayProxyEventV2 {
  const text = typeof parts.body === "string" ? parts.body : JSON.stringify(parts.body);
  return {
    routeKey: "POST /banking/wallet/{id}",
    headers: { ...parts.headers },
    pathParameters: { ...parts.path },
    requestContext: { authorizer: parts.authorizer },
    isBase64Encoded: parts.base64 ?? false,
    body: parts.base64 === true ? Buffer.from(text).toString("base64") : text,
  } as unknown as APIGatewayProxyEventV2;
}
