import type { RandomSource } from "../../local/dynamodb/support/random-source.ts";
import type { OrderCommand } from "../order/messages.ts";
import type { ParcelCommand } from "../parcel/messages.ts";
import type { WalletCommand } from "../wallet/messages.ts";
import type { AggregateName } from "./workload.ts";

const skus = ["tea", "rice", "salt", "soap", "oil"];

/** A command of the aggregate, or now and then something that no aggregate takes. */
export function randomPayload(
  aggregate: AggregateName,
  random: RandomSource,
): { readonly type: string } {
  if (random.chance(0.02)) return { type: "Unknown" };
  switch (aggregate) {
    case "order":
      return orderCommand(random);
    case "parcel":
      return parcelCommand(random);
    case "wallet":
      return walletCommand(random);
  }
}

function orderCommand(random: RandomSource): OrderCommand {
  const roll = random.below(100);
  if (roll < 30) {
    const lines = random.list(0, 3, () => random.pick(skus));
    return { type: "PlaceOrder", customerId: "ann", skus: [...new Set(lines)] };
  }
  if (roll < 50) return { type: "AddLine", sku: random.pick(skus) };
  if (roll < 94) return { type: "AddNote", text: `note-${random.below(1000)}` };
  if (roll < 97) return { type: "CancelOrder", reason: "late" };
  return { type: "BreakOrder", how: random.pick(["throw", "exit"]) };
}

function parcelCommand(random: RandomSource): ParcelCommand {
  const roll = random.below(100);
  if (roll < 40) return { type: "PackParcel", weight: random.below(50) };
  if (roll < 60) return { type: "ShipParcel", carrier: "bike" };
  return { type: "AddNote", text: `note-${random.below(1000)}` };
}

function walletCommand(random: RandomSource): WalletCommand {
  const roll = random.below(100);
  if (roll < 45) return { type: "Deposit", amount: 1 + random.below(20) };
  if (roll < 90) return { type: "Withdraw", amount: 1 + random.below(20) };
  return { type: "Touch" };
}
