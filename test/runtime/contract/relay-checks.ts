import type {
  BatchResultErrorEntry,
  PublishBatchRequestEntry,
  SNSClient,
} from "@aws-sdk/client-sns";
import type { DynamoDBRecord } from "aws-lambda";
import { expect } from "vitest";
import type { eventTopic } from "../../../runtime/event-topic.ts";
import { linesOf } from "../support/captured-log.ts";
import { commitRecord } from "../support/records.ts";
import type { Check } from "./check.ts";

type EventTopic = typeof eventTopic;
type Entries = readonly PublishBatchRequestEntry[];

const topic = "arn:aws:sns:eu-central-1:123456789012:app-dev-wallet.fifo";
const done = { batchItemFailures: [] };
const retriedFrom = (itemIdentifier: string) => ({ batchItemFailures: [{ itemIdentifier }] });

/** SNS as far as the relay sees it: takes every entry, or those that `refuse` leaves. */
function fakeSns(refuse: (request: number, entries: Entries) => readonly number[] = () => []) {
  const requests: Entries[] = [];
  const client = {
    async send({ input }: { input: { TopicArn: string; PublishBatchRequestEntries: Entries } }) {
      expect(input.TopicArn).toBe(topic);
      requests.push(input.PublishBatchRequestEntries);
      const refused = refuse(requests.length - 1, input.PublishBatchRequestEntries);
      const Failed = refused.map((index): BatchResultErrorEntry => {
        const Id = input.PublishBatchRequestEntries[index]?.Id;
        return { Id, Code: "InternalError", Message: "try again", SenderFault: false };
      });
      // SNS promises no order of the failures.
      return { Successful: [], Failed: Failed.reverse() };
    },
  };
  const published = () =>
    requests.map((entries) => entries.map((entry) => entry.MessageDeduplicationId));
  return { client: client as unknown as SNSClient, requests, published };
}

/** `count` commits of one stream with the sequence numbers 101, 102, … */
function commits(count: number, events?: string): DynamoDBRecord[] {
  return Array.from({ length: count }, (_, index) =>
    commitRecord(String(101 + index), {
      streamId: "a",
      version: 1 + index,
      ...(events !== undefined && { events }),
    }),
  );
}

const ids = (first: number, last: number) =>
  Array.from({ length: last - first + 1 }, (_, index) => `a:${first + index}`);

/** JSON of events such that the message of version 1…9 of stream "a" takes that many bytes. */
function eventsFilling(bytes: number): string {
  const frame = '{"streamId":"a","version":1,"header":{"time":"now"},"events":["ü"]}';
  return `["ü${"x".repeat(bytes - Buffer.byteLength(frame))}"]`;
}

async function relay(
  makeTopic: EventTopic,
  sns: { readonly client: SNSClient },
  records: readonly DynamoDBRecord[],
) {
  const handle = makeTopic(
    () => sns.client,
    () => topic,
  );
  let response: unknown;
  const lines = await linesOf(async () => {
    response = await handle(records);
  });
  return { response, log: lines.map((line) => JSON.parse(line)) };
}

/** What the relay from a log's stream to its topic must do. */
export const relayChecks: readonly Check<EventTopic>[] = [
  {
    title: "a commit is passed on to the letter, grouped by stream, deduplicated by version",
    async run(makeTopic) {
      const sns = fakeSns();
      const events = '[{"type":"Deposited","amount":1.50,"note":"ü 🚀"}]';
      const record = commitRecord("101", { streamId: 'a "b"', version: 12, events });
      expect((await relay(makeTopic, sns, [record])).response).toEqual(done);
      expect(sns.requests).toEqual([
        [
          {
            Id: "0",
            Message: `{"streamId":"a \\"b\\"","version":12,"header":{"time":"now"},"events":${events}}`,
            MessageGroupId: 'a "b"',
            MessageDeduplicationId: 'a "b":12',
          },
        ],
      ]);
    },
  },
  {
    title: "25 commits are published in order, ten at a time, with ids of their own",
    async run(makeTopic) {
      const sns = fakeSns();
      expect((await relay(makeTopic, sns, commits(25))).response).toEqual(done);
      expect(sns.published()).toEqual([ids(1, 10), ids(11, 20), ids(21, 25)]);
      for (const entries of sns.requests) {
        expect(new Set(entries.map(({ Id }) => Id)).size).toBe(entries.length);
      }
    },
  },
  {
    title: "messages of 256 KiB together share a request, one byte more does not",
    async run(makeTopic) {
      const half = 128 * 1024;
      const fitting = fakeSns();
      await relay(makeTopic, fitting, commits(2, eventsFilling(half)));
      expect(fitting.published()).toEqual([ids(1, 2)]);
      const tooLarge = fakeSns();
      const [first, second] = [
        ...commits(1, eventsFilling(half)),
        ...commits(2, eventsFilling(half + 1)).slice(1),
      ];
      await relay(makeTopic, tooLarge, [first, second] as DynamoDBRecord[]);
      expect(tooLarge.published()).toEqual([ids(1, 1), ids(2, 2)]);
    },
  },
  {
    title: "a commit that fills a request alone is published alone",
    async run(makeTopic) {
      const sns = fakeSns();
      await relay(makeTopic, sns, commits(3, eventsFilling(240 * 1024)));
      expect(sns.published()).toEqual([["a:1"], ["a:2"], ["a:3"]]);
    },
  },
  {
    title: "after a failure in part the stream is retried from the first that failed",
    async run(makeTopic) {
      const sns = fakeSns((request) => (request === 1 ? [3, 6] : []));
      const { response, log } = await relay(makeTopic, sns, commits(30));
      expect(response).toEqual(retriedFrom("114"));
      expect(sns.published()).toEqual([ids(1, 10), ids(11, 20)]);
      expect(log.map(({ level, commit, reason }) => [level, commit, reason])).toEqual([
        ["error", "a:17", "InternalError: try again"],
        ["error", "a:14", "InternalError: try again"],
      ]);
    },
  },
  {
    title: "after a request that failed as a whole the stream is retried from its first commit",
    async run(makeTopic) {
      const sns = fakeSns((request) => {
        if (request === 1) throw new Error("no connection");
        return [];
      });
      const { response, log } = await relay(makeTopic, sns, commits(30));
      expect(response).toEqual(retriedFrom("111"));
      expect(sns.published()).toEqual([ids(1, 10), ids(11, 20)]);
      expect(log.map(({ level, commit }) => [level, commit])).toEqual([["error", "a:11"]]);
    },
  },
  {
    title: "records that are no new commits are passed over",
    async run(makeTopic) {
      const sns = fakeSns();
      const [first, second, third, fourth] = commits(4) as [
        DynamoDBRecord,
        DynamoDBRecord,
        DynamoDBRecord,
        DynamoDBRecord,
      ];
      const records = [
        { ...first, eventName: "REMOVE" as const, dynamodb: {} },
        second,
        { ...third, eventName: "MODIFY" as const },
        fourth,
      ];
      expect((await relay(makeTopic, sns, records)).response).toEqual(done);
      expect(sns.published()).toEqual([["a:2", "a:4"]]);
    },
  },
  {
    title: "without a record nothing is published",
    async run(makeTopic) {
      const sns = fakeSns();
      expect((await relay(makeTopic, sns, [])).response).toEqual(done);
      expect(sns.requests).toEqual([]);
    },
  },
  ...(["streamId", "version", "events", "header"] as const).map(
    (missing): Check<EventTopic> => ({
      title: `a record without ${missing} stops the relay after the commits before it`,
      async run(makeTopic) {
        const sns = fakeSns();
        const records = commits(4);
        delete records[2]?.dynamodb?.NewImage?.[missing];
        const { response, log } = await relay(makeTopic, sns, records);
        expect(response).toEqual(retriedFrom("103"));
        expect(sns.published()).toEqual([["a:1", "a:2"]]);
        const found = ["streamId", "version", "commandId", "header", "events"];
        expect(log.map(({ sequenceNumber, reason }) => [sequenceNumber, reason])).toEqual([
          [
            "103",
            `expected the attributes streamId, version, events and header; found ${found.filter((name) => name !== missing).join(", ")}`,
          ],
        ]);
      },
    }),
  ),
  {
    title: "a record without an image stops the relay too",
    async run(makeTopic) {
      const sns = fakeSns();
      const record = { ...commitRecord("7", { streamId: "a", version: 1 }) };
      const { response } = await relay(makeTopic, sns, [
        { ...record, dynamodb: { SequenceNumber: "7" } },
      ]);
      expect([response, sns.requests]).toEqual([retriedFrom("7"), []]);
    },
  },
  {
    title: "a failure before a malformed record is retried first",
    async run(makeTopic) {
      const sns = fakeSns(() => [1]);
      const records = commits(4);
      delete records[2]?.dynamodb?.NewImage?.events;
      expect((await relay(makeTopic, sns, records)).response).toEqual(retriedFrom("102"));
    },
  },
];
