import { eventCollector } from "../../../runtime/event-collector.ts";

const applied = new Map<string, number>();

/** Wrong: keeps how far a stream is applied once for the function, not for each read model in it. */
export const checkpointPerFunction: typeof eventCollector = (readModel, decodeEvent) => {
  const { load, save } = readModel.rows;
  return eventCollector(
    {
      ...readModel,
      rows: {
        async load(id) {
          const { row, checkpoint } = await load(id);
          return { row, checkpoint: Math.max(checkpoint, applied.get(id) ?? 0) };
        },
        async save(id, state, previous) {
          const isSaved = await save(id, state, previous);
          if (isSaved) applied.set(id, state.checkpoint);
          return isSaved;
        },
      },
    },
    decodeEvent,
  );
};
