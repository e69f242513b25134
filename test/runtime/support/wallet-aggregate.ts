import type { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import type { Aggregate } from "../../../runtime/command-handling.ts";
import { dynamoDbEventStore } from "../../../runtime/dynamodb-event-store.ts";
import { dynamoDbOutcomeStore } from "../../../runtime/dynamodb-outcome-store.ts";
import type { CommandEnvelope } from "../../../runtime/envelope.ts";
import type { Outcome } from "../../../runtime/outcome-store.ts";
import { walletName } from "./messages.ts";
import { eventLog, outcomeTable } from "./tables.ts";
import {
  decodeWalletEvent,
  type InsufficientFunds,
  type WalletCommand,
  type WalletEvent,
  wallet,
} from "./wallet.ts";

export type WalletAggregate = Aggregate<number, WalletCommand, WalletEvent, InsufficientFunds>;
export type WalletOutcome = Outcome<InsufficientFunds>;

/** `handleCommand`, or what claims to be as good. */
export type HandleWalletCommand = (
  aggregate: WalletAggregate,
  command: CommandEnvelope<WalletCommand>,
) => Promise<WalletOutcome>;

export function walletAggregate(client: DynamoDBClient): WalletAggregate {
  return {
    name: walletName,
    decider: wallet,
    events: dynamoDbEventStore({
      client: () => client,
      tableName: () => eventLog.name,
      decodeEvent: decodeWalletEvent,
    }),
    outcomes: dynamoDbOutcomeStore({
      client: () => client,
      tableName: () => outcomeTable.name,
      eventLogName: () => eventLog.name,
    }),
  };
}
