import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { temporaryApp } from "../support/temporary-app.ts";
import { runLocally } from "./local-app.ts";

const app = temporaryApp();
const placeOrder = { type: "PlaceOrder", customerId: "ann", lines: [] };

afterAll(() => app.remove());

it("keeps data over a restart, and starts without it when asked to", async () => {
  const first = await runLocally(app.directory);
  await first.post("/ordering/order/o1", placeOrder, { "idempotency-key": "c1" });
  await first.getUntil("/ordering/order-summary/o1", ({ status }) => status === 200);
  await first.run.close();

  const second = await runLocally(app.directory);
  expect((await second.get("/ordering/order-summary/o1")).body.version).toBe(1);
  await second.post("/ordering/order/o1", placeOrder, { "idempotency-key": "c2" });
  const outcome = await second.getUntil(
    "/ordering/order/o1/commands/c2",
    ({ status }) => status === 200,
  );
  expect(outcome.body.rejection).toEqual({ type: "OrderAlreadyPlaced" });
  await second.run.close();

  const fresh = await runLocally(app.directory, { fresh: true });
  expect((await fresh.get("/ordering/order-summary/o1")).status).toBe(404);
  await fresh.run.close();
});

it("takes over changed sources, and keeps what runs when they are broken", async () => {
  const local = await runLocally(app.directory, { fresh: true });
  const file = join(app.directory, "plugins/ordering/order-summary/projection.ts");
  const source = readFileSync(file, "utf8");
  try {
    writeFileSync(file, source.replace("event.type]", '"changed"]'));
    await local.run.reload();
    await local.post("/ordering/order/o2", placeOrder);
    const row = await local.getUntil("/ordering/order-summary/o2", ({ status }) => status === 200);
    expect(row.body.row.history).toEqual(["changed"]);

    writeFileSync(file, `${source}\nexport const broken = ;\n`);
    await expect(local.run.reload()).rejects.toThrow(/projection\.ts/);
    expect((await local.get("/ordering/order-summary/o2")).status).toBe(200);
  } finally {
    writeFileSync(file, source);
    await local.run.close();
  }
});
