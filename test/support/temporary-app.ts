import { mkdtempSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseMessages } from "../../generator/codec/index.ts";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import { parseApp } from "../../generator/model/parse-app.ts";
import { writeFiles } from "../../generator/write/write-files.ts";

export const kitDirectory = join(import.meta.dirname, "../..");

export interface TemporaryApp {
  readonly directory: string;
  remove(): void;
}

/** A folder outside the repository, where programs find this repository's dependencies. */
export function temporaryDirectory(prefix: string): TemporaryApp {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), prefix)));
  symlinkSync(join(kitDirectory, "node_modules"), join(directory, "node_modules"), "junction");
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) };
}

/** Messages of an order that can be placed once and noted any number of times. */
const orderSpecs = {
  aggregate: "Order",
  commands: ["PlaceOrder:customerId=string,lines=OrderLine[]", "CancelOrder:reason=string"],
  events: ["OrderPlaced:customerId=string,lines=OrderLine[]", "OrderCancelled:reason=string"],
  rejections: ["OrderAlreadyPlaced", "OrderNotPlaced"],
  types: ["OrderLine:sku=string,quantity=number"],
};

/** A new app on disk with this repository's dependencies; `settings` go into `reventless.json`. */
export function temporaryApp(
  settings: Readonly<Record<string, unknown>> = {},
  order: Readonly<Record<string, unknown>> = {},
): TemporaryApp {
  const appFile = JSON.stringify({
    name: "shop",
    region: "eu-central-1",
    ...settings,
    plugins: {
      Ordering: {
        aggregates: { Order: order },
        readModels: { OrderSummary: { from: "Order" } },
      },
    },
  });
  const app = parseApp(appFile);
  const messages = parseMessages(orderSpecs);
  if (!app.ok || !messages.ok) throw new Error(JSON.stringify([app, messages]));
  const temporary = temporaryDirectory("reventless-app-");
  writeFiles(
    temporary.directory,
    emitNewApp(kitDirectory, {
      appFile,
      model: app.model,
      messages: new Map([["Ordering.Order", messages.messages]]),
      kit: "0.1.0",
    }),
  );
  return temporary;
}
