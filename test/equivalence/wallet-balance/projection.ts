import type { WalletEvent } from "../wallet/messages.ts";
import type { WalletBalanceRow } from "./row.ts";

/** Every event counts once: one that is applied twice, or not at all, shows for good. */
export function walletBalanceProjection(
  row: WalletBalanceRow | undefined,
  event: WalletEvent,
): WalletBalanceRow {
  const change = event.type === "Deposited" ? event.amount : -event.amount;
  return { balance: (row?.balance ?? 0) + change };
}
