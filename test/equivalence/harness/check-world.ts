import type { EventContext } from "../../../runtime/projection.ts";
import { orderSummaryProjection } from "../order-summary/projection.ts";
import { walletBalanceProjection } from "../wallet-balance/projection.ts";
import { walletHistoryProjection } from "../wallet-history/projection.ts";
import { isPoison } from "./dead-letters.ts";
import type { Stimulus } from "./workload.ts";
import type { StoredItem, World } from "./world.ts";

type Projection = (row: unknown, event: unknown, context: EventContext) => unknown;

const readModels: Readonly<
  Record<string, { readonly from: string; readonly project: Projection }>
> = {
  "order-summary": { from: "order", project: orderSummaryProjection as Projection },
  "wallet-balance": { from: "wallet", project: walletBalanceProjection as Projection },
  "wallet-history": { from: "wallet", project: walletHistoryProjection as Projection },
};

/** What is wrong with a world, whatever other worlds look like. */
export function faultsOf(world: World, stimuli: readonly Stimulus[]): readonly string[] {
  return [
    ...["order", "parcel", "wallet"].flatMap((aggregate) => faultsOfLog(world, aggregate)),
    ...Object.keys(readModels).flatMap((readModel) => faultsOfRows(world, readModel)),
    ...faultsOfAnswers(world),
    ...faultsOfDeadLetters(world, stimuli),
    ...Object.entries(world.leftovers).map(([queue, count]) => `${queue} still has ${count}`),
  ];
}

interface StoredCommit {
  readonly streamId: string;
  readonly version: number;
  readonly commandId: string;
  readonly events: readonly { readonly type: string }[];
  readonly time: string;
}

function commitsOf(items: readonly StoredItem[] = []): readonly StoredCommit[] {
  return items.map(({ streamId, version, commandId, events, header }) => ({
    streamId: streamId?.S ?? "",
    version: Number(version?.N),
    commandId: commandId?.S ?? "",
    events: JSON.parse(events?.S ?? "[]"),
    time: JSON.parse(header?.S ?? "{}").time,
  }));
}

/** No gap, one commit for a command, and its outcome says the same. */
function faultsOfLog({ tables }: World, aggregate: string): readonly string[] {
  const outcomes = new Map(
    (tables[`${aggregate}-outcomes`] ?? []).map(({ streamId, commandId, outcome }) => [
      `${streamId?.S} ${commandId?.S}`,
      JSON.parse(outcome?.S ?? "{}"),
    ]),
  );
  const ends = new Map<string, number>();
  const seen = new Set<string>();
  const faults: string[] = [];
  for (const commit of commitsOf(tables[`${aggregate}-event-log`])) {
    const { streamId, version, commandId, events } = commit;
    const command = `${streamId} ${commandId}`;
    const end = ends.get(streamId) ?? 0;
    ends.set(streamId, version + events.length - 1);
    if (version !== end + 1) faults.push(`${aggregate} ${streamId}: ${version} follows ${end}`);
    if (seen.has(command)) faults.push(`${aggregate} ${command} has two commits`);
    seen.add(command);
    const told = JSON.stringify(outcomes.get(command));
    const types = events.map(({ type }) => type);
    const expected = JSON.stringify({
      status: "accepted",
      version: version + events.length - 1,
      events: types,
    });
    if (told !== expected) faults.push(`${aggregate} ${command}: ${told} for ${expected}`);
  }
  for (const [command, { status, events = [] }] of outcomes) {
    if (status === "accepted" && events.length > 0 && !seen.has(command)) {
      faults.push(`${aggregate} ${command} is accepted without a commit`);
    }
  }
  return faults;
}

/** Every row is the fold of its aggregate's events, and there is no other. */
function faultsOfRows({ tables }: World, readModel: string): readonly string[] {
  const { from, project } = readModels[readModel] ?? { from: "", project: () => undefined };
  const expected = new Map<string, { row: unknown; version: number }>();
  for (const { streamId, version, events, time } of commitsOf(tables[`${from}-event-log`])) {
    for (const [index, event] of events.entries()) {
      const row = expected.get(streamId)?.row;
      const context = { id: streamId, version: version + index, time };
      expected.set(streamId, { row: project(row, event, context), version: context.version });
    }
  }
  const found = new Map(
    (tables[`${readModel}-query-db`] ?? []).map(({ id, row, version }) => [
      id?.S ?? "",
      { row: row?.S && JSON.parse(row.S), version: Number(version?.N) },
    ]),
  );
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((id) => {
    const [wanted, is] = [JSON.stringify(expected.get(id)), JSON.stringify(found.get(id))];
    return wanted === is ? [] : [`${readModel} ${id} should be ${wanted}, found ${is}`];
  });
}

/** Every command that was taken has an outcome, unless it is fatal; a sync one was told so at once. */
function faultsOfAnswers({ answers, queries }: World): readonly string[] {
  return answers.flatMap(({ command, answer }) => {
    const { aggregate, id, commandId, payload } = command;
    const place = `${aggregate} ${id} ${commandId}`;
    if (answer.status === 400 || payload.type === "Unknown") {
      const isRight = answer.status === 400 && payload.type === "Unknown";
      return isRight ? [] : [`${place} was answered ${answer.status}`];
    }
    if (isPoison({ body: JSON.stringify(payload) })) return [];
    const stored = queries[`/trading/${aggregate}/${id}/commands/${commandId}`]?.body;
    if (stored === undefined) return [`${place} was answered ${answer.status}, without an outcome`];
    if (answer.status === 202) return [];
    const { correlationId, ...told } = answer.body;
    const same = JSON.stringify(told) === JSON.stringify(stored);
    return same ? [] : [`${place} was told ${JSON.stringify(told)}, not ${JSON.stringify(stored)}`];
  });
}

/** All poison that was sent is among the dead letters, each once. */
function faultsOfDeadLetters({ deadLetters }: World, stimuli: readonly Stimulus[]) {
  const sent = stimuli.flatMap((stimulus) =>
    stimulus.kind === "message" && isPoison(stimulus) ? [stimulus.body] : [],
  );
  const found = deadLetters.filter(isPoison).map(({ body }) => body);
  const lost = sent.filter((body) => !found.includes(body));
  return lost.map((body) => `${body} is in no dead-letter queue`);
}
