import type { Authorizer, HttpRequest, HttpResponse } from "./provider.ts";

export type { HttpResponse } from "./provider.ts";

/** A JSON answer; bodies may hold personal data, so nothing in between may keep them. */
export function json(
  statusCode: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpResponse {
  return {
    statusCode,
    headers: { "content-type": "application/json", "cache-control": "no-store", ...headers },
    body: JSON.stringify(body),
  };
}

/** A refusal that says what to do about it, in the form of RFC 9457. */
export function problem(
  statusCode: number,
  title: string,
  detail: string,
  extra: Readonly<Record<string, unknown>> = {},
): HttpResponse {
  return {
    statusCode,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store" },
    body: JSON.stringify({ title, status: statusCode, detail, ...extra }),
  };
}

/**
 * Ids become parts of keys, FIFO group ids and deduplication ids. The last allow 128 characters
 * and hold an id, a colon and a version of up to 16 digits; 100 leaves room
 * (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SendMessage.html).
 */
const idPattern = /^[A-Za-z0-9._~@:-]{1,100}$/;
export const idRule = "1 to 100 of the characters A-Z a-z 0-9 . _ ~ @ : -";

export function isId(text: unknown): text is string {
  return typeof text === "string" && idPattern.test(text);
}

/** Header names arrive in lower case with payload format 2.0. */
export function header(request: HttpRequest, name: string): string | undefined {
  const value = request.headers?.[name];
  return value === undefined || value === "" ? undefined : value;
}

export function pathParameter(request: HttpRequest, name: string): string | undefined {
  return request.pathParameters?.[name];
}

/** The parsed body, or undefined where it is no JSON. */
export function jsonBody(request: HttpRequest): unknown {
  if (request.body === undefined) return undefined;
  const text = request.isBase64Encoded
    ? Buffer.from(request.body, "base64").toString("utf8")
    : request.body;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Who the API's authorizer says is calling: the IAM principal or the token's subject. */
export function actorOf(request: HttpRequest): string | undefined {
  const { authorizer } = request.requestContext as { authorizer?: Authorizer };
  const subject = authorizer?.jwt?.claims?.sub;
  return authorizer?.iam?.userArn ?? (typeof subject === "string" ? subject : undefined);
}
