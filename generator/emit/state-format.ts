/** Counts up when what the generator remembers of an app changes its shape. */
export const stateFormat = 1;
