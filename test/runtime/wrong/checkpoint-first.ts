import { collect } from "../../../runtime/event-collector.ts";

/** Wrong: saves the checkpoint and then the row, in two writes. */
export const checkpointFirst: typeof collect = (readModel, commit) => {
  const { load, save } = readModel.rows;
  return collect(
    {
      ...readModel,
      rows: {
        load,
        async save(id, state, previous) {
          const { row } = await load(id);
          const isSaved = await save(id, { row, checkpoint: state.checkpoint }, previous);
          return isSaved && (await save(id, state, state.checkpoint));
        },
      },
    },
    commit,
  );
};
