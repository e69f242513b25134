import { expect, test } from "vitest";
import { readBatchResponse } from "../../../generator/local/mappings/batch-response.ts";

const batch = new Set(["a", "b"]);

test.each([
  [""],
  ["null"],
  ["{}"],
  ['{"batchItemFailures":null}'],
  ['{"batchItemFailures":[]}'],
  ['{"statusCode":200}'],
])("%s: everything succeeded", (payload) => {
  expect(readBatchResponse(payload, batch)).toEqual({ failed: new Set() });
});

test("the named records failed, each once", () => {
  const payload = '{"batchItemFailures":[{"itemIdentifier":"b"},{"itemIdentifier":"b"}]}';

  expect(readBatchResponse(payload, batch)).toEqual({ failed: new Set(["b"]) });
});

test.each([
  ["{", "the response is not JSON"],
  ['"ok"', 'the response should be an object, found "ok"'],
  ['{"batchItemFailures":"a"}', 'batchItemFailures should be a list, found "a"'],
  [
    '{"batchItemFailures":[{"itemIdentifier":""}]}',
    'batchItemFailures[0].itemIdentifier should be a text, found ""',
  ],
  [
    '{"batchItemFailures":[{"itemIdentifier":null}]}',
    'batchItemFailures[0].itemIdentifier should be a text, found {"itemIdentifier":null}',
  ],
  [
    '{"batchItemFailures":[{"messageId":"a"}]}',
    'batchItemFailures[0].itemIdentifier should be a text, found {"messageId":"a"}',
  ],
  [
    '{"batchItemFailures":[{"itemIdentifier":"a"},{"itemIdentifier":"c"}]}',
    "batchItemFailures[1].itemIdentifier c is not in the batch",
  ],
])("%s: the whole batch failed", (payload, malformed) => {
  expect(readBatchResponse(payload, batch)).toEqual({ malformed });
});
