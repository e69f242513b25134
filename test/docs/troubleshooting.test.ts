import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { describeEvent } from "../../generator/local/dev/describe-event.ts";
import { createPaint } from "../../generator/local/dev/paint.ts";
import type { LocalEvent } from "../../generator/local/local-events.ts";
import { type LocalApp, runLocally } from "../end-to-end/local-app.ts";
import { startFunction } from "../local/lambda/function-under-test.ts";
import { temporaryApp } from "../support/temporary-app.ts";
import { blocksOf, readDoc, sectionOf } from "./support.ts";

const guide = readDoc("troubleshooting.md");
const textsOf = (heading: string) => blocksOf(sectionOf(guide, heading), "text");

/** Small limits, so that nothing takes long. */
const app = temporaryApp({ timeout: 1, memory: 128, reservedConcurrency: 3 });
const handlers = join(app.directory, "plugins/ordering/handlers");
let local: LocalApp;

/** Aggregates that misbehave for some ids. */
const misbehaving = `
export const handler = async (event: any, context: any) => {
  const id = event.pathParameters?.id;
  if (id === "endless") await new Promise((resolve) => setTimeout(resolve, 60_000));
  if (id === "hungry") for (const held = []; ; ) held.push(Buffer.alloc(2 ** 20, 1));
  if (id === "slow") await new Promise((resolve) => setTimeout(resolve, 400));
  return routed(event, context);
};
`;

function edit(file: string, change: (text: string) => string): void {
  const path = join(handlers, file);
  const text = readFileSync(path, "utf8");
  if (change(text) === text) throw new Error(`${file} is not as expected.`);
  writeFileSync(path, change(text));
}

beforeAll(async () => {
  edit("aggregates.ts", (text) =>
    text.replace("export const handler =", "const routed =").concat(misbehaving),
  );
  // A queue that its function does not know.
  edit("read-models.ts", (text) => text.replace(/\n {2}queues: \{[\s\S]*?\n {2}\},/, ""));
  local = await runLocally(app.directory);
});

afterAll(async () => {
  await local?.run.close();
  app.remove();
});

const placeOrder = { type: "PlaceOrder", customerId: "ann", lines: [] };
const send = (id: string) => local.post(`/ordering/order/${id}`, placeOrder);

/** What differs with every run as the guide writes it. */
function withoutChance(text = ""): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, "<time>")
    .replace(/[\da-f]{8}-[\da-f-]{27}/g, "<request id>")
    .replace(/\d+ ms/g, "<n> ms");
}

type HttpEvent = Extract<LocalEvent, { type: "http" }>;

function requestsOf(id: string): readonly HttpEvent[] {
  return local.events.filter(
    (event): event is HttpEvent => event.type === "http" && event.path.endsWith(`/${id}`),
  );
}

const answerText = ({ status, body }: { status: number; body: unknown }) =>
  `\`${status} ${JSON.stringify(body)}\``;

async function failedBatch() {
  const giveUpAt = Date.now() + 10_000;
  for (;;) {
    const found = local.events.find((event) => event.type === "batch" && event.failed > 0);
    if (found?.type === "batch") return found;
    if (Date.now() > giveUpAt) throw new Error("No batch failed.");
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

describe("the troubleshooting guide quotes what the local run says", () => {
  it("of cold starts, which follow concurrency", async () => {
    await Promise.all(["slow", "slow", "slow"].map(send));
    await send("o1");
    const coldStarts = (id: string) => requestsOf(id).filter(({ coldStart }) => coldStart).length;
    expect([coldStarts("slow"), coldStarts("o1")]).toEqual([3, 0]);
    expect(sectionOf(guide, "## Cold starts").replaceAll("\n", " ")).toContain(
      `Three requests at once to a function without warm environments make ${coldStarts("slow")} cold starts, and one after them makes ${coldStarts("o1")}:`,
    );
    const [cold] = requestsOf("slow");
    const line = withoutChance(describeEvent(cold as HttpEvent, createPaint(false)));
    expect([line.replace("/slow", "/o1")]).toEqual(textsOf("## Cold starts"));
  });

  it("of a source that the function does not know", async () => {
    const { source, reason } = await failedBatch();
    expect(source).toBe("shop-ordering-dev-order-summary-collector.fifo");
    expect([reason]).toEqual(textsOf("### The function does not know where a message comes from"));
  });

  it("of memory", async () => {
    expect((await send("hungry")).status).toBe(500);
    const [request] = requestsOf("hungry");
    expect([withoutChance(request?.reason)]).toEqual(textsOf("## Memory exceeded"));
  });

  it("of timeouts", async () => {
    const answer = await send("endless");
    const [request] = requestsOf("endless");
    expect([withoutChance(request?.reason)]).toEqual(textsOf("## Timeout"));
    expect(sectionOf(guide, "## Timeout")).toContain(answerText(answer));
  });

  it("of throttling", async () => {
    const answers = await Promise.all(["slow", "slow", "slow", "slow"].map(send));
    const throttled = answers.filter(({ status }) => status === 503);
    const reasons = requestsOf("slow").flatMap(({ reason }) => reason ?? []);
    expect(reasons).toEqual(textsOf("## Throttling"));
    expect(throttled.map(answerText)).toEqual([
      /answered (`503 .*?`)/.exec(sectionOf(guide, "## Throttling"))?.[1],
    ]);
  });

  it("of a handler that Lambda does not find", async () => {
    edit("read-models.ts", (text) => text.replace("export const handler", "const handler"));
    await local.run.reload();
    await local.get("/ordering/order-summary/o1");
    const [request] = requestsOf("o1").filter(({ method }) => method === "GET");
    const { local: misnamed } = startFunction({ "main.mjs": "export const handler = () => 1;" });
    const { error } = (await misnamed.invoke({})).outcome;
    expect([request?.reason, `${error?.errorType}: ${error?.errorMessage}`]).toEqual(
      textsOf("### Lambda does not find the function's own handler"),
    );
  });
});
