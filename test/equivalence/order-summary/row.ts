/** One row of OrderSummary. */
export interface OrderSummaryRow {
  readonly customerId: string;
  readonly skus: readonly string[];
  readonly notes: readonly string[];
  readonly updatedAt: string;
}
