import { CliError, exitCodes } from "../../cli/cli-error.ts";
import { AwsError, type Reply } from "../ports.ts";
import { type Input, isObject } from "../read-input.ts";

/** A DynamoDB somewhere else, spoken to as the SDKs do. */
export interface DynamoDbCaller {
  /** Sends a body as it is and answers what came back, errors of the service too. Throws CliError when nothing answers. */
  send(operation: string, body: string | Buffer): Promise<Reply>;
  /** One API operation. Throws AwsError as the service does, and CliError when nothing answers. */
  call(operation: string, input: Input): Promise<Input>;
}

/** DynamoDB Local keeps separate data for each access key, which it wants without special characters. */
const accessKeyId = "local";
const requestTimeoutMs = 30_000;
const streamsOperations = new Set([
  "ListStreams",
  "DescribeStream",
  "GetShardIterator",
  "GetRecords",
]);
/** The checksum is of the body as it is passed on. */
const passedHeaders = ["content-type", "x-amz-crc32"];

export function createDynamoDbCaller({
  url,
  region,
}: {
  readonly url: string;
  readonly region: string;
}): DynamoDbCaller {
  async function send(operation: string, body: string | Buffer): Promise<Reply> {
    try {
      const response = await fetch(url, {
        method: "POST",
        headers: requestHeaders(operation, region),
        body: typeof body === "string" ? body : new Uint8Array(body),
        signal: AbortSignal.timeout(requestTimeoutMs),
      });
      return {
        status: response.status,
        headers: Object.fromEntries(
          passedHeaders.flatMap((name) => {
            const value = response.headers.get(name);
            return value === null ? [] : [[name, value]];
          }),
        ),
        body: Buffer.from(await response.arrayBuffer()),
      };
    } catch (error) {
      throw noAnswer(url, error);
    }
  }

  return {
    send,
    async call(operation, input) {
      const { status, body } = await send(operation, JSON.stringify(input));
      const output = parseAnswer(body.toString());
      if (output === undefined) throw noDynamoDb(url, status);
      if (status < 300) return output;
      const code = String(output.__type).split("#").at(-1) ?? "";
      throw new AwsError(code, String(output.message ?? output.Message ?? ""), status);
    },
  };
}

/** Whether anything listens there at all. Throws CliError. */
export async function checkDynamoDbEndpoint(url: string): Promise<void> {
  try {
    await fetch(url, { signal: AbortSignal.timeout(5000) });
  } catch (error) {
    throw noAnswer(url, error);
  }
}

/** The signature is none: what answers must not verify it, as DynamoDB Local does not. */
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/DynamoDBLocal.UsageNotes.html
function requestHeaders(operation: string, region: string): Record<string, string> {
  const date = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
  const scope = `${accessKeyId}/${date.slice(0, 8)}/${region}/dynamodb/aws4_request`;
  const service = streamsOperations.has(operation) ? "DynamoDBStreams" : "DynamoDB";
  return {
    "content-type": "application/x-amz-json-1.0",
    "accept-encoding": "identity",
    "x-amz-target": `${service}_20120810.${operation}`,
    "x-amz-date": date,
    authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00`,
  };
}

function parseAnswer(text: string): Input | undefined {
  try {
    // Operations without an output may answer an empty body.
    const output: unknown = text === "" ? {} : JSON.parse(text);
    return isObject(output) ? output : undefined;
  } catch {
    return undefined;
  }
}

function noAnswer(url: string, error: unknown): CliError {
  const { cause, message } = error as Error & { cause?: { code?: string } };
  return new CliError(
    exitCodes.usage,
    `No DynamoDB answers at ${url}: ${cause?.code ?? message}.`,
    "Start it, e.g. with `docker run -p 8000:8000 amazon/dynamodb-local`, correct the URL, or leave --dynamodb out for the embedded one.",
  );
}

function noDynamoDb(url: string, status: number): CliError {
  return new CliError(
    exitCodes.usage,
    `What answers at ${url} is no DynamoDB: status ${status} without JSON.`,
    "Pass the URL of DynamoDB Local or of another DynamoDB that does not verify signatures.",
  );
}
