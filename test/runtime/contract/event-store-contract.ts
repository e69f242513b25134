import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, test } from "vitest";
import { dynamoDbEventStore } from "../../../runtime/dynamodb-event-store.ts";
import type { StoreTarget } from "../support/store-target.ts";
import { eventStoreChecks } from "./event-store-checks.ts";
import { outcomeStoreChecks } from "./outcome-store-checks.ts";
import { queryDbChecks } from "./query-db-checks.ts";

/** What the stores promise, as tests against any DynamoDB. */
export function eventStoreContract(
  describeTarget: string,
  connect: () => Promise<StoreTarget>,
): void {
  describe(describeTarget, () => {
    let target: StoreTarget;
    const subject = () => ({ target, makeStore: dynamoDbEventStore, id: randomUUID() });

    beforeAll(async () => {
      target = await connect();
    }, 60_000);
    afterAll(() => target.close());

    describe("event store", () => {
      test.each(eventStoreChecks)("$title", ({ run }) => run(subject()), 20_000);
    });
    describe("outcome store", () => {
      test.each(outcomeStoreChecks)("$title", ({ run }) => run(subject()), 20_000);
    });
    describe("query db", () => {
      test.each(queryDbChecks)("$title", ({ run }) => run(subject()), 20_000);
    });
  });
}
