import { expect, test } from "vitest";
import { rowEndpoint } from "../../runtime/query.ts";
import { httpRequest } from "./support/requests.ts";

const rows = {
  load: async (id: string) =>
    id === "a" ? { row: { balance: 3 }, checkpoint: 7 } : { row: undefined, checkpoint: 4 },
  save: async () => false,
};

test.each([
  ["a", 200, "application/json", { id: "a", version: 7, row: { balance: 3 } }],
  [
    "gone",
    404,
    "application/problem+json",
    {
      title: "No row",
      status: 404,
      detail: "There is no row gone; it may not have been projected yet.",
    },
  ],
  [
    "a/b",
    400,
    "application/problem+json",
    {
      title: "Invalid id",
      status: 400,
      detail: "The id in the path must be 1 to 100 of the characters A-Z a-z 0-9 . _ ~ @ : -.",
    },
  ],
])("the row of %s answers %i", async (id, statusCode, contentType, body) => {
  const response = await rowEndpoint(rows)(httpRequest({ path: { id } }));
  expect({ ...response, body: JSON.parse(response.body ?? "") }).toEqual({
    statusCode,
    headers: { "content-type": contentType, "cache-control": "no-store" },
    body,
  });
});
