import type { Decider, Decision } from "./decider.ts";

interface GivenEvents<Command, Event, Rejection> {
  /** Decides the command in the state that the given events lead to. */
  when(command: Command): Decision<Event, Rejection>;
}

/** `given(order, [placed]).when(cancel)`: what the aggregate decides after these events. */
export function given<State, Command, Event, Rejection>(
  decider: Decider<State, Command, Event, Rejection>,
  events: readonly Event[],
): GivenEvents<Command, Event, Rejection> {
  const state = events.reduce(decider.evolve, decider.initialState);
  return { when: (command) => decider.decide(command, state) };
}
