import { CliError, exitCodes } from "../../cli/cli-error.ts";
import { tableArn } from "../dynamodb/table-storage.ts";
import { AwsError, type Clock, type LocalAccount, type RemoteDynamoDb } from "../ports.ts";
import { bringUpTable, deleteTable, describeTable } from "./bring-up-table.ts";
import { createDynamoDbCaller } from "./call-dynamodb.ts";
import { createStreamReader } from "./read-stream.ts";

/** Writes of others than our functions are seen this much later, at most. */
const streamPollMs = 200;
const writes = new Set([
  "PutItem",
  "UpdateItem",
  "DeleteItem",
  "BatchWriteItem",
  "TransactWriteItems",
]);

/** The tables of a DynamoDB at a URL that does not verify signatures, such as DynamoDB Local. */
export function createRemoteDynamoDb(options: {
  readonly url: string;
  readonly clock: Clock;
  readonly account: LocalAccount;
  /** Told once of each problem that reading a stream has. */
  readonly onProblem: (message: string) => void;
}): RemoteDynamoDb {
  const { url, clock, account, onProblem } = options;
  const { region } = account;
  const { send, call } = createDynamoDbCaller({ url, region });
  const readStream = createStreamReader({ call, region });
  /** The stream of each table that was brought up. */
  const streams = new Map<string, string | undefined>();
  const listeners = new Set<() => void>();
  let problem: string | undefined;

  const forTable = async <T>(name: string, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      const { code, message } = error;
      throw new CliError(
        exitCodes.refused,
        `The DynamoDB at ${url} refused the table ${name}: ${code}: ${message}`,
      );
    }
  };

  return {
    url,
    createTable: (definition) =>
      forTable(definition.name, async () => {
        const { LatestStreamArn: arn } = await bringUpTable(call, definition);
        const hasStream = definition.stream !== undefined && typeof arn === "string";
        streams.set(definition.name, hasStream ? arn : undefined);
      }),
    deleteTable: (name) => forTable(name, () => deleteTable(call, name)),
    tableArn: (name) => tableArn(account, name),
    tables: () =>
      Promise.all(
        Array.from(streams.keys(), async (name) => {
          const table = await describeTable(call, name);
          return { name, itemCount: Number(table?.ItemCount ?? 0) };
        }),
      ),
    streamLabel: (table) => streams.get(table)?.split("/stream/")[1],
    async streamRecords(table, afterSequenceNumber, limit) {
      const arn = streams.get(table);
      if (arn === undefined) return [];
      try {
        const records = await readStream(arn, afterSequenceNumber, limit);
        problem = undefined;
        return records;
      } catch (error) {
        // The stream is asked again soon: one that cannot be read now is no reason to stop.
        const message = `The stream of ${table} cannot be read: ${(error as Error).message}`;
        if (problem !== message) onProblem(message);
        problem = message;
        return [];
      }
    },
    onStreamRecord(_table, listener) {
      const own = (): void => listener();
      listeners.add(own);
      let cancel = clock.schedule(streamPollMs, function poll() {
        cancel = clock.schedule(streamPollMs, poll);
        own();
      });
      return () => {
        listeners.delete(own);
        cancel();
      };
    },
    async forward(operation, body) {
      try {
        const reply = await send(operation, body);
        if (writes.has(operation)) for (const listener of listeners) listener();
        return reply;
      } catch (error) {
        if (!(error instanceof CliError)) throw error;
        throw new AwsError("InternalServerError", error.message, 500);
      }
    },
  };
}
