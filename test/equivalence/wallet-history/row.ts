/** One row of WalletHistory. */
export interface WalletHistoryRow {
  /** Amounts by version, withdrawals negative. */
  readonly changes: readonly (readonly [version: number, amount: number])[];
}
