/** Commands: what Order can be asked to do. */
export type OrderCommand = PlaceOrder | AddLine | CancelOrder | AddNote | BreakOrder;

export interface PlaceOrder {
  readonly type: "PlaceOrder";
  readonly customerId: string;
  readonly skus: readonly string[];
}

export interface AddLine {
  readonly type: "AddLine";
  readonly sku: string;
}

export interface CancelOrder {
  readonly type: "CancelOrder";
  readonly reason: string;
}

export interface AddNote {
  readonly type: "AddNote";
  readonly text: string;
}

export interface BreakOrder {
  readonly type: "BreakOrder";
  readonly how: string;
}

/** Events: what has happened to Order. They are stored for good: only add to them. */
export type OrderEvent = OrderPlaced | LineAdded | OrderCancelled | NoteAdded;

export interface OrderPlaced {
  readonly type: "OrderPlaced";
  readonly customerId: string;
}

export interface LineAdded {
  readonly type: "LineAdded";
  readonly sku: string;
}

export interface OrderCancelled {
  readonly type: "OrderCancelled";
  readonly reason: string;
}

export interface NoteAdded {
  readonly type: "NoteAdded";
  readonly text: string;
}

/** Rejections: why Order refuses a command. */
export type OrderRejection = OrderAlreadyPlaced | OrderNotPlaced | OrderIsCancelled;

export interface OrderAlreadyPlaced {
  readonly type: "OrderAlreadyPlaced";
}

export interface OrderNotPlaced {
  readonly type: "OrderNotPlaced";
}

export interface OrderIsCancelled {
  readonly type: "OrderIsCancelled";
}
