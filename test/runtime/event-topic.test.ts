import { describe, test } from "vitest";
import { eventTopic } from "../../runtime/event-topic.ts";
import { relayChecks } from "./contract/relay-checks.ts";

describe("the relay from a log's stream to its topic", () => {
  test.each(relayChecks)("$title", ({ run }) => run(eventTopic));
});
