import { dynamoDbQueryDb } from "../../../runtime/dynamodb-query-db.ts";
import type { RowState } from "../../../runtime/query-db.ts";

const remembered = new Map<string, RowState<unknown>>();

/** Wrong: remembers rows by their ids, which are unique in one read model but not in one function. */
export const rowsInMemory: typeof dynamoDbQueryDb = <Row>(
  client: Parameters<typeof dynamoDbQueryDb>[0],
  tableName: () => string,
) => {
  const { load, save } = dynamoDbQueryDb<Row>(client, tableName);
  return {
    load: async (id: string) => (remembered.get(id) as RowState<Row> | undefined) ?? load(id),
    async save(id: string, state: RowState<Row>, previous: number) {
      const isSaved = await save(id, state, previous);
      if (isSaved) remembered.set(id, state);
      else remembered.delete(id);
      return isSaved;
    },
  };
};
