import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import type { LocalEvent } from "../../generator/local/local-events.ts";
import {
  type LocalRun,
  type LocalRunOptions,
  startLocalRun,
} from "../../generator/local/local-run.ts";

/** A running app as a client sees it, with a look into its tables. */
export interface LocalApp {
  readonly run: LocalRun;
  readonly events: readonly LocalEvent[];
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
  get(path: string): Promise<Answer>;
  /** Asks again until the answer is as wanted, 10 s at most; the last answer in any case. */
  getUntil(path: string, wanted: (answer: Answer) => boolean): Promise<Answer>;
  commits(): Promise<readonly StoredCommit[]>;
}

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of any answer
  readonly body: any;
  readonly headers: Headers;
}

export interface StoredCommit {
  readonly streamId: string;
  readonly version: number;
  readonly commandId: string;
  readonly types: readonly string[];
}

export async function runLocally(
  appDirectory: string,
  options: Partial<LocalRunOptions> = {},
): Promise<LocalApp> {
  const events: LocalEvent[] = [];
  const run = await startLocalRun({
    appDirectory,
    retryDelaySeconds: 0,
    onEvent: (event) => {
      events.push(event);
    },
    ...options,
  });
  const answer = async (response: Response): Promise<Answer> => ({
    status: response.status,
    headers: response.headers,
    body: await response.json(),
  });
  const get = async (path: string) => answer(await fetch(run.url + path));
  return {
    run,
    events,
    get,
    post: async (path, body, headers = {}) =>
      answer(
        await fetch(run.url + path, {
          method: "POST",
          headers: { "content-type": "application/json", ...headers },
          body: typeof body === "string" ? body : JSON.stringify(body),
        }),
      ),
    getUntil: async (path, wanted) => {
      const giveUpAt = Date.now() + 10_000;
      let last = await get(path);
      while (!wanted(last) && Date.now() < giveUpAt) {
        await new Promise((resolve) => setTimeout(resolve, 25));
        last = await get(path);
      }
      return last;
    },
    commits: () => storedCommits(run),
  };
}

/** The event log of Order, in order of versions. */
async function storedCommits(run: LocalRun): Promise<readonly StoredCommit[]> {
  const { origin } = new URL((await run.inspect()).queues[0]?.url ?? "");
  const client = new DynamoDBClient({
    endpoint: origin,
    region: "eu-central-1",
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  });
  const { Items: items = [] } = await client.send(
    new ScanCommand({ TableName: "shop-ordering-dev-order-event-log" }),
  );
  client.destroy();
  return items
    .map((item) => ({
      streamId: item.streamId?.S ?? "",
      version: Number(item.version?.N),
      commandId: item.commandId?.S ?? "",
      types: (JSON.parse(item.events?.S ?? "[]") as { type: string }[]).map(({ type }) => type),
    }))
    .sort((a, b) => a.version - b.version);
}
