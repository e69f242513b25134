import type { OrderCommand } from "./messages.ts";

export const sample: OrderCommand = {
  type: "PlaceOrder",
  customerId: "customerId-1",
  lines: [{ sku: "sku-1", quantity: 1 }],
};
