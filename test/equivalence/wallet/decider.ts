import { accept, type Decider, reject } from "../../../runtime/decider.ts";
import type { WalletCommand, WalletEvent, WalletRejection } from "./messages.ts";

/** What a withdrawal answers hangs on what came before: the order of racing commands shows. */
export const wallet: Decider<number, WalletCommand, WalletEvent, WalletRejection> = {
  initialState: 0,

  decide(command, balance) {
    switch (command.type) {
      case "Deposit":
        return accept({ type: "Deposited", amount: command.amount });
      case "Withdraw":
        if (command.amount > balance) return reject({ type: "InsufficientFunds", balance });
        return accept({ type: "Withdrawn", amount: command.amount });
      case "Touch":
        return accept();
    }
  },

  evolve: (balance, event) =>
    event.type === "Deposited" ? balance + event.amount : balance - event.amount,
};
