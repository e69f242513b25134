import type { EventContext } from "../../../runtime/projection.ts";
import type { WalletEvent } from "../wallet/messages.ts";
import type { WalletHistoryRow } from "./row.ts";

/** Reads the same log as WalletBalance, and names its rows by the same ids. */
export function walletHistoryProjection(
  row: WalletHistoryRow | undefined,
  event: WalletEvent,
  { version }: EventContext,
): WalletHistoryRow {
  const amount = event.type === "Deposited" ? event.amount : -event.amount;
  return { changes: [...(row?.changes ?? []), [version, amount]] };
}
