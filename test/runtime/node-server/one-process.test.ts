import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nodeServer } from "../../../runtime/providers/node-provider.ts";
import { type HostedApp, hostApp, type NodeProcess, prefix, until } from "./hosted-app.ts";

let app: HostedApp;
let server: NodeProcess;

beforeAll(async () => {
  app = await hostApp();
  server = await app.start();
});

afterAll(() => app.close());

const placeOrder = { type: "PlaceOrder", customerId: "ann", lines: [] };
const cancelOrder = { type: "CancelOrder", reason: "late" };

async function request(path: string, init: RequestInit = {}) {
  const headers = { authorization: "Bearer ann", ...(init.headers as Record<string, string>) };
  const response = await fetch(server.url + path, { ...init, headers });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function post(id: string, command: object, commandId: string) {
  return request(`/ordering/order/${id}`, {
    method: "POST",
    body: JSON.stringify(command),
    headers: { "idempotency-key": commandId },
  });
}

function commits() {
  const { Items = [] } = app.dynamodb.execute("Scan", {
    TableName: `${prefix}order-event-log`,
  }) as { Items?: Record<string, Record<string, string>>[] };
  return Items.map(({ streamId, version, commandId, header }) => ({
    place: `${streamId?.S} ${version?.N}`,
    commandId: commandId?.S,
    actor: JSON.parse(header?.S ?? "{}").actor,
  }));
}

const actions = () => [...new Set(app.calls.map(({ action }) => action))].sort();
const queue = (name: string) => app.sqs.queues().find((each) => each.name === prefix + name);

describe("an app in one Node process", () => {
  it("takes a command from HTTP through queue, log, stream, topic and queue into a row", async () => {
    expect(await post("o1", placeOrder, "c1")).toEqual({
      status: 202,
      body: {
        commandId: "c1",
        correlationId: expect.any(String),
        outcome: "/ordering/order/o1/commands/c1",
      },
    });
    const row = await until(
      () => request("/ordering/order-summary/o1"),
      ({ status }) => status === 200,
    );
    expect(row.body).toEqual({
      id: "o1",
      version: 1,
      row: { history: ["OrderPlaced"], updatedAt: expect.stringMatching(/^\d{4}-.*Z$/) },
    });
    expect(await request("/ordering/order/o1/commands/c1")).toEqual({
      status: 200,
      body: { commandId: "c1", status: "accepted", version: 1, events: ["OrderPlaced"] },
    });
    expect(commits()).toEqual([{ place: "o1 1", commandId: "c1", actor: "ann" }]);
  });

  it("refuses callers that are not known, before anything else, and paths without a route", async () => {
    const stranger = { authorization: "Bearer eve" };
    const refused = await request("/ordering/order-summary/o1", { headers: stranger });
    expect(refused).toEqual({
      status: 401,
      body: { title: "Unauthorized", status: 401, detail: "The caller is not known." },
    });
    expect((await request("/ordering/nothing/o1")).status).toBe(404);
    expect((await request("/ordering/order/o1")).status).toBe(404);
  });

  it("tells whoever asks for its health", async () => {
    const response = await fetch(`${server.url}/health`);
    expect([response.status, await response.json()]).toEqual([200, { status: "ok", failing: [] }]);
  });

  it("moves a message that is no command to the dead-letter queue; its group goes on", async () => {
    await app.sqs.execute("SendMessage", {
      QueueUrl: app.sqs.queueUrl(`${prefix}order-commands.fifo`),
      MessageBody: "poison",
      MessageGroupId: "o9",
      MessageDeduplicationId: "poison",
    });
    await until(
      () => queue("order-commands-dlq.fifo")?.visible,
      (visible) => visible === 1,
    );
    await post("o9", placeOrder, "after-poison");
    const outcome = await until(
      () => request("/ordering/order/o9/commands/after-poison"),
      ({ status }) => status === 200,
    );
    expect(outcome.body.status).toBe("accepted");
    expect(queue("order-commands-dlq.fifo")).toMatchObject({ visible: 1, inFlight: 0 });
    expect(queue("order-commands.fifo")).toMatchObject({ visible: 0, inFlight: 0 });
    const failures = server.lines.filter(({ level }) => level === "error");
    expect(failures.map(({ receiveCount, reason }) => [receiveCount, reason])).toEqual(
      [1, 2, 3, 4, 5].map((receives) => [
        receives,
        "undecodable-message: The message is not a command in its envelope: its body is no JSON.",
      ]),
    );
  });

  it("reads with the actions that its provisioning names", () => {
    const { queue: queues, stream } = nodeServer.provisioning;
    const named = [...queues.actions, ...stream.actions];
    // What the roles themselves do.
    const ofRoles = [
      "dynamodb:ConditionCheckItem",
      "dynamodb:GetItem",
      "dynamodb:PutItem",
      "dynamodb:Query",
      "sns:Publish",
      "sqs:SendMessage",
    ];
    expect(actions().filter((action) => !named.includes(action))).toEqual(
      ofRoles.filter((action) => actions().includes(action)),
    );
    expect(named.filter((action) => !actions().includes(action))).toEqual([
      "sqs:GetQueueAttributes",
      "dynamodb:ListStreams",
    ]);
  });

  it("ends with 0 when it is told to, after what it has taken is done", async () => {
    await Promise.all(["g1", "g2", "g3"].map((id) => post(id, placeOrder, `place-${id}`)));
    expect(await server.end("SIGTERM")).toEqual([0, null]);
    const left = queue("order-commands.fifo");
    expect(left?.inFlight).toBe(0);
    expect(server.lines.at(-1)).toMatchObject({ message: "Stopped", signal: "SIGTERM" });
    server = await app.start();
    await until(commits, (all) => all.length === 5);
    expect(
      commits()
        .map(({ commandId }) => commandId)
        .sort(),
    ).toEqual(["after-poison", "c1", "place-g1", "place-g2", "place-g3"].sort());
    for (const id of ["g1", "g2", "g3"]) {
      await until(
        () => request(`/ordering/order-summary/${id}`),
        ({ status }) => status === 200,
      );
    }
  });

  it("goes on after its checkpoint when it is started again", async () => {
    await server.end("SIGTERM");
    const before = app.calls.length;
    server = await app.start();
    const since = () => app.calls.slice(before).map(({ action }) => action);
    await until(since, (all) => all.filter((each) => each === "dynamodb:GetRecords").length > 1);
    expect(since()).not.toContain("sns:Publish");
  });

  it("loses and doubles nothing when it is killed in the middle of its work", async () => {
    const before = commits().length;
    const ids = Array.from({ length: 8 }, (_, index) => `k${index}`);
    const sent = ids.flatMap((id) => [
      { id, command: placeOrder, commandId: `place-${id}` },
      { id, command: cancelOrder, commandId: `cancel-${id}` },
      { id, command: cancelOrder, commandId: `again-${id}` },
    ]);
    for (const { id, command, commandId } of sent) await post(id, command, commandId);
    await until(commits, (all) => all.length > before);
    expect(await server.end("SIGKILL")).toEqual([null, "SIGKILL"]);
    server = await app.start();
    for (const id of ids) {
      const row = await until(
        () => request(`/ordering/order-summary/${id}`),
        ({ body }) => body.version === 3,
      );
      expect(row.body).toMatchObject({
        version: 3,
        row: { history: ["OrderPlaced", "OrderCancelled", "OrderCancelled"] },
      });
    }
    const committed = commits().filter(({ place }) => place.startsWith("k"));
    expect(committed.map(({ place, commandId }) => `${place} ${commandId}`).sort()).toEqual(
      ids.flatMap((id) => [`${id} 1 place-${id}`, `${id} 2 cancel-${id}`, `${id} 3 again-${id}`]),
    );
    expect(queue("order-commands-dlq.fifo")?.visible).toBe(1);
    expect(queue("order-summary-collector-dlq.fifo")?.visible).toBe(0);
    expect(app.dropped).toEqual([]);
  }, 60_000);
});
