import type { IncomingMessage } from "node:http";
import { localAccountId } from "../stack/stack-graph.ts";
import type { RouteMatch } from "./http-route.ts";

export interface RequestDetails {
  readonly match: RouteMatch;
  readonly body: Buffer;
  readonly authorizer: Readonly<Record<string, unknown>> | undefined;
  readonly requestId: string;
  readonly now: number;
  readonly url: { readonly path: string; readonly query: string };
}

/** The event of payload format 2.0. */
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html
export function toRequestEvent(
  request: IncomingMessage,
  details: RequestDetails,
): Record<string, unknown> {
  const { match, body, authorizer, now, url } = details;
  const { route, pathParameters } = match;
  const headers = joinHeaders(request);
  const cookies = cookiesOf(request);
  const parameters = queryParameters(url.query);
  const domainName = request.headers.host ?? "localhost";
  const { text, isBase64Encoded } = encodeBody(body, headers["content-type"]);
  return {
    version: "2.0",
    routeKey: route.routeKey,
    rawPath: url.path,
    rawQueryString: url.query,
    ...(cookies.length === 0 ? {} : { cookies }),
    headers,
    ...(Object.keys(parameters).length === 0 ? {} : { queryStringParameters: parameters }),
    requestContext: {
      accountId: localAccountId,
      apiId: route.apiId,
      ...(authorizer === undefined ? {} : { authorizer }),
      domainName,
      domainPrefix: domainName.split(".")[0],
      http: {
        method: request.method ?? "GET",
        path: url.path,
        protocol: `HTTP/${request.httpVersion}`,
        sourceIp: request.socket.remoteAddress ?? "127.0.0.1",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: details.requestId,
      routeKey: route.routeKey,
      stage: route.stage,
      time: formatTime(now),
      timeEpoch: now,
    },
    ...(Object.keys(pathParameters).length === 0 ? {} : { pathParameters }),
    ...(text === undefined ? {} : { body: text }),
    isBase64Encoded,
  };
}

/** Names in lower case; several values of one name with commas between. Cookies have their own place. */
function joinHeaders({ rawHeaders }: IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = (rawHeaders[index] ?? "").toLowerCase();
    const value = rawHeaders[index + 1] ?? "";
    if (name === "cookie" || name === "connection") continue;
    headers[name] = headers[name] === undefined ? value : `${headers[name]},${value}`;
  }
  return headers;
}

function cookiesOf({ headers }: IncomingMessage): readonly string[] {
  return (headers.cookie ?? "")
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => cookie !== "");
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = parameters[name] === undefined ? value : `${parameters[name]},${value}`;
  }
  return parameters;
}

/** Text types go as they are, everything else in base64. */
function encodeBody(
  body: Buffer,
  contentType: string | undefined,
): { text: string | undefined; isBase64Encoded: boolean } {
  if (body.length === 0) return { text: undefined, isBase64Encoded: false };
  const isText =
    contentType === undefined ||
    /^(text\/|application\/(json|xml|javascript|x-www-form-urlencoded|.*\+(json|xml)))/i.test(
      contentType,
    );
  return isText
    ? { text: body.toString("utf8"), isBase64Encoded: false }
    : { text: body.toString("base64"), isBase64Encoded: true };
}

/** E.g. `12/Mar/2020:19:03:58 +0000`. */
function formatTime(now: number): string {
  const [, day, month, year, time] =
    /^\w+, (\d+) (\w+) (\d+) ([\d:]+)/.exec(new Date(now).toUTCString()) ?? [];
  return `${day}/${month}/${year}:${time} +0000`;
}
