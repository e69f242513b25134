import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  DynamoDBBatchResponse,
  DynamoDBRecord,
  SQSBatchResponse,
  SQSRecord,
} from "aws-lambda";
import type { Log } from "./log.ts";

/*
 * The boundary between roles and what hosts them. Only types: a provider that a function does not
 * use adds nothing to it. Shapes are Lambda's, reduced to what roles may rely on.
 */

export type HttpRequest = Pick<
  APIGatewayProxyEventV2,
  | "routeKey"
  | "rawPath"
  | "rawQueryString"
  | "headers"
  | "pathParameters"
  | "body"
  | "isBase64Encoded"
> & {
  /** With an `Authorizer` as member `authorizer` if the provider found out who is calling. */
  readonly requestContext: object;
};

export interface Authorizer {
  readonly iam?: { readonly userArn?: string };
  readonly jwt?: { readonly claims?: Readonly<Record<string, unknown>> };
}

export type QueueMessage = Pick<SQSRecord, "messageId" | "body" | "eventSourceARN"> & {
  readonly attributes: Pick<SQSRecord["attributes"], "MessageGroupId" | "ApproximateReceiveCount">;
};

export type StreamRecord = Pick<DynamoDBRecord, "eventID" | "eventName" | "dynamodb">;

export type HttpResponse = APIGatewayProxyStructuredResultV2;

/** What a role is; one that wants it gets the `HostContext` as second argument. */
export type HttpHandler = (request: HttpRequest) => Promise<HttpResponse>;
/** Names the messages to be delivered again by message id; all others are done. */
export type QueueHandler = (messages: readonly QueueMessage[]) => Promise<SQSBatchResponse>;
/** Names the first record to be delivered again by sequence number; those before it are done. */
export type StreamHandler = (records: readonly StreamRecord[]) => Promise<DynamoDBBatchResponse>;

type Hosted<Handler extends (input: never) => unknown> = (
  input: Parameters<Handler>[0],
  context: HostContext,
) => ReturnType<Handler>;

/** What is handled: by route, by queue and by table, each under its name in the stack. */
export interface Routes {
  readonly http?: Readonly<Record<string, Hosted<HttpHandler>>>;
  readonly queues?: Readonly<Record<string, Hosted<QueueHandler>>>;
  readonly streams?: Readonly<Record<string, Hosted<StreamHandler>>>;
}

/** What a role can learn of the run that it is part of. */
export interface HostContext {
  readonly requestId: string;
  /** Milliseconds until the provider gives up on this run. */
  remainingMilliseconds(): number;
  /** A log whose lines carry the request id. */
  readonly log: Log;
}

/** Where something comes from: route key, queue or table by its name in the stack. */
export type Source =
  | { readonly kind: keyof Routes; readonly source: string }
  /** `source` says what was found instead. */
  | { readonly kind: "unknown"; readonly source: string };

/** What arrived from one source, in order, in the shape that its role takes. */
export type Delivery = Source & { readonly input: unknown };

export type Result = HttpResponse | SQSBatchResponse | DynamoDBBatchResponse;

/**
 * What hosts roles. `Arrival` is one thing that its platform hands over, `Platform` what it tells
 * of a run, and `Entry` what it calls.
 */
export interface Provider<Arrival, Platform, Entry> {
  /** Where one arrival comes from, and what it is in the shape that roles take. */
  event(arrival: Arrival): Delivery;
  context(platform: Platform): HostContext;
  /** The arrivals of one batch by their source, each source once, in the order of arrival. */
  groupBySource(arrivals: readonly Arrival[]): readonly Delivery[];
  /** What the platform calls. It must keep whatever a role's result does not say is done. */
  asEventHandler(routes: Routes): Entry;
  readonly provisioning: Provisioning;
}

/** What has to be there before routes can be served. */
export interface Provisioning {
  /** The same under every provider; apps declare it in their stack. */
  readonly data: DataProvisioning;
  /** How sources are read. */
  readonly queue: {
    /** Messages in one call, at most. */
    readonly batchSize: number;
    /** Batches of one queue at a time; undefined: as many as the platform likes. */
    readonly parallelBatches?: number;
    /** IAM actions on the queue that reading takes. */
    readonly actions: readonly string[];
  };
  readonly stream: {
    readonly batchSize: number;
    /** More than one would let commits of an aggregate overtake each other. */
    readonly parallelBatchesPerShard: 1;
    /** A new reader starts with the oldest record, or it would miss some. */
    readonly startingPosition: "TRIM_HORIZON";
    readonly actions: readonly string[];
  };
  readonly http: {
    /** Longest time for an answer. */
    readonly timeoutSeconds: number;
  };
  /** Tables that the provider itself keeps things in, by name in the stack. */
  readonly tables: Readonly<Record<string, TableProvisioning>>;
}

export interface TableProvisioning {
  readonly partitionKey: string;
  /** Absent: none. */
  readonly sortKey?: string;
  readonly stream?: "NEW_IMAGE";
  /** Attribute with the time in seconds after which an item may go. */
  readonly expiresAt?: string;
}

export interface DataProvisioning {
  readonly eventLog: TableProvisioning;
  readonly outcomes: TableProvisioning;
  readonly queryDb: TableProvisioning;
  readonly queue: {
    readonly fifo: true;
    /** Receives after which a message goes to the queue's own dead-letter queue. */
    readonly maximumReceives: number;
    /** Visibility timeout in timeouts of what handles the messages. */
    readonly visibilityFactor: number;
    readonly retentionSeconds: number;
    readonly maximumMessageBytes: number;
  };
  readonly topic: { readonly fifo: true; readonly rawDelivery: true };
}
