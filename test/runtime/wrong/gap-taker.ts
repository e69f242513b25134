import { dynamoDbEventStore } from "../../../runtime/dynamodb-event-store.ts";
import type { LoadedStream } from "../../../runtime/event-store.ts";
import type { MakeEventStore } from "../contract/event-store-checks.ts";
import { intercepted } from "../support/dynamodb-clients.ts";
import type { WalletEvent } from "../support/wallet.ts";

/** Wrong: believes any version that a caller names instead of one that it has read itself. */
export const gapTaker: MakeEventStore = (options) => {
  const real = dynamoDbEventStore(options);
  const loaded = new WeakSet<LoadedStream<WalletEvent>>();
  return {
    ...real,
    async load(streamId) {
      const stream = await real.load(streamId);
      loaded.add(stream);
      return stream;
    },
    async append(stream, events, header) {
      if (loaded.has(stream)) return real.append(stream, events, header);
      const client = intercepted(options.client(), async ({ operation, input }, send) => {
        if (operation !== "PutItem") return send();
        const version = { N: String(stream.version + 1) };
        return send({ ...input, Item: { ...(input.Item as object), version } });
      });
      const careless = dynamoDbEventStore({ ...options, client: () => client });
      return careless.append(await careless.load(stream.streamId), events, header);
    },
  };
};
