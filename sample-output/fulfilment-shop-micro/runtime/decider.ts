/** What `decide` answers: the events that happen, or why nothing does. */
export type Decision<Event, Rejection> =
  | { readonly outcome: "accepted"; readonly events: readonly Event[] }
  | { readonly outcome: "rejected"; readonly rejection: Rejection };

/** The whole behaviour of an aggregate, as pure functions. */
export interface Decider<State, Command, Event, Rejection> {
  readonly initialState: State;
  /** Must not read clocks, random numbers or other services: a conflict runs it again. */
  readonly decide: (command: Command, state: State) => Decision<Event, Rejection>;
  readonly evolve: (state: State, event: Event) => State;
}

export function accept<Event>(...events: readonly Event[]): Decision<Event, never> {
  return { outcome: "accepted", events };
}

export function reject<Rejection>(rejection: Rejection): Decision<never, Rejection> {
  return { outcome: "rejected", rejection };
}
