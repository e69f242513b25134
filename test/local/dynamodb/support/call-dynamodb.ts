/** Answer of one call over the wire, an error reduced to what callers see of it. */
export interface WireAnswer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  /** Name of the error without its namespace. */
  readonly code?: string;
  readonly message?: string;
}

export type CallDynamoDb = (operation: string, input: unknown) => Promise<WireAnswer>;

const STREAM_OPERATIONS = new Set([
  "ListStreams",
  "DescribeStream",
  "GetShardIterator",
  "GetRecords",
]);

/** Calls an endpoint without the SDK, for what the SDK would refuse to send or has no client for. */
export function createCaller(endpoint: string): CallDynamoDb {
  return async (operation, input) => {
    const service = STREAM_OPERATIONS.has(operation) ? "DynamoDBStreams" : "DynamoDB";
    const response = await fetch(endpoint, {
      method: "POST",
      headers: {
        "content-type": "application/x-amz-json-1.0",
        "x-amz-target": `${service}_20120810.${operation}`,
        // DynamoDB Local wants to see a signature but does not check it.
        authorization:
          "AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature=00",
        "x-amz-date": "20260101T000000Z",
      },
      body: JSON.stringify(input),
    });
    return readAnswer(response.status, (await response.json()) as Record<string, unknown>);
  };
}

/** Brings an answer of any DynamoDB, embedded or not, into one shape. */
export function readAnswer(status: number, body: Record<string, unknown>): WireAnswer {
  const { __type, message, Message, ...members } = body;
  if (__type === undefined) return { status, body };
  const code = String(__type).split("#").at(-1) ?? "";
  return { status, body: members, code, message: String(message ?? Message ?? "") };
}
