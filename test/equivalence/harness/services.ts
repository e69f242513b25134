import { type ManualClock, manualClock } from "../../../generator/local/clock.ts";
import { createLocalDynamoDb } from "../../../generator/local/dynamodb/index.ts";
import type { LocalDynamoDb, LocalSns, LocalSqs } from "../../../generator/local/ports.ts";
import { createLocalSns } from "../../../generator/local/sns/create-local-sns.ts";
import { createLocalSqs } from "../../../generator/local/sqs/create-local-sqs.ts";
import { bringUp } from "../../../generator/local/stack/bring-up.ts";
import { localAccountId } from "../../../generator/local/stack/stack-graph.ts";
import type { StackPlan } from "../../../generator/local/stack/stack-plan.ts";
import { inProcessClient } from "../../runtime/support/dynamodb-clients.ts";
import { prefix } from "./shop.ts";

/** A queue that somebody mapped to a function which does not know it. */
export const strayQueue = `${prefix}stray.fifo`;
export const strayDeadLetters = `${prefix}stray-dlq.fifo`;

export interface Services {
  readonly clock: ManualClock;
  readonly dynamodb: LocalDynamoDb;
  readonly sqs: LocalSqs;
  readonly sns: LocalSns;
  /** Carries out one call of the SDK. */
  execute(service: ServiceName, command: SdkCommand): Promise<unknown>;
}

export type ServiceName = "dynamodb" | "sqs" | "sns";

export interface SdkCommand {
  readonly input: Readonly<Record<string, unknown>>;
}

export function operationOf(command: SdkCommand): string {
  return command.constructor.name.replace(/Command$/, "");
}

/** The embedded services with what the stack declares, in a time of their own. */
export async function startServices(plan: StackPlan): Promise<Services> {
  const clock = manualClock(Date.parse("2026-11-24T09:00:00.000Z"));
  const account = { accountId: localAccountId, region: "eu-central-1" };
  const dynamodb = createLocalDynamoDb({ clock, account });
  const sqs = createLocalSqs({ clock, account, endpoint: "http://127.0.0.1" });
  const sns = createLocalSns({
    clock,
    account,
    sqs,
    onDropped(reason) {
      throw new Error(reason);
    },
  });
  await bringUp(plan, { dynamodb, sqs, sns });
  sqs.createQueue({ name: strayDeadLetters, fifo: true });
  sqs.createQueue({
    name: strayQueue,
    fifo: true,
    redrive: { deadLetterQueueArn: sqs.queueArn(strayDeadLetters), maxReceiveCount: 5 },
  });
  const tables = inProcessClient(dynamodb) as { send(command: SdkCommand): Promise<unknown> };
  return {
    clock,
    dynamodb,
    sqs,
    sns,
    async execute(service, command) {
      if (service === "dynamodb") return tables.send(command);
      const input = JSON.parse(JSON.stringify(command.input));
      return (service === "sqs" ? sqs : sns).execute(operationOf(command), input);
    },
  };
}
