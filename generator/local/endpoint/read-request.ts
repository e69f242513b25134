import type { IncomingMessage } from "node:http";
import { AwsError } from "../ports.ts";

/**
 * The largest body that any of the services takes, in bytes: a batch of DynamoDB.
 * https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_BatchWriteItem.html
 */
export const maximumBodyBytes = 16 * 1024 * 1024;

/** Reads the body; what is too large is thrown away while it arrives, not kept. */
export function readBody(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const refuse = (): void => {
      request.removeAllListeners("data");
      request.resume();
      reject(
        new AwsError(
          "RequestEntityTooLargeException",
          `The request body is larger than ${maximumBodyBytes} bytes.`,
          413,
        ),
      );
    };
    if (Number(request.headers["content-length"] ?? 0) > maximumBodyBytes) return refuse();
    request.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > maximumBodyBytes) refuse();
      else chunks.push(chunk);
    });
    request.on("end", () => resolve(Buffer.concat(chunks)));
    request.on("error", reject);
  });
}

/** The access key that signed the request; empty for one without a signature, which policies can refuse. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
export function accessKeyIdOf(authorization: string | undefined): string {
  return /\bCredential=([^/,\s]+)\//.exec(authorization ?? "")?.[1] ?? "";
}

/**
 * Why the request must be refused before anyone reads it. A web page can send a form to a port of
 * this machine, but not without naming its origin; the SDKs never name one.
 */
export function foreignOrigin(request: IncomingMessage): string | undefined {
  const { origin, host = "" } = request.headers;
  if (origin !== undefined) return `Requests from web pages are refused, found Origin: ${origin}.`;
  const name = host.replace(/:\d+$/, "");
  if (["127.0.0.1", "localhost", "[::1]", ""].includes(name)) return undefined;
  return `Expected a loopback host name, found Host: ${host}.`;
}
