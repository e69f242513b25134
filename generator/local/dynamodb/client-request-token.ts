import { createHash } from "node:crypto";
import { AwsError } from "../ports.ts";
import type { DatabaseState } from "./database-state.ts";
import type { StoredToken } from "./journal-entries.ts";
import type { OperationInput } from "./request-parameters.ts";
import { constraintError } from "./service-errors.ts";

/** API reference of TransactWriteItems: a token is honoured for ten minutes. */
const LIFETIME_MS = 10 * 60 * 1000;
const MAX_TOKEN_LENGTH = 36;

/** The request's token; throws when it was used for another request within its lifetime. */
export function readToken(state: DatabaseState, input: OperationInput): StoredToken | undefined {
  const token = input.ClientRequestToken;
  if (typeof token !== "string" || token === "") return undefined;
  if (token.length > MAX_TOKEN_LENGTH)
    throw constraintError(
      `'${token}'`,
      "clientRequestToken",
      `Member must have length less than or equal to ${MAX_TOKEN_LENGTH}`,
    );
  const at = state.clock.now();
  forgetOldTokens(state.tokens, at);
  const fingerprint = createHash("sha256")
    .update(JSON.stringify(input.TransactItems))
    .digest("base64");
  const known = state.tokens.get(token);
  if (known !== undefined && known.fingerprint !== fingerprint)
    throw new AwsError(
      "IdempotentParameterMismatchException",
      "The request uses the same client token as a previous, but non-identical request.",
    );
  return { token, fingerprint, at };
}

/** Drops tokens whose ten minutes are over. */
export function forgetOldTokens(tokens: Map<string, StoredToken>, now: number): void {
  for (const [token, { at }] of tokens) {
    if (at > now - LIFETIME_MS) return;
    tokens.delete(token);
  }
}
