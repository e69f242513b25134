import {
  type AttributeValue,
  DeleteItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { EVENTS } from "./contract-tables.ts";
import type { ContractContext } from "./contract-target.ts";

interface StreamedRecord {
  readonly eventName: string;
  readonly eventSource: string;
  readonly eventVersion: string;
  readonly dynamodb: Readonly<Record<string, unknown>>;
}

/** DynamoDB Streams: what becomes a record, and how records are read. */
export function describeStreams(context: () => ContractContext): void {
  let StreamArn: string;
  let ShardId: string;
  const key = (version: number): Record<string, AttributeValue> => ({
    streamId: { S: "streams" },
    version: { N: String(version) },
  });
  const iterate = async (ShardIteratorType: string, SequenceNumber?: unknown) => {
    const place = { StreamArn, ShardId, ShardIteratorType };
    const { body } = await context().call("GetShardIterator", {
      ...place,
      ...(SequenceNumber !== undefined && { SequenceNumber }),
    });
    return body.ShardIterator as string;
  };
  const read = async (ShardIterator: string, more = {}) => {
    const { body } = await context().call("GetRecords", { ShardIterator, ...more });
    return {
      records: body.Records as readonly StreamedRecord[],
      next: body.NextShardIterator as string,
    };
  };
  const put = (version: number, more = {}) =>
    context().client.send(
      new PutItemCommand({ TableName: EVENTS.name, Item: { ...key(version), ...more } }),
    );

  describe("streams", () => {
    beforeAll(async () => {
      const { call } = context();
      const table = (await call("DescribeTable", { TableName: EVENTS.name })).body.Table;
      StreamArn = (table as Record<string, string>).LatestStreamArn ?? "";
      const { body } = await call("DescribeStream", { StreamArn });
      const { Shards } = body.StreamDescription as {
        readonly Shards: readonly { readonly ShardId: string }[];
      };
      ShardId = Shards.at(-1)?.ShardId ?? "";
    });

    it("record inserts, changes and removals with both images", async () => {
      const latest = await iterate("LATEST");
      await put(1, { a: { S: "x" } });
      await context().client.send(
        new UpdateItemCommand({
          TableName: EVENTS.name,
          Key: key(1),
          UpdateExpression: "SET a = :y",
          ExpressionAttributeValues: { ":y": { S: "y" } },
        }),
      );
      await context().client.send(new DeleteItemCommand({ TableName: EVENTS.name, Key: key(1) }));
      const { records } = await read(latest);
      const images = records.map(({ eventName, dynamodb }) => [
        eventName,
        dynamodb.Keys,
        dynamodb.OldImage,
        dynamodb.NewImage,
      ]);
      const [x, y] = ["x", "y"].map((S) => ({ ...key(1), a: { S } }));
      expect(images).toEqual([
        ["INSERT", key(1), undefined, x],
        ["MODIFY", key(1), x, y],
        ["REMOVE", key(1), y, undefined],
      ]);
      const sequence = records.map(({ dynamodb }) => String(dynamodb.SequenceNumber));
      expect(sequence).toEqual([...sequence].sort());
      expect(records[0]).toMatchObject({ eventSource: "aws:dynamodb", eventVersion: "1.1" });
    });

    it("record nothing for a write that changes nothing", async () => {
      await put(2, { s: { SS: ["a", "b"] }, n: { N: "1" } });
      const latest = await iterate("LATEST");
      await put(2, { s: { SS: ["b", "a"] }, n: { N: "1.0" } });
      await context().client.send(
        new UpdateItemCommand({
          TableName: EVENTS.name,
          Key: key(2),
          UpdateExpression: "SET n = n",
        }),
      );
      await context().client.send(new DeleteItemCommand({ TableName: EVENTS.name, Key: key(99) }));
      expect((await read(latest)).records).toEqual([]);
    });

    it("are read from the next iterator on, a few at a time", async () => {
      const latest = await iterate("LATEST");
      for (const version of [10, 11, 12]) await put(version);
      const first = await read(latest, { Limit: 2 });
      expect(first.records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([key(10), key(11)]);
      const second = await read(first.next);
      expect(second.records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([key(12)]);
      expect((await read(second.next)).records).toEqual([]);
    });

    it("are read at or after a sequence number", async () => {
      const latest = await iterate("LATEST");
      for (const version of [20, 21]) await put(version);
      const { records } = await read(latest);
      const sequence = records[0]?.dynamodb.SequenceNumber;
      const at = await read(await iterate("AT_SEQUENCE_NUMBER", sequence));
      expect(at.records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([key(20), key(21)]);
      const after = await read(await iterate("AFTER_SEQUENCE_NUMBER", sequence));
      expect(after.records.map(({ dynamodb }) => dynamodb.Keys)).toEqual([key(21)]);
    });

    it("begin with the oldest record at TRIM_HORIZON", async () => {
      const { records } = await read(await iterate("TRIM_HORIZON"), { Limit: 1 });
      expect(records.map(({ eventName }) => eventName)).toEqual(["INSERT"]);
    });

    it("are listed", async () => {
      const { body } = await context().call("ListStreams", { TableName: EVENTS.name });
      expect(body.Streams).toContainEqual({
        StreamArn,
        TableName: EVENTS.name,
        StreamLabel: StreamArn.split("/").at(-1),
      });
    });
  });
}
