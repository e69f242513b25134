import type { Invocation } from "../lambda/local-function.ts";

/** A route of an HTTP API as the stack declares it. */
export interface HttpRoute {
  /** `METHOD /path/{parameter}`, `ANY /path/{rest+}` or `$default`. */
  readonly routeKey: string;
  readonly apiId: string;
  readonly stage: string;
  readonly authorization: "NONE" | "AWS_IAM" | "JWT";
  readonly functionName: string;
  readonly timeoutMs: number;
  /** `/<stage>` of a stage that is not $default; part of the path, not of the route key. */
  readonly prefix?: string;
  /** Why API Gateway may not invoke the function; undefined when it may. */
  readonly refusal?: string;
  invoke(event: unknown): Promise<Invocation>;
}

export interface RouteMatch {
  readonly route: HttpRoute;
  readonly pathParameters: Readonly<Record<string, string>>;
}

/**
 * The most specific route wins: exact segments before parameters before a greedy parameter, a
 * method before ANY, and `$default` last.
 */
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
export function matchRoute(
  routes: readonly HttpRoute[],
  method: string,
  path: string,
): RouteMatch | undefined {
  let best: (RouteMatch & { readonly rank: string }) | undefined;
  for (const route of routes) {
    const match = matchOne(route, method, path);
    if (match !== undefined && (best === undefined || match.rank < best.rank)) best = match;
  }
  return best;
}

function matchOne(
  route: HttpRoute,
  method: string,
  fullPath: string,
): (RouteMatch & { readonly rank: string }) | undefined {
  const prefix = route.prefix ?? "";
  if (!`${fullPath}/`.startsWith(`${prefix}/`)) return undefined;
  const path = fullPath.slice(prefix.length);
  if (route.routeKey === "$default") return { route, pathParameters: {}, rank: "9" };
  const [wantedMethod = "", template = ""] = route.routeKey.split(" ");
  if (wantedMethod !== "ANY" && wantedMethod !== method) return undefined;
  const parts = segments(path);
  const pathParameters: Record<string, string> = {};
  let rank = "";
  for (const [index, part] of segments(template).entries()) {
    const parameter = /^\{(.+?)(\+?)\}$/.exec(part);
    const value = parts[index];
    if (value === undefined || value === "") return undefined;
    if (parameter === null) {
      if (part !== value) return undefined;
      rank += "0";
      continue;
    }
    const [, name = "", greedy] = parameter;
    if (greedy === "+") {
      pathParameters[name] = decode(parts.slice(index).join("/"));
      return { route, pathParameters, rank: `${rank}2` };
    }
    pathParameters[name] = decode(value);
    rank += "1";
  }
  if (segments(template).length !== parts.length) return undefined;
  return { route, pathParameters, rank: `${rank}${wantedMethod === "ANY" ? "1" : "0"}` };
}

function segments(path: string): readonly string[] {
  return path.replace(/^\//, "").split("/");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
