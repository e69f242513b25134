/**
 * What the parts of the local run agree on: clock, journal, errors and the three
 * emulated services. Each service lives in its own folder and knows nothing of the others
 * except through these shapes.
 */

/** Source of time, so that tests and fault injection can move it. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `task` once after `delayMs`; the returned function cancels it. Never keeps the process alive by itself. */
  schedule(delayMs: number, task: () => void): () => void;
}

/**
 * Append-only log of one service's changes. `append` is durable against a crash of the
 * process when it returns (one write call), so a service appends before it answers.
 */
export interface Journal {
  /** Every entry written so far, oldest first. A torn last line (crash during a write) is dropped. */
  entries(): Iterable<unknown>;
  append(entry: unknown): void;
  /** Atomically replaces the whole content, e.g. with a snapshot at start-up. */
  replace(entries: Iterable<unknown>): void;
  close(): void;
}

/** An error as the AWS service would answer it: code, message, HTTP status and extra members. */
export class AwsError extends Error {
  readonly code: string;
  readonly statusCode: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    code: string,
    message: string,
    statusCode = 400,
    details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.name = "AwsError";
    this.code = code;
    this.statusCode = statusCode;
    this.details = details;
  }
}

/** An HTTP answer of a service. */
export interface Reply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** One API call, as policies see it. Resource is an ARN. */
export interface ServiceCall {
  /** Access key id the request was signed with; the local run gives every function its own. */
  readonly accessKeyId: string;
  /** IAM action, e.g. `dynamodb:PutItem`. */
  readonly action: string;
  readonly resource: string;
  /** IAM condition context, e.g. `{"dynamodb:EnclosingOperation": "TransactWriteItems"}`. */
  readonly context: Readonly<Record<string, string>>;
}

/** Throws an AwsError (AccessDeniedException, 400 for JSON services / AuthorizationError, 403 for SNS) to refuse. */
export type Authorize = (call: ServiceCall) => void;

/** Where the emulated account lives; becomes part of every ARN and URL. */
export interface LocalAccount {
  readonly accountId: string;
  readonly region: string;
}

export interface KeyAttribute {
  readonly name: string;
  readonly type: "S" | "N" | "B";
}

export interface IndexDefinition {
  readonly name: string;
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly projection: "ALL" | "KEYS_ONLY" | { readonly include: readonly string[] };
}

export interface TableDefinition {
  readonly name: string;
  /** Only the attributes used as keys of the table and its indexes. */
  readonly attributes: readonly KeyAttribute[];
  readonly hashKey: string;
  readonly rangeKey?: string;
  readonly indexes?: readonly IndexDefinition[];
  readonly stream?: "NEW_IMAGE" | "OLD_IMAGE" | "NEW_AND_OLD_IMAGES" | "KEYS_ONLY";
  /** Attribute (type N, epoch seconds) after which an item expires. */
  readonly timeToLiveAttribute?: string;
}

/** AttributeValue JSON as on the wire: {"S": "x"}, {"N": "1"}, {"M": {...}}, binary as base64 text. */
export type AttributeValue = Readonly<Record<string, unknown>>;
export type Item = Readonly<Record<string, AttributeValue>>;

/** One change as Lambda receives it inside `Records[]` of a DynamoDB event. */
export interface StreamRecord {
  readonly eventID: string;
  readonly eventName: "INSERT" | "MODIFY" | "REMOVE";
  readonly eventVersion: "1.1";
  readonly eventSource: "aws:dynamodb";
  readonly awsRegion: string;
  readonly eventSourceARN: string;
  readonly userIdentity?: {
    readonly type: "Service";
    readonly principalId: "dynamodb.amazonaws.com";
  };
  readonly dynamodb: {
    readonly ApproximateCreationDateTime: number;
    readonly Keys: Item;
    readonly NewImage?: Item;
    readonly OldImage?: Item;
    /** Decimal digits, strictly increasing per table; compare by length, then text. */
    readonly SequenceNumber: string;
    readonly SizeBytes: number;
    readonly StreamViewType: string;
  };
}

type Eventually<T> = T | Promise<T>;

/** The tables of the stacks, wherever they are: in this process, or in a DynamoDB at a URL. */
export interface TableService {
  /** Creates the table, or updates stream, indexes and TTL of an existing one with the same keys; other keys are an error. */
  createTable(definition: TableDefinition): Eventually<void>;
  tableArn(name: string): string;
  tables(): Eventually<readonly TableStatus[]>;
  /** Tells the streams of tables apart that somebody else may delete and create anew; undefined when nobody else can. */
  streamLabel?(table: string): string | undefined;
  /** Records after the given sequence number (undefined: from the oldest kept), oldest first. */
  streamRecords(
    table: string,
    afterSequenceNumber: string | undefined,
    limit: number,
  ): Eventually<readonly StreamRecord[]>;
  /** Calls back (asynchronously, coalesced) when the table's stream grew, or may have. */
  onStreamRecord(table: string, listener: () => void): () => void;
}

export interface TableStatus {
  readonly name: string;
  readonly itemCount: number;
}

/** A DynamoDB outside this process. */
export interface RemoteDynamoDb extends TableService {
  readonly url: string;
  /** With all items; one that does not exist is no error. */
  deleteTable(name: string): Promise<void>;
  /** Passes a request's body on as it is and answers what came back; throws AwsError when nothing did. */
  forward(operation: string, body: Buffer): Promise<Reply>;
}

/** The embedded DynamoDB: everything is done when a call returns. */
export interface LocalDynamoDb extends TableService {
  createTable(definition: TableDefinition): void;
  /** ARN with the stream's label; undefined without a stream. Stable across restarts. */
  streamArn(name: string): string | undefined;
  tables(): readonly TableStatus[];
  /** One API operation, e.g. `PutItem`, with its JSON input; throws AwsError. Each call is atomic. */
  execute(operation: string, input: Readonly<Record<string, unknown>>): Record<string, unknown>;
  streamRecords(
    table: string,
    afterSequenceNumber: string | undefined,
    limit: number,
  ): readonly StreamRecord[];
}

export interface QueueDefinition {
  /** FIFO queues end in `.fifo`. */
  readonly name: string;
  readonly fifo: boolean;
  readonly contentBasedDeduplication?: boolean;
  readonly deduplicationScope?: "queue" | "messageGroup";
  readonly visibilityTimeoutSeconds?: number;
  readonly messageRetentionSeconds?: number;
  readonly delaySeconds?: number;
  readonly maxMessageSize?: number;
  readonly receiveWaitTimeSeconds?: number;
  readonly redrive?: { readonly deadLetterQueueArn: string; readonly maxReceiveCount: number };
  /** Resource policy as JSON text; without one only the own account's identities may send. */
  readonly policy?: string;
}

export interface MessageAttribute {
  readonly DataType: string;
  readonly StringValue?: string;
  /** Base64. */
  readonly BinaryValue?: string;
}

export interface SendRequest {
  readonly body: string;
  readonly attributes?: Readonly<Record<string, MessageAttribute>>;
  readonly groupId?: string;
  readonly deduplicationId?: string;
  readonly delaySeconds?: number;
}

/** One message as Lambda receives it inside `Records[]` of an SQS event. */
export interface QueueRecord {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly messageAttributes: Readonly<
    Record<
      string,
      { readonly dataType: string; readonly stringValue?: string; readonly binaryValue?: string }
    >
  >;
  readonly md5OfBody: string;
  /** Only of a message with attributes. */
  readonly md5OfMessageAttributes?: string;
  readonly eventSource: "aws:sqs";
  readonly eventSourceARN: string;
  readonly awsRegion: string;
}

export interface QueueStatus {
  readonly name: string;
  readonly arn: string;
  readonly url: string;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

export interface LocalSqs {
  /** Creates the queue or updates the settings of an existing one; messages stay. */
  createQueue(definition: QueueDefinition): void;
  /** Removes the queue with everything in it, also from the journal. Throws QueueDoesNotExist. */
  deleteQueue(name: string): void;
  queues(): readonly QueueStatus[];
  queueArn(name: string): string;
  queueUrl(name: string): string;
  /** Resource policy as JSON text; undefined without one. Throws QueueDoesNotExist. */
  queuePolicy(name: string): string | undefined;
  /** One API operation with its JSON input; throws AwsError. ReceiveMessage may wait (long poll). */
  execute(
    operation: string,
    input: Readonly<Record<string, unknown>>,
  ): Promise<Record<string, unknown>>;
  send(
    queueName: string,
    request: SendRequest,
  ): { readonly messageId: string; readonly deduplicated: boolean };
  /**
   * Takes up to `max` visible messages at once, without waiting, as an event source mapping does.
   * FIFO: several messages of one group may come in one batch, in order; a group with messages in
   * flight gives nothing. Messages over maxReceiveCount move to the dead-letter queue instead.
   */
  receive(queueName: string, max: number): readonly QueueRecord[];
  deleteMessage(queueName: string, receiptHandle: string): void;
  changeVisibility(queueName: string, receiptHandle: string, seconds: number): void;
  /** Calls back (asynchronously, coalesced) when a message may have become visible. */
  onMessage(queueName: string, listener: () => void): () => void;
}

export interface TopicDefinition {
  readonly name: string;
  readonly fifo: boolean;
  readonly contentBasedDeduplication?: boolean;
  /**
   * A FIFO topic's deduplication counts ids per topic (default), or per message group:
   * https://docs.aws.amazon.com/sns/latest/dg/fifo-high-throughput.html
   */
  readonly fifoThroughputScope?: "Topic" | "MessageGroup";
}

export interface SubscriptionDefinition {
  readonly topicArn: string;
  readonly queueArn: string;
  readonly rawMessageDelivery: boolean;
  readonly filterPolicy?: string;
  readonly filterPolicyScope?: "MessageAttributes" | "MessageBody";
  readonly deadLetterQueueArn?: string;
}

export interface LocalSns {
  createTopic(definition: TopicDefinition): void;
  /** Removes the topic with its subscriptions; a topic that does not exist is no error, as with AWS. */
  deleteTopic(name: string): void;
  topics(): readonly { readonly name: string; readonly arn: string }[];
  topicArn(name: string): string;
  /** Replaces an earlier subscription of the same queue to the same topic. */
  subscribe(definition: SubscriptionDefinition): void;
  subscriptions(): readonly SubscriptionDefinition[];
  unsubscribe(subscription: Pick<SubscriptionDefinition, "topicArn" | "queueArn">): void;
  /** One API operation (Publish, PublishBatch, ListTopics, GetTopicAttributes, ListSubscriptionsByTopic) with its input as the SDK names it. */
  execute(operation: string, input: Readonly<Record<string, unknown>>): Record<string, unknown>;
}
