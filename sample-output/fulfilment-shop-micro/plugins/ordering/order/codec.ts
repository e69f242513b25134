// Derived from messages.ts: edit that file, then run `npm run generate` to refresh this one.
import {
  checkArray,
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
} from "../../../runtime/decode.ts";
import type { OrderCommand, OrderEvent } from "./messages.ts";

export function decodeOrderCommand(input: unknown): Decoded<OrderCommand> {
  return decodeStrictly(input, checkOrderCommand);
}

export function decodeOrderEvent(input: unknown): Decoded<OrderEvent> {
  return decodeTolerantly(input, checkOrderEvent);
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
    default:
      checkOneOf(value.type, at, "type", ["PlaceOrder", "CancelOrder"]);
  }
}

function checkPlaceOrder(value: Fields, at: Place): void {
  checkString(value.customerId, at, "customerId");
  checkArray(value.lines, at, "lines", checkOrderLine);
  checkNoOthers(value, at, ["type", "customerId", "lines"]);
}

function checkOrderLine(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  checkString(value.sku, at, "sku");
  checkNumber(value.quantity, at, "quantity");
  checkNoOthers(value, at, ["sku", "quantity"]);
}

function checkCancelOrder(value: Fields, at: Place): void {
  checkString(value.reason, at, "reason");
  checkNoOthers(value, at, ["type", "reason"]);
}

function checkOrderEvent(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "OrderPlaced":
      checkOrderPlaced(value, at);
      break;
    case "OrderCancelled":
      checkOrderCancelled(value, at);
      break;
    default:
      checkOneOf(value.type, at, "type", ["OrderPlaced", "OrderCancelled"]);
  }
}

function checkOrderPlaced(value: Fields, at: Place): void {
  checkString(value.customerId, at, "customerId");
  checkArray(value.lines, at, "lines", checkOrderLine);
}

function checkOrderCancelled(value: Fields, at: Place): void {
  checkString(value.reason, at, "reason");
}
