import type { CommandEnvelope, MessageHeader } from "../../../runtime/envelope.ts";
import { rootEnvelope } from "../../../runtime/envelope.ts";
import type { WalletCommand } from "./wallet.ts";

export const walletName = "banking/wallet";

/** A command on its way to the wallet `id`. */
export function walletCommand(
  id: string,
  messageId: string,
  payload: WalletCommand,
): CommandEnvelope<WalletCommand> {
  return rootEnvelope({ id, source: walletName, payload, messageId });
}

/** The header of a commit that the command `commandId` caused. */
export function commitHeader(commandId: string): MessageHeader {
  return {
    id: "a",
    type: "Commit",
    time: "2026-11-24T09:30:00.000Z",
    messageId: `commit-of-${commandId}`,
    correlationId: "correlation",
    causationId: commandId,
    source: walletName,
    schemaVersion: 1,
  };
}
