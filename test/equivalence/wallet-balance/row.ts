/** One row of WalletBalance. */
export interface WalletBalanceRow {
  readonly balance: number;
}
