import type { PlannedRoute, StackPlan } from "../../../generator/local/stack/stack-plan.ts";
import type { Functions } from "./functions.ts";
import type { ClientCommand } from "./workload.ts";

export interface HttpAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: the JSON of any answer
  readonly body: any;
}

/** The clients of the app's HTTP API. */
export interface Client {
  readonly running: number;
  /** Posts a command until the answer is none of a fault. */
  post(command: ClientCommand): void;
  /** The last answer of each post, in the order of posts, and how many were needed. */
  readonly answers: readonly {
    readonly command: ClientCommand;
    readonly attempts: number;
    readonly answer: HttpAnswer;
  }[];
  get(path: string): Promise<HttpAnswer>;
}

const patience = 50;

export function createClient(options: {
  readonly plan: Pick<StackPlan, "routes">;
  readonly functions: Functions;
}): Client {
  const { plan, functions } = options;
  const answers: Client["answers"][number][] = [];
  let running = 0;
  let number = 0;

  async function request(
    routeKey: string,
    parts: { readonly path: object; readonly headers?: object; readonly body?: string },
  ): Promise<HttpAnswer> {
    const route = plan.routes.find((each: PlannedRoute) => each.routeKey === routeKey);
    if (route === undefined) throw new Error(`The stack declares no route ${routeKey}.`);
    number += 1;
    const event = {
      routeKey,
      headers: parts.headers ?? {},
      pathParameters: parts.path,
      requestContext: {},
      isBase64Encoded: false,
      body: parts.body,
    };
    const { functionName } = route;
    try {
      const response = await functions.invoke({
        functionName,
        source: routeKey,
        number: String(number),
        event,
      });
      const { statusCode, body } = response as { statusCode: number; body: string };
      return { status: statusCode, body: JSON.parse(body) };
    } catch (error) {
      return { status: 500, body: String(error) };
    }
  }

  async function postUntilAnswered(command: ClientCommand, index: number): Promise<void> {
    const { aggregate, id, commandId, payload, expectedVersion } = command;
    for (let attempts = 1; attempts <= patience; attempts += 1) {
      const answer = await request(`POST /trading/${aggregate}/{id}`, {
        path: { id },
        headers: {
          "idempotency-key": commandId,
          ...(expectedVersion !== undefined && { "expected-version": String(expectedVersion) }),
        },
        body: JSON.stringify(payload),
      });
      answers[index] = { command, attempts, answer };
      if (answer.status < 500) return;
    }
  }

  return {
    get running() {
      return running;
    },
    answers,
    post(command) {
      running += 1;
      const index = answers.length;
      answers.push({ command, attempts: 0, answer: { status: 0, body: undefined } });
      void postUntilAnswered(command, index).finally(() => {
        running -= 1;
      });
    },
    async get(path) {
      const [, plugin, component, id, , commandId] = path.split("/");
      return commandId === undefined
        ? request(`GET /${plugin}/${component}/{id}`, { path: { id } })
        : request(`GET /${plugin}/${component}/{id}/commands/{commandId}`, {
            path: { id, commandId },
          });
    },
  };
}
