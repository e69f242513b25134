import { accept, type Decider, reject } from "../../../runtime/decider.ts";
import type { ParcelCommand, ParcelEvent, ParcelRejection } from "./messages.ts";

type ParcelState = "new" | "packed" | "shipped";

/** Shares the command AddNote and the event NoteAdded, by name and shape, with Order. */
export const parcel: Decider<ParcelState, ParcelCommand, ParcelEvent, ParcelRejection> = {
  initialState: "new",

  decide(command, state) {
    switch (command.type) {
      case "PackParcel":
        if (state === "shipped") return reject({ type: "ParcelAlreadyShipped" });
        return accept({ type: "ParcelPacked", weight: command.weight });
      case "ShipParcel":
        if (state === "new") return reject({ type: "ParcelNotPacked" });
        if (state === "shipped") return reject({ type: "ParcelAlreadyShipped" });
        return accept({ type: "ParcelShipped", carrier: command.carrier });
      case "AddNote":
        return accept({ type: "NoteAdded", text: command.text });
    }
  },

  evolve(state, event) {
    switch (event.type) {
      case "ParcelPacked":
        return "packed";
      case "ParcelShipped":
        return "shipped";
      case "NoteAdded":
        return state;
    }
  },
};
