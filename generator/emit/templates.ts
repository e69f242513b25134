import { readFileSync } from "node:fs";
import { join } from "node:path";
import Handlebars from "handlebars";

/**
 * Renders the template `templates/<name>.hbs`. In the built program this module is replaced by one
 * that holds all templates compiled (see `build.ts`), so that neither reading nor compiling is paid
 * at start.
 */
export function renderTemplate(name: string, view: object): string {
  let template = compiled.get(name);
  if (template === undefined) {
    template = Handlebars.compile(readTemplate(name), templateOptions);
    compiled.set(name, template);
  }
  return template(view);
}

/** Output is no HTML; misspelt names throw. */
export const templateOptions = { noEscape: true, strict: true, knownHelpersOnly: true };

const compiled = new Map<string, HandlebarsTemplateDelegate>();

function readTemplate(name: string): string {
  return readFileSync(join(import.meta.dirname, "../../templates", `${name}.hbs`), "utf8");
}
