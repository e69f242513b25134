// Derived from messages.ts: edit that file, then run `npm run generate` to refresh this one.
import {
  checkNoOthers,
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
import type { ShipmentCommand, ShipmentEvent } from "./messages.ts";

export function decodeShipmentCommand(input: unknown): Decoded<ShipmentCommand> {
  return decodeStrictly(input, checkShipmentCommand);
}

export function decodeShipmentEvent(input: unknown): Decoded<ShipmentEvent> {
  return decodeTolerantly(input, checkShipmentEvent);
}

function checkShipmentCommand(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "ScheduleShipment":
      checkScheduleShipment(value, at);
      break;
    case "DispatchShipment":
      checkDispatchShipment(value, at);
      break;
    default:
      checkOneOf(value.type, at, "type", ["ScheduleShipment", "DispatchShipment"]);
  }
}

function checkScheduleShipment(value: Fields, at: Place): void {
  checkString(value.orderId, at, "orderId");
  checkNoOthers(value, at, ["type", "orderId"]);
}

function checkDispatchShipment(value: Fields, at: Place): void {
  checkString(value.carrier, at, "carrier");
  checkNoOthers(value, at, ["type", "carrier"]);
}

function checkShipmentEvent(value: unknown, parent: Place, key: Key): void {
  if (!isObject(value, parent, key)) return;
  const at = inside(parent, key);
  switch (value.type) {
    case "ShipmentScheduled":
      checkShipmentScheduled(value, at);
      break;
    case "ShipmentDispatched":
      checkShipmentDispatched(value, at);
      break;
    default:
      checkOneOf(value.type, at, "type", ["ShipmentScheduled", "ShipmentDispatched"]);
  }
}

function checkShipmentScheduled(value: Fields, at: Place): void {
  checkString(value.orderId, at, "orderId");
}

function checkShipmentDispatched(value: Fields, at: Place): void {
  checkString(value.carrier, at, "carrier");
}
