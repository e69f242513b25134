/** One row of ShipmentBoard: what a query for one shipment answers. */
export interface ShipmentBoardRow {
  /** Types of the events so far, oldest first; replace it with what your queries need. */
  readonly history: readonly string[];
  /** Time of the last event: RFC 3339, UTC. */
  readonly updatedAt: string;
}
