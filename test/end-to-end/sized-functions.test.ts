import { expect, test } from "vitest";
import { temporaryApp } from "../support/temporary-app.ts";
import { runLocally } from "./local-app.ts";

test("a command becomes a row through functions that are kept warm, in an environment of its own", {
  timeout: 60_000,
}, async ({ onTestFinished }) => {
  const temporary = temporaryApp({
    provisionedConcurrency: 1,
    reservedConcurrency: 10,
    maximumConcurrency: 2,
    ephemeralStorage: 1024,
    architecture: "x86_64",
    environments: { dev: { strategy: "per-component" } },
  });
  onTestFinished(() => temporary.remove());
  const app = await runLocally(temporary.directory, { stack: "dev" });
  onTestFinished(() => app.run.close());

  const body = { type: "PlaceOrder", customerId: "c-1", lines: [] };
  expect(await app.post("/ordering/order/o-1", body)).toMatchObject({ status: 202 });
  const row = await app.getUntil("/ordering/order-summary/o-1", ({ status }) => status === 200);

  expect(row.status).toBe(200);
  expect((await app.commits()).map(({ types }) => types)).toEqual([["OrderPlaced"]]);
  expect(app.events.filter(({ type }) => type === "denied")).toEqual([]);
  const { functions } = await app.run.inspect();
  expect(functions.map(({ name }) => name).sort()).toEqual([
    "shop-ordering-dev-order",
    "shop-ordering-dev-order-summary",
  ]);
});
