import {
  AwsError,
  type Clock,
  type Journal,
  type LocalAccount,
  type LocalDynamoDb,
} from "../ports.ts";
import { batchGetItem, batchWriteItem } from "./batch-operations.ts";
import type { DatabaseState } from "./database-state.ts";
import { defineTable } from "./define-table.ts";
import { describeTable, describeTimeToLive, listTables } from "./describe-operations.ts";
import { deleteItem, getItem, putItem, updateItem } from "./item-operations.ts";
import { query, scan } from "./query-operations.ts";
import type { OperationInput } from "./request-parameters.ts";
import { restoreState } from "./restore-state.ts";
import { parseSequence, toStreamRecord } from "./stream-log.ts";
import { createStreamNotifier } from "./stream-notifier.ts";
import { describeStream, getRecords, getShardIterator, listStreams } from "./stream-operations.ts";
import { tableArn } from "./table-storage.ts";
import { createExpirySweeper } from "./time-to-live.ts";
import { transactGetItems, transactWriteItems } from "./transact-operations.ts";

type Operation = (state: DatabaseState, input: OperationInput) => Record<string, unknown>;

const OPERATIONS: ReadonlyMap<string, Operation> = new Map(
  Object.entries({
    PutItem: putItem,
    GetItem: getItem,
    UpdateItem: updateItem,
    DeleteItem: deleteItem,
    Query: query,
    Scan: scan,
    BatchGetItem: batchGetItem,
    BatchWriteItem: batchWriteItem,
    TransactWriteItems: transactWriteItems,
    TransactGetItems: transactGetItems,
    DescribeTable: describeTable,
    ListTables: listTables,
    DescribeTimeToLive: describeTimeToLive,
    ListStreams: listStreams,
    DescribeStream: describeStream,
    GetShardIterator: getShardIterator,
    GetRecords: getRecords,
  }),
);

/**
 * DynamoDB (and DynamoDB Streams) inside this process. State lives in memory; with a journal
 * every change is appended before it is answered, and the journal's content is restored first.
 * Items in answers are shared with the store: read them, never change them.
 */
export function createLocalDynamoDb(options: {
  readonly clock: Clock;
  readonly account: LocalAccount;
  readonly journal?: Journal;
}): LocalDynamoDb {
  const { clock, account, journal } = options;
  const notifier = createStreamNotifier();
  const state: DatabaseState = {
    clock,
    account,
    journal,
    tables: new Map(),
    tokens: new Map(),
    onChanged: () => {},
  };
  restoreState(state);
  const sweeper = createExpirySweeper(state);
  state.onChanged = (tables) => {
    sweeper.follow(tables);
    notifier.notify(tables);
  };
  sweeper.follow(state.tables.values());

  return {
    createTable: (definition) => defineTable(state, definition),
    tableArn: (name) => tableArn(account, name),
    streamArn: (name) => state.tables.get(name)?.stream?.arn,
    tables: () =>
      [...state.tables].map(([name, { rowsById }]) => ({ name, itemCount: rowsById.size })),
    execute(operation, input) {
      const run = OPERATIONS.get(operation);
      if (run !== undefined) return run(state, input);
      throw new AwsError(
        "UnknownOperationException",
        `The local DynamoDB does not support the operation ${operation}. ` +
          `It supports ${[...OPERATIONS.keys()].join(", ")}.`,
      );
    },
    streamRecords(name, afterSequenceNumber, limit) {
      const log = state.tables.get(name)?.stream;
      if (log === undefined) return [];
      log.trim(clock.now());
      const after = afterSequenceNumber === undefined ? 0 : parseSequence(afterSequenceNumber);
      if (after === undefined)
        throw new Error(
          `${afterSequenceNumber} is no sequence number of the local DynamoDB; ` +
            "pass the SequenceNumber of a stream record.",
        );
      return log.read(after + 1, limit).map((entry) => toStreamRecord(log, entry, account.region));
    },
    onStreamRecord: (name, listener) => notifier.listen(name, listener),
  };
}
