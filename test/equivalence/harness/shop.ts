import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseMessages } from "../../../generator/codec/index.ts";
import type { EmittedFile } from "../../../generator/emit/emitted-file.ts";
import { emitNewApp } from "../../../generator/emit/new-app.ts";
import type { AppDocument } from "../../../generator/model/app-document.ts";
import { renderAppFile } from "../../../generator/model/edit-app-file.ts";
import { parseApp } from "../../../generator/model/parse-app.ts";
import { kitDirectory } from "../../support/temporary-app.ts";

/** The ways to deploy the same app; `mixed` uses all three levels at which a strategy can be said. */
export const modelNames = ["single", "per-component", "micro", "mixed"] as const;
export type ModelName = (typeof modelNames)[number];

/** First part of every physical name. */
export const prefix = "shop-trading-dev-";

const domainDirectory = join(import.meta.dirname, "..");

const specs: readonly Parameters<typeof parseMessages>[0][] = [
  {
    aggregate: "Order",
    commands: [
      "PlaceOrder:customerId=string,skus=string[]",
      "AddLine:sku=string",
      "CancelOrder:reason=string",
      "AddNote:text=string",
      "BreakOrder:how=string",
    ],
    events: [
      "OrderPlaced:customerId=string",
      "LineAdded:sku=string",
      "OrderCancelled:reason=string",
      "NoteAdded:text=string",
    ],
    rejections: ["OrderAlreadyPlaced", "OrderNotPlaced", "OrderIsCancelled"],
    types: [],
  },
  {
    aggregate: "Parcel",
    commands: ["PackParcel:weight=number", "ShipParcel:carrier=string", "AddNote:text=string"],
    events: ["ParcelPacked:weight=number", "ParcelShipped:carrier=string", "NoteAdded:text=string"],
    rejections: ["ParcelNotPacked", "ParcelAlreadyShipped"],
    types: [],
  },
  {
    aggregate: "Wallet",
    commands: ["Deposit:amount=number", "Withdraw:amount=number", "Touch"],
    events: ["Deposited:amount=number", "Withdrawn:amount=number"],
    rejections: ["InsufficientFunds:balance=number"],
    types: [],
  },
];

/** `reventless.json` of a model. */
export function appFileOf(model: ModelName): string {
  const isMixed = model === "mixed";
  const document: AppDocument = {
    name: "shop",
    region: "eu-central-1",
    strategy: isMixed ? "single" : model,
    ...(isMixed && { types: { "read-models": { strategy: "per-component" } } }),
    plugins: {
      Trading: {
        aggregates: {
          Order: {},
          Parcel: {},
          Wallet: { commands: "sync", ...(isMixed && { strategy: "micro" }) },
        },
        readModels: {
          OrderSummary: { from: "Order" },
          WalletBalance: { from: "Wallet" },
          WalletHistory: { from: "Wallet" },
        },
      },
    },
  };
  return renderAppFile(document);
}

/** All files of the app: as they are emitted, with the domain code of these tests in the user's place. */
export function shopFiles(model: ModelName): readonly EmittedFile[] {
  const appFile = appFileOf(model);
  const parsed = parseApp(appFile);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const messages = specs.map((spec) => {
    const read = parseMessages(spec);
    if (!read.ok) throw new Error(JSON.stringify(read.problems));
    return [`Trading.${spec.aggregate}`, read.messages] as const;
  });
  const files = emitNewApp(kitDirectory, {
    appFile,
    model: parsed.model,
    messages: new Map(messages),
    kit: "0.1.0",
  });
  return files.map((file) => ({ ...file, text: domainText(file) ?? file.text }));
}

/** The test's own text for a file that belongs to the user. */
function domainText({ path, owner }: EmittedFile): string | undefined {
  const own = /^plugins\/trading\/([\w-]+\/[\w-]+\.ts)$/.exec(path)?.[1];
  // The codec was derived from the emitted messages, so those stay.
  if (owner !== "user" || own === undefined || own.endsWith("/messages.ts")) return undefined;
  const file = join(domainDirectory, own);
  return existsSync(file) ? readFileSync(file, "utf8") : undefined;
}
