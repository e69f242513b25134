import type { IsoDate, IsoDateTime } from "../../../../runtime/decode.ts";
import type { Cents, OrderId, ProductCommand, Sku } from "./messages.ts";

export const sample: ProductCommand = {
  type: "AddProduct",
  id: "id-1" as OrderId,
  sku: "sku-1" as Sku,
  size: "large",
  rating: 1,
  active: true,
  at: "2026-11-24T09:30:00Z" as IsoDateTime,
  comment: "comment-1",
  remark: "remark-1",
  price: 1 as Cents,
  dimensions: [1, 1],
  track: ["track-1"],
  matrix: [[1]],
  prices: { key: 1 as Cents },
  byCountry: { key: { tax: 1 } },
  limits: {},
  contact: { email: "email-1", preferred: true },
  page: { items: [{ name: "name-1", children: [] }], next: "next-1" },
  names: ["names-1"],
  "content-type": "content-type-1",
  by: "by-1",
  on: "2026-11-24" as IsoDate,
};
