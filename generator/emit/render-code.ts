import { wrapComments } from "./code-text.ts";
import { renderTemplate } from "./templates.ts";

/** A TypeScript file from its template; comments are broken to the width that code keeps to. */
export function renderCode(name: string, view: object): string {
  return wrapComments(renderTemplate(name, view));
}
