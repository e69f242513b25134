/** Commands: what Order can be asked to do. */
export type OrderCommand = PlaceOrder | CancelOrder;

export interface PlaceOrder {
  readonly type: "PlaceOrder";
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
}

export interface CancelOrder {
  readonly type: "CancelOrder";
  readonly reason: string;
}

/** Events: what has happened to Order. They are stored for good: only add to them. */
export type OrderEvent = OrderPlaced | OrderCancelled;

export interface OrderPlaced {
  readonly type: "OrderPlaced";
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
}

export interface OrderCancelled {
  readonly type: "OrderCancelled";
  readonly reason: string;
}

/** Rejections: why Order refuses a command. */
export type OrderRejection = OrderAlreadyPlaced | OrderNotPlaced;

export interface OrderAlreadyPlaced {
  readonly type: "OrderAlreadyPlaced";
}

export interface OrderNotPlaced {
  readonly type: "OrderNotPlaced";
}

export interface OrderLine {
  readonly sku: string;
  readonly quantity: number;
}
