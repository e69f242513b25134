import { type AttributeValue, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { beforeAll, describe, expect, it } from "vitest";
import { SCANNED } from "./contract-tables.ts";
import type { ContractContext } from "./contract-target.ts";

type Attributes = Record<string, AttributeValue>;

const PARTITIONS = Array.from({ length: 20 }, (_, index) => `scan-${index}`);
const FEW = ["a", "b", "c"];

/** Scan: pages, segments, filters. */
export function describeScans(context: () => ContractContext): void {
  const put = (TableName: string, Item: Attributes) =>
    context().client.send(new PutItemCommand({ TableName, Item }));

  describe("scans", () => {
    const scanAll = async (more: object) => {
      const items: Attributes[] = [];
      let start: Attributes | undefined;
      do {
        const input = { TableName: SCANNED.name, Limit: 2, ...more };
        const page = await context().client.send(
          new ScanCommand({ ...input, ...(start && { ExclusiveStartKey: start }) }),
        );
        items.push(...(page.Items ?? []));
        start = page.LastEvaluatedKey;
      } while (start !== undefined);
      return items.map((item) => `${item.kind?.S} ${item.name?.S}`).sort();
    };
    const expected = [
      ...FEW.map((name) => `few ${name}`),
      ...PARTITIONS.map((kind) => `${kind} x`),
    ].sort();

    beforeAll(async () => {
      for (const S of FEW) await put(SCANNED.name, { kind: { S: "few" }, name: { S } });
      for (const kind of PARTITIONS)
        await put(SCANNED.name, { kind: { S: kind }, name: { S: "x" } });
    });

    it("page through all items", async () => {
      expect(await scanAll({})).toEqual(expected);
    });

    it("divide the items among segments, none twice", async () => {
      const segments = [0, 1, 2].map((Segment) => scanAll({ Segment, TotalSegments: 3 }));
      const found = await Promise.all(segments);
      expect(found.flat().sort()).toEqual(expected);
      expect(found.filter((items) => items.length > 0).length).toBeGreaterThan(1);
    });

    it("filter by keys as well", async () => {
      const filter = {
        FilterExpression: "kind = :k",
        ExpressionAttributeValues: { ":k": { S: "scan-7" } },
      };
      expect(await scanAll(filter)).toEqual(["scan-7 x"]);
    });
  });
}
