import type { Client, HttpAnswer } from "./client.ts";
import type { DeadLetter } from "./dead-letters.ts";
import type { Services } from "./services.ts";
import { prefix } from "./shop.ts";

export type StoredItem = Readonly<Record<string, Readonly<Record<string, string>>>>;

/**
 * Everything that a run left behind, as it is. Nothing is normalised: times and generated ids are
 * the run's own, since clock and random numbers follow from the seed. Left out are message ids of
 * SQS, which the service makes up.
 */
export interface World {
  /** Items by table, each in the order of its keys. */
  readonly tables: Readonly<Record<string, readonly StoredItem[]>>;
  /** What queues gave up on before anybody looked. */
  readonly deadLetters: readonly DeadLetter[];
  readonly answers: Client["answers"];
  /** Answers of all queries, by path. */
  readonly queries: Readonly<Record<string, HttpAnswer>>;
  /** Calls of domain code, in order. */
  readonly calls: readonly string[];
  /** Records and requests that were delivered, by source. */
  readonly deliveries: Readonly<Record<string, number>>;
  /** Messages that are still somewhere, by queue. */
  readonly leftovers: Readonly<Record<string, number>>;
  /** Environments that were started, by function: the one thing that differs between models. */
  readonly coldStarts: Readonly<Record<string, number>>;
}

/** What can be read when all is over; `whileDriving` lets the queries' own calls go on. */
export async function readWorld(
  services: Services,
  client: Client,
  whileDriving: <Result>(act: () => Promise<Result>) => Promise<Result>,
): Promise<Pick<World, "tables" | "queries" | "leftovers">> {
  const tables = Object.fromEntries(
    services.dynamodb
      .tables()
      .map(({ name }) => [name.slice(prefix.length), itemsOf(services, name)]),
  );
  const queries: Record<string, HttpAnswer> = {};
  for (const path of queriesOf(tables)) queries[path] = await whileDriving(() => client.get(path));
  const leftovers = services.sqs
    .queues()
    .map(({ name, visible, inFlight, delayed }) => [name, visible + inFlight + delayed] as const)
    .filter(([, count]) => count > 0);
  return { tables, queries, leftovers: Object.fromEntries(leftovers) };
}

function itemsOf({ dynamodb }: Services, table: string): readonly StoredItem[] {
  const items: StoredItem[] = [];
  let startKey: unknown;
  do {
    const page = dynamodb.execute("Scan", {
      TableName: table,
      ...(startKey !== undefined && { ExclusiveStartKey: startKey }),
    });
    items.push(...((page.Items ?? []) as StoredItem[]));
    startKey = page.LastEvaluatedKey;
  } while (startKey !== undefined);
  return items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

export function keyOf({ id, streamId, version, commandId }: StoredItem): string {
  const place = id === undefined ? (version?.N ?? "").padStart(16, "0") : "";
  return [id?.S, streamId?.S, place, commandId?.S].join(" ");
}

export function queriesOf(tables: World["tables"]): readonly string[] {
  return Object.entries(tables).flatMap(([table, items]) => {
    const component = table.replace(/-(query-db|outcomes|event-log)$/, "");
    return items.flatMap(({ id, streamId, commandId }) => {
      if (table.endsWith("-query-db")) return [`/trading/${component}/${id?.S}`];
      if (!table.endsWith("-outcomes")) return [];
      return [`/trading/${component}/${streamId?.S}/commands/${commandId?.S}`];
    });
  });
}
