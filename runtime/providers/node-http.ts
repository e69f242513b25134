import { isUtf8 } from "node:buffer";
import type { IncomingMessage, ServerResponse } from "node:http";
import { problem } from "../http.ts";
import type { Authorizer, HttpRequest, HttpResponse } from "../provider.ts";

/** Largest body, as API Gateway takes it (https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html). */
const maximumBodyBytes = 10 * 1024 * 1024;

/** Who is calling; undefined refuses the request. */
export type Authorize = (request: IncomingMessage) => Promise<Authorizer | undefined>;

/** A request that belongs to a route. */
export interface RoutedRequest {
  readonly message: IncomingMessage;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly authorizer: Authorizer;
  readonly body: Buffer;
}

/** As an HTTP API hands it over, payload format 2.0. */
export function httpRequest(request: RoutedRequest): HttpRequest {
  const { message, routeKey, pathParameters, authorizer, body } = request;
  const { pathname, search } = addressOf(message);
  const isText = isUtf8(body);
  const headers = Object.entries(message.headers).map(([name, value]) => [name, String(value)]);
  return {
    routeKey,
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: Object.fromEntries(headers),
    pathParameters,
    requestContext: { authorizer },
    ...(body.length > 0 && { body: body.toString(isText ? "utf8" : "base64") }),
    isBase64Encoded: !isText,
  };
}

/**
 * Finds the route, reads the request and answers with what `handle` makes of it.
 * @param routeKeys `METHOD /path/{parameter}`
 */
export async function answerRequest(
  message: IncomingMessage,
  options: {
    readonly routeKeys: readonly string[];
    readonly authorize: Authorize;
    readonly handle: (request: RoutedRequest) => Promise<HttpResponse>;
  },
): Promise<HttpResponse> {
  const match = findRoute(options.routeKeys, message);
  if (match === undefined) return problem(404, "Not found", "No route matches.");
  const authorizer = await options.authorize(message);
  if (authorizer === undefined) return problem(401, "Unauthorized", "The caller is not known.");
  const body = await readBody(message);
  if (body === undefined) {
    return problem(413, "Too large", `A body may take ${maximumBodyBytes} bytes.`);
  }
  return options.handle({ message, ...match, authorizer, body });
}

export function writeResponse(response: ServerResponse, result: HttpResponse): void {
  const { statusCode = 200, headers = {}, body = "", isBase64Encoded } = result;
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, String(value));
  response.statusCode = statusCode;
  response.end(Buffer.from(body, isBase64Encoded ? "base64" : "utf8"));
}

/** The route with the fewest parameters that matches. */
function findRoute(routeKeys: readonly string[], message: IncomingMessage) {
  const path = addressOf(message).pathname.split("/");
  const matches = routeKeys.flatMap((routeKey) => {
    const [method, template = ""] = routeKey.split(" ");
    const parts = template.split("/");
    const pathParameters: Record<string, string> = {};
    const isMatch = parts.every((part, index) => {
      const [, name] = /^\{(.+)\}$/.exec(part) ?? [];
      if (name === undefined) return part === path[index];
      pathParameters[name] = decode(path[index] ?? "");
      return pathParameters[name] !== "";
    });
    return method === message.method && parts.length === path.length && isMatch
      ? [{ routeKey, pathParameters }]
      : [];
  });
  const count = ({ pathParameters }: (typeof matches)[number]) =>
    Object.keys(pathParameters).length;
  return matches.sort((a, b) => count(a) - count(b))[0];
}

export function addressOf({ url = "/" }: IncomingMessage): URL {
  // A path that begins with two slashes would be read as a host's name.
  return new URL(`http://host${url.startsWith("/") ? url : "/"}`);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Undefined: too large. The rest is read all the same, so that the caller gets to see the answer. */
async function readBody(message: IncomingMessage): Promise<Buffer | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= maximumBodyBytes) chunks.push(chunk);
  }
  return size > maximumBodyBytes ? undefined : Buffer.concat(chunks);
}
