/** A read model's state for one aggregate: its row and how far the aggregate's events are in it. */
export interface RowState<Row> {
  /** Undefined where the projection has no row for the aggregate (yet, or any more). */
  readonly row: Row | undefined;
  /** Version of the last event applied; 0 before the first. */
  readonly checkpoint: number;
}

/** The rows of one read model, by aggregate id. */
export interface QueryDb<Row> {
  /** Strongly consistent. */
  load(id: string): Promise<RowState<Row>>;
  /**
   * Replaces row and checkpoint in one write, provided that the checkpoint is still `previous`;
   * `false` when it is not, and nothing was written.
   * @throws RuntimeFailure `row-too-large`
   */
  save(id: string, state: RowState<Row>, previous: number): Promise<boolean>;
}
