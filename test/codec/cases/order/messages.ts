import type { IsoDateTime } from "../../../../runtime/decode.ts";

export interface PlaceOrder {
  readonly type: "PlaceOrder";
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  readonly note?: string;
}

export interface CancelOrder {
  readonly type: "CancelOrder";
  readonly reason: "changed-mind" | "out-of-stock";
}

export interface ConfirmOrder {
  readonly type: "ConfirmOrder";
}

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}

export interface OrderPlaced {
  readonly type: "OrderPlaced";
  readonly at: IsoDateTime;
  readonly lines: readonly OrderLine[];
}

export interface OrderCancelled {
  readonly type: "OrderCancelled";
}

export interface OrderAlreadyPlaced {
  readonly type: "OrderAlreadyPlaced";
}

export type OrderCommand = PlaceOrder | CancelOrder | ConfirmOrder;
export type OrderEvent = OrderPlaced | OrderCancelled;
export type OrderRejection = OrderAlreadyPlaced;
