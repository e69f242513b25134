import type { AttributeValue, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import {
  ConditionalCheckFailedException,
  GetItemCommand,
  PutItemCommand,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from "@aws-sdk/client-dynamodb";
import type { LoadedStream } from "./event-store.ts";
import type { Outcome, OutcomeStore } from "./outcome-store.ts";

interface DynamoDbOutcomeStoreOptions {
  readonly client: () => DynamoDBClient;
  readonly tableName: () => string;
  readonly eventLogName: () => string;
}

/**
 * How long an outcome is kept, in seconds: 35 days. A command can come back from its queue
 * (retention 14 days at most) and again from the dead-letter queue (14 days more), so 28 days are
 * the least (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html).
 * The commits themselves remember their command ids for ever.
 */
const keepForSeconds = 35 * 24 * 60 * 60;

/** Outcomes in one table: partition key `streamId`, sort key `commandId`, expiry in `expiresAt`. */
export function dynamoDbOutcomeStore<Rejection>(
  options: DynamoDbOutcomeStoreOptions,
): OutcomeStore<Rejection> {
  function put(streamId: string, commandId: string, outcome: Outcome<Rejection>) {
    return {
      TableName: options.tableName(),
      Item: {
        streamId: { S: streamId },
        commandId: { S: commandId },
        outcome: { S: JSON.stringify(outcome) },
        expiresAt: { N: String(Math.floor(Date.now() / 1000) + keepForSeconds) },
      },
      ConditionExpression: "attribute_not_exists(streamId)",
    };
  }

  async function find(
    streamId: string,
    commandId: string,
  ): Promise<Outcome<Rejection> | undefined> {
    const { Item: item } = await options.client().send(
      new GetItemCommand({
        TableName: options.tableName(),
        Key: { streamId: { S: streamId }, commandId: { S: commandId } },
        ConsistentRead: true,
      }),
    );
    return item === undefined ? undefined : parseOutcome<Rejection>(item);
  }

  async function recordCommitted(
    streamId: string,
    commandId: string,
    outcome: Outcome<Rejection>,
  ): Promise<void> {
    try {
      await options.client().send(new PutItemCommand(put(streamId, commandId, outcome)));
    } catch (error) {
      if (!(error instanceof ConditionalCheckFailedException)) throw error;
    }
  }

  async function recordDecision(
    stream: LoadedStream<unknown>,
    commandId: string,
    outcome: Outcome<Rejection>,
  ): Promise<boolean> {
    const streamStillEndsHere = {
      TableName: options.eventLogName(),
      Key: { streamId: { S: stream.streamId }, version: { N: String(stream.version + 1) } },
      ConditionExpression: "attribute_not_exists(streamId)",
    };
    try {
      await options.client().send(
        new TransactWriteItemsCommand({
          TransactItems: [
            { ConditionCheck: streamStillEndsHere },
            { Put: put(stream.streamId, commandId, outcome) },
          ],
        }),
      );
      return true;
    } catch (error) {
      if (error instanceof TransactionCanceledException && lostARace(error)) return false;
      throw error;
    }
  }

  return { find, recordCommitted, recordDecision };
}

function parseOutcome<Rejection>(item: Record<string, AttributeValue>): Outcome<Rejection> {
  return JSON.parse(item.outcome?.S ?? "null") as Outcome<Rejection>;
}

/** Every reason is a lost condition or a transaction in the way: deciding again settles it. */
function lostARace(error: TransactionCanceledException): boolean {
  const races = new Set(["None", "ConditionalCheckFailed", "TransactionConflict"]);
  return (error.CancellationReasons ?? []).every((reason) => races.has(reason.Code ?? ""));
}
