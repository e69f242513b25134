import { describe, expect, test } from "vitest";
import { processGroups, retryFrom } from "../../runtime/batch.ts";
import { batchChecks } from "./contract/batch-checks.ts";
import { commitRecord } from "./support/records.ts";

describe("a batch of a FIFO queue", () => {
  test.each(batchChecks)("$title", ({ run }) => run(processGroups));
});

describe("a batch of a stream is retried", () => {
  const record = commitRecord("77", { streamId: "a", version: 1 });

  test("from the sequence number of the record", () => {
    expect(retryFrom(record)).toEqual({ batchItemFailures: [{ itemIdentifier: "77" }] });
  });

  test("as a whole when the record has none", () => {
    expect(retryFrom({ ...record, dynamodb: {} })).toEqual({
      batchItemFailures: [{ itemIdentifier: "" }],
    });
  });
});
