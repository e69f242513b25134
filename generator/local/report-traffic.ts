import type { OnLocalEvent } from "./local-events.ts";
import type { LocalSns, LocalSqs } from "./ports.ts";

type Input = Readonly<Record<string, unknown>>;

/** The same queues, telling of every message that is sent through their API. */
export function reportSends(sqs: LocalSqs, onEvent: OnLocalEvent): LocalSqs {
  return {
    ...sqs,
    async execute(operation, input) {
      const output = await sqs.execute(operation, input);
      const queue = lastPart(input.QueueUrl, "/");
      for (const message of sentMessages(operation, input, ["SendMessage", "SendMessageBatch"])) {
        onEvent({ type: "sent", queue, ...groupOf(message) });
      }
      return output;
    },
  };
}

/** The same topics, telling of every message that is published. */
export function reportPublications(sns: LocalSns, onEvent: OnLocalEvent): LocalSns {
  return {
    ...sns,
    execute(operation, input) {
      const output = sns.execute(operation, input);
      const topic = lastPart(input.TopicArn, ":");
      for (const message of sentMessages(operation, input, ["Publish", "PublishBatch"])) {
        onEvent({ type: "published", topic, ...groupOf(message) });
      }
      return output;
    },
  };
}

function sentMessages(
  operation: string,
  input: Input,
  [single, batch]: readonly [string, string],
): readonly Input[] {
  if (operation === single) return [input];
  if (operation !== batch) return [];
  const entries = input.Entries ?? input.PublishBatchRequestEntries;
  return Array.isArray(entries) ? (entries as Input[]) : [];
}

function groupOf({ MessageGroupId: group }: Input): { readonly group?: string } {
  return typeof group === "string" ? { group } : {};
}

function lastPart(value: unknown, separator: string): string {
  return String(value).split(separator).findLast(Boolean) ?? "";
}
