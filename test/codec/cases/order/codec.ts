// Derived from messages.ts: edit that file, then run `npm run generate` to refresh this one.
import {
  checkArray,
  checkIsoDateTime,
  checkNoOthers,
  checkNumber,
  checkOneOf,
  checkString,
  type Decoded,
  decodeStrictly,
  decodeTolerantly,
  type Fields,
  inside,
  isObject,
  type Key,
  type Place,
} from "../../../../runtime/decode.ts";
import type { OrderCommand, OrderEvent, OrderRejection } from "./messages.ts";

export function decodeOrderCommand(input: unknown): Decoded<OrderCommand> {
  return decodeStrictly(input, checkOrderCommand);
}

export function decodeOrderEvent(input: unknown): Decoded<OrderEvent> {
  return decodeTolerantly(input, checkOrderEvent);
}

export function decodeOrderRejection(input: unknown): Decoded<OrderRejection> {
  return decodeTolerantly(input, checkOrderRejection);
}

function checkOrderCommand(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "PlaceOrder":
      checkPlaceOrder(value, at);
      break;
    case "CancelOrder":
      checkCancelOrder(value, at);
      break;
    case "ConfirmOrder":
      checkConfirmOrder(value, at);
      break;
    default:
      checkOneOf(value.type, at, "type", ["PlaceOrder", "CancelOrder", "ConfirmOrder"]);
  }
}

function checkPlaceOrder(value: Fields, at: Place): void {
  checkString(value.customerId, at, "customerId");
  checkArray(value.lines, at, "lines", checkOrderLine);
  if (value.note !== undefined) checkString(value.note, at, "note");
  checkNoOthers(value, at, ["type", "customerId", "lines", "note"]);
}

function checkOrderLine(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkString(value.sku, at, "sku");
  checkNumber(value.quantity, at, "quantity");
  checkNoOthers(value, at, ["sku", "quantity"]);
}

function checkCancelOrder(value: Fields, at: Place): void {
  checkOneOf(value.reason, at, "reason", ["changed-mind", "out-of-stock"]);
  checkNoOthers(value, at, ["type", "reason"]);
}

function checkConfirmOrder(value: Fields, at: Place): void {
  checkNoOthers(value, at, ["type"]);
}

function checkOrderEvent(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "OrderPlaced":
      checkOrderPlaced(value, at);
      break;
    case "OrderCancelled":
      break;
    default:
      checkOneOf(value.type, at, "type", ["OrderPlaced", "OrderCancelled"]);
  }
}

function checkOrderPlaced(value: Fields, at: Place): void {
  checkIsoDateTime(value.at, at, "at");
  checkArray(value.lines, at, "lines", checkOrderLine);
}

function checkOrderRejection(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "OrderAlreadyPlaced":
      break;
    default:
      checkOneOf(value.type, at, "type", ["OrderAlreadyPlaced"]);
  }
}
