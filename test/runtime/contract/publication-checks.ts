import { expect } from "vitest";
import type { Commit } from "../../../runtime/event-store.ts";
import { inProcessClient, openDatabase } from "../support/dynamodb-clients.ts";
import { walletCommand } from "../support/messages.ts";
import { eventLog } from "../support/tables.ts";
import type { WalletEvent } from "../support/wallet.ts";
import {
  type HandleWalletCommand,
  type WalletAggregate,
  walletAggregate,
} from "../support/wallet-aggregate.ts";
import type { Check } from "./check.ts";

/** Who publishes the events of a command: its handler, or the relay of the log's stream. */
export interface Publishing {
  readonly handle: (publish: (commit: Commit<WalletEvent>) => void) => HandleWalletCommand;
  readonly relaysStream: boolean;
}

/** What must be published, whatever crashes. */
export const publicationChecks: readonly Check<Publishing>[] = [
  {
    title: "an event that was stored before a crash is published after the redelivery",
    async run({ handle, relaysStream }) {
      const database = openDatabase();
      const published = new Set<string>();
      const send = handle((commit) => published.add(`${commit.streamId}:${commit.version}`));
      const aggregate = walletAggregate(inProcessClient(database));
      const command = walletCommand("a", "c1", { type: "Deposit", amounts: [5] });
      await send(crashingAfterAppend(aggregate), command).catch(() => undefined);
      await send(aggregate, command);
      if (relaysStream) {
        for (const { dynamodb } of database.streamRecords(eventLog.name, undefined, 100)) {
          const { streamId, version } = dynamodb.NewImage ?? {};
          published.add(`${streamId?.S}:${version?.N}`);
        }
      }
      expect([...published]).toEqual(["a:1"]);
    },
  },
];

function crashingAfterAppend(aggregate: WalletAggregate): WalletAggregate {
  const append: WalletAggregate["events"]["append"] = async (...parameters) => {
    await aggregate.events.append(...parameters);
    throw new Error("crashed after the append");
  };
  return { ...aggregate, events: { ...aggregate.events, append } };
}
