/** One row of OrderSummary: what a query for one order answers. */
export interface OrderSummaryRow {
  /** Types of the events so far, oldest first; replace it with what your queries need. */
  readonly history: readonly string[];
  /** Time of the last event: RFC 3339, UTC. */
  readonly updatedAt: string;
}
