/** Commands: what Wallet can be asked to do. */
export type WalletCommand = Deposit | Withdraw | Touch;

export interface Deposit {
  readonly type: "Deposit";
  readonly amount: number;
}

export interface Withdraw {
  readonly type: "Withdraw";
  readonly amount: number;
}

export interface Touch {
  readonly type: "Touch";
}

/** Events: what has happened to Wallet. They are stored for good: only add to them. */
export type WalletEvent = Deposited | Withdrawn;

export interface Deposited {
  readonly type: "Deposited";
  readonly amount: number;
}

export interface Withdrawn {
  readonly type: "Withdrawn";
  readonly amount: number;
}

/** Rejections: why Wallet refuses a command. */
export type WalletRejection = InsufficientFunds;

export interface InsufficientFunds {
  readonly type: "InsufficientFunds";
  readonly balance: number;
}
