/** Commands: what Shipment can be asked to do. */
export type ShipmentCommand = ScheduleShipment | DispatchShipment;

export interface ScheduleShipment {
  readonly type: "ScheduleShipment";
  readonly orderId: string;
}

export interface DispatchShipment {
  readonly type: "DispatchShipment";
  readonly carrier: string;
}

/** Events: what has happened to Shipment. They are stored for good: only add to them. */
export type ShipmentEvent = ShipmentScheduled | ShipmentDispatched;

export interface ShipmentScheduled {
  readonly type: "ShipmentScheduled";
  readonly orderId: string;
}

export interface ShipmentDispatched {
  readonly type: "ShipmentDispatched";
  readonly carrier: string;
}

/** Rejections: why Shipment refuses a command. */
export type ShipmentRejection = ShipmentAlreadyScheduled | ShipmentNotScheduled;

export interface ShipmentAlreadyScheduled {
  readonly type: "ShipmentAlreadyScheduled";
}

export interface ShipmentNotScheduled {
  readonly type: "ShipmentNotScheduled";
}
