import { afterAll, beforeAll } from "vitest";
import { describeBatches } from "./batches-contract.ts";
import { describeConditions } from "./conditions-contract.ts";
import { CONTRACT_TABLES } from "./contract-tables.ts";
import { type ContractContext, type ContractTarget, createContext } from "./contract-target.ts";
import { describeIndexes } from "./indexes-contract.ts";
import { describeItems } from "./items-contract.ts";
import { describeQueries } from "./queries-contract.ts";
import { describeScans } from "./scans-contract.ts";
import { describeStreams } from "./streams-contract.ts";
import { describeTransactions } from "./transactions-contract.ts";
import { describeUpdates } from "./updates-contract.ts";

/**
 * What programs rely on from DynamoDB, as tests that run against anything that speaks its
 * protocol. Call it inside a `describe`.
 */
export function describeDynamoDbContract(open: () => Promise<ContractTarget>): void {
  let opened: ContractContext | undefined;
  const context = () => {
    if (opened === undefined) throw new Error("The contract's target is not open yet.");
    return opened;
  };

  beforeAll(async () => {
    const target = await open();
    for (const definition of CONTRACT_TABLES) await target.createTable(definition);
    opened = createContext(target);
  }, 60_000);

  afterAll(async () => {
    opened?.client.destroy();
    await opened?.target.close();
  });

  describeItems(context);
  describeConditions(context);
  describeUpdates(context);
  describeQueries(context);
  describeIndexes(context);
  describeScans(context);
  describeTransactions(context);
  describeBatches(context);
  describeStreams(context);
}
