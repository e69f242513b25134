import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { writeFiles } from "../../../generator/write/write-files.ts";
import { type LocalApp, runLocally } from "../../end-to-end/local-app.ts";
import { temporaryDirectory } from "../../support/temporary-app.ts";
import type { HttpAnswer } from "./client.ts";
import type { DeadLetter } from "./dead-letters.ts";
import { type ModelName, prefix, shopFiles } from "./shop.ts";
import type { ClientCommand, Stimulus } from "./workload.ts";
import { keyOf, queriesOf, type StoredItem, type World } from "./world.ts";

/** The app on the real local run: real bundles in functions of their own, real clients. */
export interface LocalShop {
  readonly directory: string;
  readonly local: LocalApp;
  /** Posts a command until the answer is none of a fault. */
  post(command: ClientCommand): Promise<void>;
  send(message: Extract<Stimulus, { kind: "message" }>): Promise<void>;
  /** Answers once nothing is under way any more. */
  rest(): Promise<void>;
  world(): Promise<World>;
  close(): Promise<void>;
}

const credentials = { accessKeyId: "test", secretAccessKey: "test" };

export async function startLocalShop(model: ModelName): Promise<LocalShop> {
  const { directory, remove } = temporaryDirectory(`reventless-local-${model}-`);
  writeFiles(directory, shopFiles(model));
  const local = await runLocally(directory, { port: 0 });
  const queues = async () => (await local.run.inspect()).queues;
  const endpoint = new URL((await queues())[0]?.url ?? "").origin;
  const settings = { endpoint, region: "eu-central-1", credentials };
  const sqs = new SQSClient(settings);
  const dynamodb = new DynamoDBClient(settings);
  const answers: World["answers"][number][] = [];
  let sent = 0;

  async function post(command: ClientCommand): Promise<void> {
    const { aggregate, id, commandId, payload, expectedVersion } = command;
    for (let attempts = 1; ; attempts += 1) {
      const { status, body } = await local.post(`/trading/${aggregate}/${id}`, payload, {
        "idempotency-key": commandId,
        ...(expectedVersion !== undefined && { "expected-version": String(expectedVersion) }),
      });
      if (status < 500) {
        answers.push({ command, attempts, answer: { status, body } });
        return;
      }
    }
  }

  async function leftovers(): Promise<Readonly<Record<string, number>>> {
    const counts = (await queues()).map(
      ({ name, visible, inFlight, delayed }) => [name, visible + inFlight + delayed] as const,
    );
    return Object.fromEntries(counts.filter(([name, count]) => count > 0 && !/-dlq/.test(name)));
  }

  async function tables(): Promise<World["tables"]> {
    const names = local.run.plan().tables.map(({ name }) => name);
    const entries = names.map(
      async (name) => [name.slice(prefix.length), await scan(name)] as const,
    );
    return Object.fromEntries(await Promise.all(entries));
  }

  async function scan(table: string): Promise<readonly StoredItem[]> {
    const { Items: items = [], LastEvaluatedKey: rest } = await dynamodb.send(
      new ScanCommand({ TableName: table }),
    );
    if (rest !== undefined) throw new Error(`${table} takes more than one page.`);
    return (items as unknown as StoredItem[]).sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
  }

  async function deadLetters(): Promise<readonly DeadLetter[]> {
    const letters: DeadLetter[] = [];
    for (const { name, url } of (await queues()).filter((queue) => /-dlq/.test(queue.name))) {
      for (;;) {
        const { Messages: messages = [] } = await sqs.send(
          new ReceiveMessageCommand({
            QueueUrl: url,
            MaxNumberOfMessages: 10,
            MessageSystemAttributeNames: ["MessageGroupId"],
          }),
        );
        if (messages.length === 0) break;
        for (const { Body: body = "", Attributes: attributes } of messages) {
          const queue = name.slice(prefix.length).replace("-dlq.fifo", ".fifo");
          letters.push({ queue, group: attributes?.MessageGroupId ?? "", body });
        }
      }
    }
    const keyOfLetter = ({ queue, group, body }: DeadLetter) => `${queue} ${group} ${body}`;
    return letters.sort((a, b) => (keyOfLetter(a) < keyOfLetter(b) ? -1 : 1));
  }

  return {
    directory,
    local,
    post,
    async send({ queue, group, body }) {
      sent += 1;
      const url = (await queues()).find(({ name }) => name === `${prefix}${queue}`)?.url;
      await sqs.send(
        new SendMessageCommand({
          QueueUrl: url,
          MessageBody: body,
          MessageGroupId: group,
          MessageDeduplicationId: `sent-${sent}`,
        }),
      );
    },
    async rest() {
      // Commits are in no queue until they are published, and relays do not wait: quiet for a while.
      for (let quiet = 0; quiet < 10; ) {
        await new Promise((resolve) => setTimeout(resolve, 30));
        const running = (await local.run.inspect()).functions.some((each) => each.running > 0);
        quiet = running || Object.keys(await leftovers()).length > 0 ? 0 : quiet + 1;
      }
    },
    async world() {
      const stored = await tables();
      const queries: Record<string, HttpAnswer> = {};
      for (const path of queriesOf(stored)) {
        const { status, body } = await local.get(path);
        queries[path] = { status, body };
      }
      return {
        tables: stored,
        deadLetters: await deadLetters(),
        answers,
        queries,
        leftovers: await leftovers(),
        calls: [],
        deliveries: {},
        coldStarts: {},
      };
    },
    async close() {
      sqs.destroy();
      dynamodb.destroy();
      await local.run.close();
      remove();
    },
  };
}
