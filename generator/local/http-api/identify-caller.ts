import type { IncomingMessage } from "node:http";
import { isObject } from "../read-input.ts";
import { localAccountId } from "../stack/stack-graph.ts";
import { gatewayReply, type HttpReply } from "./function-reply.ts";
import type { HttpRoute } from "./http-route.ts";

type Authorizer = Readonly<Record<string, unknown>> | undefined;
export type Identified = { readonly authorizer: Authorizer } | { readonly refusal: HttpReply };

/**
 * Who calls, as the route's authorizer would say. Unless the real check is asked for, a request
 * without credentials acts as a developer of the account; the server listens on loopback only.
 * Signatures are checked for their form: the local run knows no secret to verify them with.
 */
export function identifyCaller(
  request: IncomingMessage,
  { authorization }: Pick<HttpRoute, "authorization">,
  { auth }: { readonly auth: boolean },
): Identified {
  const header = request.headers.authorization;
  if (authorization === "NONE") return { authorizer: undefined };
  // Otherwise any web page could act as the developer.
  if (!auth && !isLocalRequest(request)) return { refusal: gatewayReply(403, "Forbidden") };
  switch (authorization) {
    case "AWS_IAM":
      return identifySigner(header, auth);
    case "JWT":
      return identifySubject(header, auth);
  }
}

/** Addressed to this machine, and sent by no page of another one. */
function isLocalRequest({ headers: { host = "", origin } }: IncomingMessage): boolean {
  const isLocal = (name: string) => ["127.0.0.1", "localhost", "[::1]"].includes(name);
  if (!isLocal(host.replace(/:\d+$/, ""))) return false;
  return origin === undefined || (URL.canParse(origin) && isLocal(new URL(origin).hostname));
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/create-signed-request.html */
const signature =
  /^AWS4-HMAC-SHA256 Credential=([^/,\s]+)\/\d{8}\/[^/,]+\/execute-api\/aws4_request, ?SignedHeaders=[^,\s]+, ?Signature=[0-9a-f]{64}$/;

function identifySigner(header: string | undefined, auth: boolean): Identified {
  const accessKey = header === undefined ? undefined : signature.exec(header)?.[1];
  if (auth && header === undefined) {
    return { refusal: gatewayReply(403, "Missing Authentication Token") };
  }
  if (auth && accessKey === undefined) return { refusal: gatewayReply(403, "Forbidden") };
  return {
    authorizer: {
      iam: {
        accessKey: accessKey ?? "LOCALDEVELOPER",
        accountId: localAccountId,
        callerId: "LOCALDEVELOPER",
        cognitoIdentity: null,
        principalOrgId: null,
        userArn: `arn:aws:iam::${localAccountId}:user/developer`,
        userId: "LOCALDEVELOPER",
      },
    },
  };
}

function identifySubject(header: string | undefined, auth: boolean): Identified {
  const claims = readClaims(header);
  if (claims === undefined && auth) return { refusal: gatewayReply(401, "Unauthorized") };
  return { authorizer: { jwt: { claims: claims ?? { sub: "developer" }, scopes: null } } };
}

/** The claims of a token, unverified; undefined without a token that can be read. */
function readClaims(header: string | undefined): Record<string, string> | undefined {
  const part = /^(?:Bearer )?[\w-]+\.([\w-]+)\.[\w-]+$/i.exec(header ?? "")?.[1];
  if (part === undefined) return undefined;
  try {
    const claims: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
    if (!isObject(claims)) return undefined;
    return Object.fromEntries(
      Object.entries(claims).map(([name, value]) => [
        name,
        typeof value === "string" ? value : JSON.stringify(value),
      ]),
    );
  } catch {
    return undefined;
  }
}
