/** Commands: what Parcel can be asked to do. */
export type ParcelCommand = PackParcel | ShipParcel | AddNote;

export interface PackParcel {
  readonly type: "PackParcel";
  readonly weight: number;
}

export interface ShipParcel {
  readonly type: "ShipParcel";
  readonly carrier: string;
}

export interface AddNote {
  readonly type: "AddNote";
  readonly text: string;
}

/** Events: what has happened to Parcel. They are stored for good: only add to them. */
export type ParcelEvent = ParcelPacked | ParcelShipped | NoteAdded;

export interface ParcelPacked {
  readonly type: "ParcelPacked";
  readonly weight: number;
}

export interface ParcelShipped {
  readonly type: "ParcelShipped";
  readonly carrier: string;
}

export interface NoteAdded {
  readonly type: "NoteAdded";
  readonly text: string;
}

/** Rejections: why Parcel refuses a command. */
export type ParcelRejection = ParcelNotPacked | ParcelAlreadyShipped;

export interface ParcelNotPacked {
  readonly type: "ParcelNotPacked";
}

export interface ParcelAlreadyShipped {
  readonly type: "ParcelAlreadyShipped";
}
