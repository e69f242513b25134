/* Commands that compare what is with what would be generated: one program, as they share nearly all of it. */

export { check } from "./check.ts";
export { decide } from "./decide.ts";
export { diff } from "./diff.ts";
export { recover } from "./recover.ts";
export { regenerate } from "./regenerate.ts";
export { status } from "./status.ts";
export { undo } from "./undo.ts";
