import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { expect, vi } from "vitest";
import { dynamoDbQueryDb } from "../../../runtime/dynamodb-query-db.ts";
import type { collect, ReadModel } from "../../../runtime/event-collector.ts";
import type { Commit } from "../../../runtime/event-store.ts";
import { applyCommit, type Projection } from "../../../runtime/projection.ts";
import { createRandomSource } from "../../local/dynamodb/support/random-source.ts";
import { inProcessClient, intercepted, openDatabase } from "../support/dynamodb-clients.ts";
import { commitHeader } from "../support/messages.ts";
import { createScheduler } from "../support/scheduler.ts";
import { queryTable } from "../support/tables.ts";
import { deposited, type WalletEvent, withdrawn } from "../support/wallet.ts";
import { walletAggregate } from "../support/wallet-aggregate.ts";
import { type Check, failureOf } from "./check.ts";

export interface History {
  readonly balance: number;
  /** Versions of the events applied: each once and in order. */
  readonly versions: readonly number[];
}

type Collect = typeof collect<WalletEvent, History>;

/** An empty wallet has no row. */
export const history: Projection<WalletEvent, History> = (row, event, { version }) => {
  const amount = event.type === "Deposited" ? event.amount : -event.amount;
  const balance = (row?.balance ?? 0) + amount;
  return balance === 0 ? undefined : { balance, versions: [...(row?.versions ?? []), version] };
};

/** A log of four commits: versions 1-2, 3 (empties the wallet), 4, 5-6. */
const batches = [
  [deposited(1), deposited(2)],
  [withdrawn(3)],
  [deposited(4)],
  [deposited(5), withdrawn(1)],
];

export async function openReadModel(client: DynamoDBClient = inProcessClient(openDatabase())) {
  const { events } = walletAggregate(client);
  for (const [index, batch] of batches.entries()) {
    await events.append(await events.load("a"), batch, commitHeader(`c${index}`));
  }
  const { commits } = await events.load("a");
  return { client, commits, readModel: readModelOn(client) };
}

function readModelOn(client: DynamoDBClient): ReadModel<WalletEvent, History> {
  return {
    name: "banking/history",
    projection: history,
    log: walletAggregate(client).events,
    rows: dynamoDbQueryDb<History>(
      () => client,
      () => queryTable.name,
    ),
  };
}

const whole = { row: { balance: 8, versions: [4, 5, 6] }, checkpoint: 6 };

/** What a collector must make of what the queue brings. */
export const collectChecks: readonly Check<Collect>[] = [
  {
    title: "commits in order are applied one by one, a row that empties is deleted",
    async run(collectCommit) {
      const { commits, readModel } = await openReadModel();
      const states: unknown[] = [];
      for (const commit of commits) {
        expect((await collectCommit(readModel, commit)).applied).toBe(true);
        states.push(await readModel.rows.load("a"));
      }
      expect(states).toEqual([
        { row: { balance: 3, versions: [1, 2] }, checkpoint: 2 },
        { row: undefined, checkpoint: 3 },
        { row: { balance: 4, versions: [4] }, checkpoint: 4 },
        whole,
      ]);
    },
  },
  {
    title: "a commit at or below the checkpoint is dropped",
    async run(collectCommit) {
      const { commits, readModel } = await openReadModel();
      for (const commit of commits) await collectCommit(readModel, commit);
      for (const commit of commits) {
        expect(await collectCommit(readModel, commit)).toEqual({ applied: false, version: 6 });
      }
      expect(await readModel.rows.load("a")).toEqual(whole);
    },
  },
  {
    title: "the next commit is applied as delivered, without a look at the log",
    async run(collectCommit) {
      const { commits, readModel } = await openReadModel();
      const log = { readFrom: () => Promise.reject(new Error("read the log")) };
      for (const commit of commits) {
        expect((await collectCommit({ ...readModel, log }, commit)).applied).toBe(true);
      }
      expect(await readModel.rows.load("a")).toEqual(whole);
    },
  },
  {
    title: "a commit beyond the next brings the missing ones from the log, and later ones too",
    async run(collectCommit) {
      const { commits, readModel } = await openReadModel();
      expect(await collectCommit(readModel, commits[2] as Commit<WalletEvent>)).toEqual({
        applied: true,
        version: 6,
      });
      expect(await readModel.rows.load("a")).toEqual(whole);
    },
  },
  {
    title: "a commit that the log does not have yet fails and changes nothing",
    async run(collectCommit) {
      const { readModel } = await openReadModel();
      const early = {
        streamId: "a",
        version: 9,
        events: [deposited(1)],
        header: commitHeader("c9"),
      };
      expect(await failureOf(() => collectCommit(readModel, early))).toBe(
        'corrupt-stream: banking/history was told of version 9 of "a", but the log ends at version 6.',
      );
      expect((await readModel.rows.load("a")).checkpoint).toBe(0);
    },
  },
  {
    title: "after four lost races for the row the commit fails",
    async run(collectCommit) {
      const { commits, readModel } = await openReadModel();
      let saves = 0;
      const rows = {
        ...readModel.rows,
        async save() {
          saves += 1;
          return false;
        },
      };
      const first = commits[0] as Commit<WalletEvent>;
      expect(await failureOf(() => collectCommit({ ...readModel, rows }, first))).toBe(
        'concurrency-conflict: banking/history lost 4 races for the row "a".',
      );
      expect(saves).toBe(4);
    },
  },
  {
    title: "shuffled, doubled and concurrent deliveries that crash end in the fold of the log",
    async run(collectCommit) {
      for (let seed = 1; seed <= 150; seed++) {
        await deliverShuffled(collectCommit, seed).catch((error: Error) => {
          throw new Error(`With seed ${seed}: ${error.message}`, { cause: error });
        });
      }
    },
  },
];

async function deliverShuffled(collectCommit: Collect, seed: number): Promise<void> {
  const random = createRandomSource(seed);
  const scheduler = createScheduler(seed);
  const { client, commits, readModel } = await openReadModel();
  const faulty = readModelOn(
    intercepted(client, async (_call, send) => {
      await scheduler.turn();
      if (scheduler.chance(0.1)) throw new Error("crashed before the call");
      const answer = await send();
      if (scheduler.chance(0.1)) throw new Error("crashed after the call");
      return answer;
    }),
  );
  // Every commit comes at least once, in any order.
  const extra = random.list(0, 6, () => random.pick(commits));
  const deliveries = [...commits, ...extra]
    .map((commit) => ({ commit, place: random.below(1000) }))
    .sort((one, other) => one.place - other.place);
  vi.stubGlobal("setTimeout", (task: () => void) => scheduler.turn().then(task));
  try {
    await scheduler.run(
      deliveries.map(({ commit }) => async () => {
        for (let delivery = 1; ; delivery++) {
          try {
            return await collectCommit(faulty, commit);
          } catch (error) {
            if (delivery === 50) throw error;
          }
        }
      }),
    );
  } finally {
    vi.unstubAllGlobals();
  }
  const fold = commits.reduce<History | undefined>(
    (row, commit) => applyCommit(history, row, commit),
    undefined,
  );
  expect(await readModel.rows.load("a")).toEqual({ row: fold, checkpoint: 6 });
}
