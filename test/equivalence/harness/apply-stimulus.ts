import { randomUUID } from "node:crypto";
import type { AttributeValue } from "../../../generator/local/ports.ts";
import type { Client } from "./client.ts";
import type { Services } from "./services.ts";
import { prefix } from "./shop.ts";
import type { Stimulus } from "./workload.ts";

/** Lets it happen; a command goes on by itself. */
export function applyStimulus(stimulus: Stimulus, services: Services, client: Client): void {
  switch (stimulus.kind) {
    case "command":
      client.post(stimulus);
      break;
    case "message":
      send(services, stimulus);
      break;
    case "replay": {
      const { queue, log, at } = stimulus;
      const records = services.dynamodb.streamRecords(`${prefix}${log}`, undefined, 100_000);
      // The latest ones are those that the collector may not have seen yet.
      const image = records.at(-1 - (at % 10))?.dynamodb.NewImage;
      if (image !== undefined) send(services, { queue, group: "replay", body: messageOf(image) });
    }
  }
}

function send(
  { sqs }: Services,
  { queue, group, body }: { readonly queue: string; readonly group: string; readonly body: string },
): void {
  // No two are doubles of each other.
  const deduplicationId = randomUUID();
  sqs.send(`${prefix}${queue}`, { body, groupId: group, deduplicationId });
}

/** The commit as its relay publishes it. */
function messageOf(image: Readonly<Record<string, AttributeValue>>): string {
  const { streamId, version, header, events } = image;
  return `{"streamId":${JSON.stringify(streamId?.S)},"version":${version?.N},"header":${header?.S},"events":${events?.S}}`;
}
