import { accept, type Decider, reject } from "../../../runtime/decider.ts";
import {
  type Check,
  checkArray,
  checkNumber,
  checkOneOf,
  checkString,
  type Decoded,
  decodeStrictly,
  decodeTolerantly,
  inside,
  isObject,
} from "../../../runtime/decode.ts";

/** The aggregate of these tests: small, with rejections, commands without events and several events. */
export type WalletCommand =
  | { readonly type: "Deposit"; readonly amounts: readonly number[] }
  | { readonly type: "Withdraw"; readonly amount: number }
  | { readonly type: "Touch" };

export type WalletEvent =
  | { readonly type: "Deposited"; readonly amount: number; readonly note?: string }
  | { readonly type: "Withdrawn"; readonly amount: number };

export interface InsufficientFunds {
  readonly type: "InsufficientFunds";
  readonly balance: number;
}

export const wallet: Decider<number, WalletCommand, WalletEvent, InsufficientFunds> = {
  initialState: 0,
  decide(command, balance) {
    switch (command.type) {
      case "Deposit":
        return accept(...command.amounts.map(deposited));
      case "Withdraw":
        return command.amount > balance
          ? reject({ type: "InsufficientFunds", balance })
          : accept(withdrawn(command.amount));
      case "Touch":
        return accept();
    }
  },
  evolve: (balance, event) =>
    event.type === "Deposited" ? balance + event.amount : balance - event.amount,
};

export function deposited(amount: number): WalletEvent {
  return { type: "Deposited", amount };
}

export function withdrawn(amount: number): WalletEvent {
  return { type: "Withdrawn", amount };
}

export function decodeWalletEvent(input: unknown): Decoded<WalletEvent> {
  return decodeTolerantly(input, checkEvent);
}

export function decodeWalletCommand(input: unknown): Decoded<WalletCommand> {
  return decodeStrictly(input, checkCommand);
}

const checkEvent: Check = (value, parent, key) => {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkOneOf(value.type, at, "type", ["Deposited", "Withdrawn"]);
  checkNumber(value.amount, at, "amount");
  if (value.note !== undefined) checkString(value.note, at, "note");
};

const checkCommand: Check = (value, parent, key) => {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkOneOf(value.type, at, "type", ["Deposit", "Withdraw", "Touch"]);
  if (value.type === "Deposit") checkArray(value.amounts, at, "amounts", checkNumber);
  if (value.type === "Withdraw") checkNumber(value.amount, at, "amount");
};
