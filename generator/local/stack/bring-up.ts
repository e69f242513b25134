import type { LocalSns, LocalSqs, TableService, TableStatus } from "../ports.ts";
import type { StackPlan } from "./stack-plan.ts";

export interface LocalServices {
  readonly dynamodb: TableService;
  readonly sqs: LocalSqs;
  readonly sns: LocalSns;
}

/**
 * Makes the services hold what the plan says, and answers what is worth knowing about the rest:
 * queues that are no longer declared go unless they hold messages, tables always stay.
 */
export async function bringUp(
  plan: StackPlan,
  { dynamodb, sqs, sns }: LocalServices,
): Promise<readonly string[]> {
  // A table whose keys changed is an error, so it comes before anything is changed.
  for (const table of plan.tables) await dynamodb.createTable(table);
  for (const queue of plan.queues) sqs.createQueue(queue);
  for (const topic of plan.topics) sns.createTopic(topic);
  for (const subscription of plan.subscriptions) sns.subscribe(subscription);
  removeTopics(plan, sns);
  return [...removeQueues(plan, sqs), ...keptTables(plan, await dynamodb.tables())];
}

function removeTopics(plan: StackPlan, sns: LocalSns): void {
  for (const subscription of sns.subscriptions()) {
    const declared = plan.subscriptions.some(
      ({ topicArn, queueArn }) =>
        topicArn === subscription.topicArn && queueArn === subscription.queueArn,
    );
    if (!declared) sns.unsubscribe(subscription);
  }
  for (const { name } of sns.topics()) {
    if (!plan.topics.some((topic) => topic.name === name)) sns.deleteTopic(name);
  }
}

function removeQueues(plan: StackPlan, sqs: LocalSqs): readonly string[] {
  const notices: string[] = [];
  for (const { name, visible, inFlight, delayed } of sqs.queues()) {
    if (plan.queues.some((queue) => queue.name === name)) continue;
    const messages = visible + inFlight + delayed;
    if (messages === 0) sqs.deleteQueue(name);
    else {
      notices.push(
        `The queue ${name} is no longer declared; it is kept, as it holds ${messages} message(s).`,
      );
    }
  }
  return notices;
}

function keptTables(plan: StackPlan, tables: readonly TableStatus[]): readonly string[] {
  return tables
    .filter(({ name, itemCount }) => itemCount > 0 && !plan.tables.some((t) => t.name === name))
    .map(
      ({ name, itemCount }) =>
        `The table ${name} is no longer declared; it is kept with its ${itemCount} item(s).`,
    );
}
