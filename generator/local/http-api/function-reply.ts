import { isObject } from "../read-input.ts";

export interface HttpReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly cookies: readonly string[];
  readonly body: Buffer;
}

/** An answer of API Gateway itself. */
export function gatewayReply(status: number, message: string): HttpReply {
  return {
    status,
    headers: { "content-type": "application/json" },
    cookies: [],
    body: Buffer.from(JSON.stringify({ message })),
  };
}

/**
 * The reply a function's payload stands for. A value without statusCode is the body of a 200;
 * undefined: the payload is no reply, which API Gateway answers with 500.
 */
// https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html#http-api-develop-integrations-lambda.response
export function toHttpReply(payload: string): HttpReply | undefined {
  const value: unknown = JSON.parse(payload);
  if (!isObject(value) || !("statusCode" in value)) {
    const body = typeof value === "string" ? value : payload;
    return {
      status: 200,
      headers: { "content-type": "application/json" },
      cookies: [],
      body: Buffer.from(body),
    };
  }
  const status = Number(value.statusCode);
  if (!Number.isInteger(status) || status < 100 || status > 599) return undefined;
  const { headers = {}, cookies = [], body = "", isBase64Encoded = false } = value;
  if (!isObject(headers ?? {}) || !Array.isArray(cookies ?? [])) return undefined;
  const text = body ?? "";
  if (typeof text !== "string") return undefined;
  const named = Object.entries((headers ?? {}) as Record<string, unknown>).map(
    ([name, header]) => [name.toLowerCase(), String(header)] as const,
  );
  return {
    status,
    headers: { "content-type": "text/plain; charset=utf-8", ...Object.fromEntries(named) },
    cookies: ((cookies ?? []) as unknown[]).map(String),
    body: Buffer.from(text, isBase64Encoded === true ? "base64" : "utf8"),
  };
}
