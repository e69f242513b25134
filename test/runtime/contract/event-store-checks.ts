import {
  type DynamoDBClient,
  PutItemCommand,
  TransactionConflictException,
} from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import type { DecodeEvent } from "../../../runtime/commit-codec.ts";
import type { EventStore, LoadedStream } from "../../../runtime/event-store.ts";
import { clientThatLosesAnswer, intercepted } from "../support/dynamodb-clients.ts";
import { commitHeader } from "../support/messages.ts";
import type { StoreTarget } from "../support/store-target.ts";
import { eventLog } from "../support/tables.ts";
import { decodeWalletEvent, deposited, type WalletEvent, withdrawn } from "../support/wallet.ts";
import { type Check, failureOf } from "./check.ts";

export type MakeEventStore = (options: {
  readonly client: () => DynamoDBClient;
  readonly tableName: () => string;
  readonly decodeEvent: DecodeEvent<WalletEvent>;
}) => EventStore<WalletEvent>;

export interface EventStoreSubject {
  readonly target: StoreTarget;
  readonly makeStore: MakeEventStore;
  /** A stream that no other check uses. */
  readonly id: string;
}

/** What every event store must do. */
export const eventStoreChecks: readonly Check<EventStoreSubject>[] = [
  {
    title: "a stream that does not exist has version 0 and no commits",
    async run(subject) {
      const { id } = subject;
      expect(await open(subject).load(id)).toEqual({ streamId: id, version: 0, commits: [] });
    },
  },
  {
    title: "an append to an empty stream starts at version 1",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const commit = { streamId: id, version: 1, events: [deposited(5)], header: header("c1") };
      expect(await store.append(await store.load(id), [deposited(5)], header("c1"))).toEqual({
        status: "appended",
        commit,
      });
      expect(await store.load(id)).toEqual({ streamId: id, version: 1, commits: [commit] });
    },
  },
  {
    title: "an append after a load goes on where the stream ended, several events at a time",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      await store.append(await store.load(id), [deposited(1), deposited(2)], header("c1"));
      await store.append(await store.load(id), [withdrawn(3)], header("c2"));
      await store.append(await store.load(id), [deposited(4)], header("c3"));
      expect(await store.load(id)).toEqual({
        streamId: id,
        version: 4,
        commits: [
          {
            streamId: id,
            version: 1,
            events: [deposited(1), deposited(2)],
            header: header("c1"),
          },
          { streamId: id, version: 3, events: [withdrawn(3)], header: header("c2") },
          { streamId: id, version: 4, events: [deposited(4)], header: header("c3") },
        ],
      });
    },
  },
  {
    title: "of several events none is stored when one is invalid",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const events = [deposited(1), deposited(Number.NaN), deposited(3)];
      const stream = await store.load(id);
      expect(await failureOf(() => store.append(stream, events, header("c1")))).toBe(
        `invalid-event: Event 2 of banking/wallet "${id}" is not of its type and was not stored: $.amount: expected number, found NaN`,
      );
      expect((await store.load(id)).version).toBe(0);
    },
  },
  {
    title: "an event of the wrong type is refused before anything is written",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const stream = await store.load(id);
      for (const [event, problem] of [
        [
          { type: "Stolen", amount: 1 },
          '$.type: expected "Deposited" or "Withdrawn", found string "Stolen"',
        ],
        [{ type: "Deposited", amount: 1n }, "$.amount: expected number, found bigint"],
        [null, "$: expected object, found null"],
      ] as const) {
        const append = () => store.append(stream, [event as never], header("c1"));
        expect(await failureOf(append)).toBe(
          `invalid-event: Event 1 of banking/wallet "${id}" is not of its type and was not stored: ${problem}`,
        );
      }
      expect((await store.load(id)).version).toBe(0);
    },
  },
  {
    title: "an append after a stale load is a conflict and overwrites nothing",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const stale = await store.load(id);
      await store.append(stale, [deposited(1)], header("c1"));
      expect(await store.append(stale, [deposited(2)], header("c2"))).toEqual({
        status: "conflict",
      });
      const { commits } = await store.load(id);
      expect(commits.map(({ events }) => events)).toEqual([[deposited(1)]]);
    },
  },
  {
    title: "a load that is several commits behind is a conflict too",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const stale = await store.load(id);
      await store.append(stale, [deposited(1), deposited(2), deposited(3)], header("c1"));
      await store.append(await store.load(id), [deposited(4)], header("c2"));
      expect((await store.append(stale, [deposited(5)], header("c3"))).status).toBe("conflict");
      expect((await store.load(id)).version).toBe(4);
    },
  },
  {
    title: "of 20 appends to one place one is stored and 19 conflict",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const stream = await store.load(id);
      const results = await Promise.all(
        numbers(20).map((number) =>
          store.append(stream, [deposited(number)], header(`c${number}`)),
        ),
      );
      expect(results.map(({ status }) => status).sort()).toEqual([
        "appended",
        ...Array<string>(19).fill("conflict"),
      ]);
      expect((await store.load(id)).version).toBe(1);
    },
  },
  {
    title: "a forged stream is refused, so that no gap can arise",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const loaded = await store.load(id);
      const elsewhere = await open(subject).load(id);
      const forgeries: LoadedStream<WalletEvent>[] = [
        { streamId: id, version: 7, commits: [] },
        { ...loaded, version: 7 },
        elsewhere,
      ];
      for (const forged of forgeries) {
        expect(await failureOf(() => store.append(forged, [deposited(1)], header("c1")))).toBe(
          "TypeError: append takes a stream that load of the same store returned",
        );
      }
      expect((await store.readFrom(id, 8)).length).toBe(0);
      expect((await store.load(id)).version).toBe(0);
    },
  },
  {
    title: "an append without events is refused",
    async run(subject) {
      const store = open(subject);
      const stream = await store.load(subject.id);
      expect(await failureOf(() => store.append(stream, [], header("c1")))).toBe(
        "TypeError: append takes at least one event",
      );
    },
  },
  {
    title: "the same command at the same place is a duplicate and gives back the stored commit",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const [first, second] = [await store.load(id), await store.load(id)];
      await store.append(first, [deposited(1)], { ...header("c1"), time: "first" });
      expect(
        await store.append(second, [deposited(1)], { ...header("c1"), time: "second" }),
      ).toEqual({
        status: "duplicate",
        commit: {
          streamId: id,
          version: 1,
          events: [deposited(1)],
          header: { ...header("c1"), time: "first" },
        },
      });
      expect((await store.load(id)).version).toBe(1);
    },
  },
  {
    title: "the SDK's retry after a lost answer is a duplicate and not a conflict",
    async run(subject) {
      const { id, target } = subject;
      const losing = clientThatLosesAnswer(target.endpoint);
      let writes = 0;
      // Loads use the sound client, so that the lost answer is that of the write.
      const client = intercepted(target.client, (call, send) => {
        if (call.operation !== "PutItem") return send();
        writes += 1;
        return losing.send(new PutItemCommand(call.input as never));
      });
      const store = open(subject, client);
      const result = await store.append(await store.load(id), [deposited(1)], header("c1"));
      losing.destroy();
      expect({ writes, result }).toEqual({
        writes: 1,
        result: {
          status: "duplicate",
          commit: { streamId: id, version: 1, events: [deposited(1)], header: header("c1") },
        },
      });
      expect((await store.load(id)).version).toBe(1);
    },
  },
  {
    title: "a stream of more than 1 MB is loaded whole and in order",
    async run(subject) {
      const { id } = subject;
      let reads = 0;
      const store = open(
        subject,
        intercepted(subject.target.client, (call, send) => {
          if (call.operation === "Query") reads += 1;
          return send();
        }),
      );
      const note = "x".repeat(200 * 1024);
      for (const number of numbers(11)) {
        const event: WalletEvent = { type: "Deposited", amount: number, note };
        await store.append(await store.load(id), [event], header(`c${number}`));
      }
      reads = 0;
      const { version, commits } = await store.load(id);
      expect({ version, amounts: commits.map(amountOf) }).toEqual({
        version: 11,
        amounts: numbers(11),
      });
      expect(reads).toBe(2);
    },
  },
  {
    title: "pages of one item are put together, also past version 9",
    async run(subject) {
      const { id } = subject;
      let reads = 0;
      const client = intercepted(subject.target.client, (call, send) => {
        if (call.operation !== "Query") return send();
        reads += 1;
        return send({ ...call.input, Limit: 1 });
      });
      await fill(open(subject), id, 12);
      const { version, commits } = await open(subject, client).load(id);
      expect({ version, amounts: commits.map(amountOf) }).toEqual({
        version: 12,
        amounts: numbers(12),
      });
      // The last full page does not know yet that it is the last.
      expect(reads).toBe(13);
    },
  },
  {
    title: "reads are strongly consistent, on every page",
    async run(subject) {
      const consistent: unknown[] = [];
      const client = intercepted(subject.target.client, (call, send) => {
        if (call.operation !== "Query") return send();
        consistent.push(call.input.ConsistentRead);
        return send({ ...call.input, Limit: 2 });
      });
      await fill(open(subject), subject.id, 3);
      await open(subject, client).load(subject.id);
      expect(consistent).toEqual([true, true]);
    },
  },
  {
    title: "a commit of 240 KiB is stored, one byte more is refused before anything is written",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const empty = [{ type: "Deposited", amount: 1, note: "" }];
      const frame = JSON.stringify(empty).length + JSON.stringify(header("c1")).length;
      const eventOf = (bytes: number): WalletEvent => {
        const note = "ü".repeat(50) + "x".repeat(bytes - frame - 100);
        return { type: "Deposited", amount: 1, note };
      };
      const stream = await store.load(id);
      const tooLarge = [eventOf(240 * 1024 + 1)];
      expect(await failureOf(() => store.append(stream, tooLarge, header("c1")))).toBe(
        `commit-too-large: The 1 event(s) for "${id}" take 245761 bytes; a commit may take 245760. Nothing was stored.`,
      );
      expect((await store.load(id)).version).toBe(0);
      const fitting = await store.append(stream, [eventOf(240 * 1024)], header("c1"));
      expect(fitting.status).toBe("appended");
    },
  },
  {
    title: "a gap in the table is reported as a corrupt stream",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      await fill(store, id, 2);
      await putRaw(subject, 4);
      expect(await failureOf(() => store.load(id))).toBe(
        `corrupt-stream: Stream "${id}" in ${eventLog.name} continues at version 4; expected 3.`,
      );
    },
  },
  {
    title: "commits that overlap are reported as a corrupt stream",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      await store.append(await store.load(id), [deposited(1), deposited(2)], header("c1"));
      await putRaw(subject, 2);
      expect(await failureOf(() => store.load(id))).toBe(
        `corrupt-stream: Stream "${id}" in ${eventLog.name} continues at version 2; expected 3.`,
      );
    },
  },
  ...(
    [
      [
        "an event of another type",
        { events: '[{"type":"Deposited","amount":1},{"type":"Deposited","amount":"2"}]' },
        'A stored event of "<id>" version 1 does not match its type: $.amount: expected number, found string "2"',
      ],
      ["no array of events", { events: "{}" }, 'The commit of "<id>" version 1 holds no events.'],
      ["an empty array", { events: "[]" }, 'The commit of "<id>" version 1 holds no events.'],
      [
        "events that are no JSON",
        { events: "[" },
        'The commit of "<id>" version 1 holds no events.',
      ],
      ["a header that is no JSON", { header: "{" }, headerProblem()],
      ["a header that is null", { header: "null" }, headerProblem()],
      ...["time", "messageId", "correlationId", "causationId"].map(
        (member) =>
          [
            `a header with a number as ${member}`,
            { header: JSON.stringify({ ...commitHeader("c1"), [member]: 1 }) },
            headerProblem(),
          ] as const,
      ),
    ] as const
  ).map(
    ([what, attributes, message]): Check<EventStoreSubject> => ({
      title: `a stored commit with ${what} fails the load`,
      async run(subject) {
        await putRaw(subject, 1, attributes);
        expect(await failureOf(() => open(subject).load(subject.id))).toBe(
          `undecodable-event: ${message.replace("<id>", subject.id)}`,
        );
      },
    }),
  ),
  {
    title: "members that an event's type does not name are kept",
    async run(subject) {
      await putRaw(subject, 1, { events: '[{"type":"Deposited","amount":1,"by":"newer code"}]' });
      const { commits } = await open(subject).load(subject.id);
      expect(commits[0]?.events).toEqual([{ type: "Deposited", amount: 1, by: "newer code" }]);
    },
  },
  ...["__proto__", "constructor", "ünï-🚀-\u2028", "a:1", "' OR 1=1 --", "#x :y {z}"].map(
    (hostile): Check<EventStoreSubject> => ({
      title: `an id such as ${JSON.stringify(hostile)} is an id like any other`,
      async run(subject) {
        const store = open(subject);
        const id = `${hostile}${subject.id}`;
        await store.append(await store.load(id), [deposited(1)], header("c1"));
        const { version, commits } = await store.load(id);
        expect([version, commits[0]?.streamId]).toEqual([1, id]);
      },
    }),
  ),
  {
    title: "the very id __proto__ is one stream, apart from others",
    async run(subject) {
      const store = open(subject);
      const { version } = await store.load("__proto__");
      await store.append(await store.load("__proto__"), [deposited(1)], header(subject.id));
      expect((await store.load("__proto__")).version).toBe(version + 1);
      expect((await store.load(subject.id)).version).toBe(0);
    },
  },
  {
    title: "unicode comes back as it was stored",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      const note = 'ümläut 🚀 \u0000 \u2028 "quotes" \\ \r\n\t';
      const event: WalletEvent = { type: "Deposited", amount: 0.1, note };
      await store.append(await store.load(id), [event], { ...header("c1"), actor: note });
      const { commits } = await store.load(id);
      expect([commits[0]?.events, commits[0]?.header.actor]).toEqual([[event], note]);
    },
  },
  {
    title: "readFrom gives the commits from a version on, and none beyond the end",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      await store.append(await store.load(id), [deposited(1), deposited(2)], header("c1"));
      await fill(store, id, 2, 3);
      const from = async (version: number) => (await store.readFrom(id, version)).map(amountOf);
      expect([await from(1), await from(3), await from(4), await from(5)]).toEqual([
        [1, 3, 4],
        [3, 4],
        [4],
        [],
      ]);
    },
  },
  {
    title: "readFrom in the middle of a commit is reported and not read over",
    async run(subject) {
      const { id } = subject;
      const store = open(subject);
      await store.append(await store.load(id), [deposited(1), deposited(2)], header("c1"));
      await fill(store, id, 1, 3);
      expect(await failureOf(() => store.readFrom(id, 2))).toBe(
        `corrupt-stream: Stream "${id}" in ${eventLog.name} continues at version 3; expected 2.`,
      );
    },
  },
  {
    title: "a decision's transaction in the way of an append is a conflict",
    async run(subject) {
      const conflict = new TransactionConflictException({ message: "ongoing", $metadata: {} });
      const client = intercepted(subject.target.client, ({ operation }, send) =>
        operation === "PutItem" ? Promise.reject(conflict) : send(),
      );
      const store = open(subject, client);
      const stream = await store.load(subject.id);
      expect(await store.append(stream, [deposited(1)], header("c1"))).toEqual({
        status: "conflict",
      });
    },
  },
  {
    title: "a failure other than a lost race is passed on",
    async run(subject) {
      const client = intercepted(subject.target.client, ({ operation }, send) =>
        operation === "PutItem" ? Promise.reject(new Error("no such table")) : send(),
      );
      const store = open(subject, client);
      const stream = await store.load(subject.id);
      expect(await failureOf(() => store.append(stream, [deposited(1)], header("c1")))).toBe(
        "Error: no such table",
      );
    },
  },
];

const header = commitHeader;

function headerProblem(): string {
  return 'The commit of "<id>" version 1 needs a streamId, a version from 1 and a header with time, messageId, correlationId, causationId.';
}

function open({ target, makeStore }: EventStoreSubject, client = target.client) {
  return makeStore({
    client: () => client,
    tableName: () => eventLog.name,
    decodeEvent: decodeWalletEvent,
  });
}

/** Appends single deposits of `first`, `first + 1`, … */
async function fill(store: EventStore<WalletEvent>, id: string, count: number, first = 1) {
  for (const number of numbers(count, first)) {
    await store.append(await store.load(id), [deposited(number)], header(`c${number}`));
  }
}

/** Writes an item past the store, as an accident in the table would. */
async function putRaw(
  { target, id }: EventStoreSubject,
  version: number,
  attributes: { readonly events?: string; readonly header?: string } = {},
) {
  const { events = '[{"type":"Deposited","amount":9}]', header: raw } = attributes;
  await target.client.send(
    new PutItemCommand({
      TableName: eventLog.name,
      Item: {
        streamId: { S: id },
        version: { N: String(version) },
        commandId: { S: "raw" },
        events: { S: events },
        header: { S: raw ?? JSON.stringify(header("raw")) },
      },
    }),
  );
}

function amountOf({ events }: { readonly events: readonly WalletEvent[] }): number | undefined {
  return events[0]?.amount;
}

function numbers(count: number, first = 1): number[] {
  return Array.from({ length: count }, (_, index) => first + index);
}
