import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect } from "vitest";
import { dynamoDbQueryDb } from "../../../runtime/dynamodb-query-db.ts";
import { intercepted } from "../support/dynamodb-clients.ts";
import type { StoreTarget } from "../support/store-target.ts";
import { queryTable } from "../support/tables.ts";
import { type Check, failureOf } from "./check.ts";

export interface QueryDbSubject {
  readonly target: StoreTarget;
  readonly id: string;
}

interface BalanceRow {
  readonly text: string;
}

const row = { text: "ümläut 🚀" };

/** What every query db must do. */
export const queryDbChecks: readonly Check<QueryDbSubject>[] = [
  {
    title: "an unknown id has no row and checkpoint 0",
    async run(subject) {
      expect(await rowsOf(subject).load(subject.id)).toEqual({ row: undefined, checkpoint: 0 });
    },
  },
  {
    title: "row and checkpoint come back as saved",
    async run(subject) {
      const rows = rowsOf(subject);
      expect(await rows.save(subject.id, { row, checkpoint: 3 }, 0)).toBe(true);
      expect(await rows.load(subject.id)).toEqual({ row, checkpoint: 3 });
    },
  },
  {
    title: "a save is refused unless the checkpoint is still the previous one",
    async run(subject) {
      const rows = rowsOf(subject);
      await rows.save(subject.id, { row, checkpoint: 3 }, 0);
      const late = { row: { text: "late" }, checkpoint: 9 };
      const results = [];
      for (const previous of [0, 2, 4]) results.push(await rows.save(subject.id, late, previous));
      expect(results).toEqual([false, false, false]);
      expect(await rows.load(subject.id)).toEqual({ row, checkpoint: 3 });
      expect(await rows.save(subject.id, late, 3)).toBe(true);
      expect(await rows.load(subject.id)).toEqual(late);
    },
  },
  {
    title: "a save on top of nothing is refused",
    async run(subject) {
      expect(await rowsOf(subject).save(subject.id, { row, checkpoint: 2 }, 1)).toBe(false);
      expect(await rowsOf(subject).load(subject.id)).toEqual({ row: undefined, checkpoint: 0 });
    },
  },
  {
    title: "of ten saves on one checkpoint one wins",
    async run(subject) {
      const saves = Array.from({ length: 10 }, (_, index) =>
        rowsOf(subject).save(subject.id, { row: { text: String(index) }, checkpoint: 1 }, 0),
      );
      expect((await Promise.all(saves)).filter(Boolean)).toEqual([true]);
    },
  },
  {
    title: "a deleted row keeps its checkpoint and can come back",
    async run(subject) {
      const rows = rowsOf(subject);
      await rows.save(subject.id, { row, checkpoint: 3 }, 0);
      expect(await rows.save(subject.id, { row: undefined, checkpoint: 4 }, 3)).toBe(true);
      expect(await rows.load(subject.id)).toEqual({ row: undefined, checkpoint: 4 });
      expect(await rows.save(subject.id, { row, checkpoint: 1 }, 0)).toBe(false);
      expect(await rows.save(subject.id, { row, checkpoint: 5 }, 4)).toBe(true);
      expect(await rows.load(subject.id)).toEqual({ row, checkpoint: 5 });
    },
  },
  {
    title: "a row of 399 KiB is saved, one byte more is refused before anything is written",
    async run(subject) {
      const rows = rowsOf(subject);
      const text = "x".repeat(399 * 1024 - '{"text":""}'.length);
      const tooLarge = { row: { text: `${text}x` }, checkpoint: 1 };
      expect(await failureOf(() => rows.save(subject.id, tooLarge, 0))).toBe(
        `row-too-large: The row "${subject.id}" of ${queryTable.name} takes 408577 bytes; a row may take 408576.`,
      );
      expect((await rows.load(subject.id)).checkpoint).toBe(0);
      expect(await rows.save(subject.id, { row: { text }, checkpoint: 1 }, 0)).toBe(true);
      expect((await rows.load(subject.id)).row).toEqual({ text });
    },
  },
  {
    title: "loads are strongly consistent",
    async run(subject) {
      const consistent: unknown[] = [];
      const client = intercepted(subject.target.client, ({ input }, send) => {
        consistent.push(input.ConsistentRead);
        return send();
      });
      await rowsOf(subject, client).load(subject.id);
      expect(consistent).toEqual([true]);
    },
  },
  ...["__proto__", "constructor", "ünï-🚀"].map(
    (hostile): Check<QueryDbSubject> => ({
      title: `an id such as ${hostile} is an id like any other`,
      async run(subject) {
        const id = `${hostile}${subject.id}`;
        await rowsOf(subject).save(id, { row, checkpoint: 1 }, 0);
        expect(await rowsOf(subject).load(id)).toEqual({ row, checkpoint: 1 });
      },
    }),
  ),
  {
    title: "a failure other than a lost race is passed on",
    async run(subject) {
      const client = intercepted(subject.target.client, async () => {
        throw new Error("throttled");
      });
      const save = () => rowsOf(subject, client).save(subject.id, { row, checkpoint: 1 }, 0);
      expect(await failureOf(save)).toBe("Error: throttled");
    },
  },
];

function rowsOf({ target }: QueryDbSubject, client: DynamoDBClient = target.client) {
  return dynamoDbQueryDb<BalanceRow>(
    () => client,
    () => queryTable.name,
  );
}
