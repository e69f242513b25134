import { expect, it } from "vitest";
import { temporaryApp } from "../support/temporary-app.ts";
import { type LocalApp, runLocally } from "./local-app.ts";

const clients = Array.from({ length: 50 }, (_, index) => `client-${index + 1}`);
const placeOrder = { type: "PlaceOrder", customerId: "ann", lines: [] };

it.each(["async", "sync"] as const)(
  "50 clients racing on one aggregate lose and double nothing (%s commands)",
  async (commands) => {
    const app = temporaryApp({}, { commands });
    const local = await runLocally(app.directory);
    try {
      await send(local, placeOrder, "first");
      // Every client sends its command twice, as if the first answer had been lost.
      await Promise.all(
        clients.map(async (client) => {
          const command = { type: "CancelOrder", reason: client };
          await Promise.all([send(local, command, client), send(local, command, client)]);
        }),
      );
      await local.getUntil("/ordering/order-summary/hot", ({ body }) => body.version === 51);

      const commits = await local.commits();
      expect(commits.map(({ version }) => version)).toEqual(
        Array.from({ length: 51 }, (_, index) => index + 1),
      );
      expect(commits.map(({ commandId }) => commandId).sort()).toEqual(
        ["first", ...clients].sort(),
      );
      const { body } = await local.get("/ordering/order-summary/hot");
      expect(body.version).toBe(51);
      expect(body.row.history).toEqual([
        "OrderPlaced",
        ...Array.from({ length: 50 }, () => "OrderCancelled"),
      ]);
    } finally {
      await local.run.close();
      app.remove();
    }
  },
  120_000,
);

/** Sends until the command is taken; a sync command that lost too many races asks to be sent again. */
async function send(local: LocalApp, command: object, commandId: string): Promise<void> {
  for (;;) {
    const { status } = await local.post("/ordering/order/hot", command, {
      "idempotency-key": commandId,
    });
    if (status === 202 || status === 200) return;
    expect(status).toBe(503);
  }
}
