import { stringLiteral } from "./literals.ts";

const inheritedNames: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** `constructor`, `__proto__`, …: where such a property is absent, reading it answers what all objects inherit. */
export function isInheritedName(name: string): boolean {
  return inheritedNames.has(name);
}

export function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) > 0x7f) return false;
  }
  return true;
}

/** Compiling the classes of all letters takes milliseconds, so only for names that have others than ASCII's. */
export function isIdentifier(name: string): boolean {
  return isAscii(name)
    ? /^[A-Za-z_$][\w$]*$/.test(name)
    : /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u.test(name);
}

/** As it stands before the colon of an object literal or an interface member. */
export function propertyName(name: string): string {
  return isIdentifier(name) ? name : stringLiteral(name);
}

/** As it stands behind an expression. */
export function propertyAccess(name: string): string {
  return isIdentifier(name) ? `.${name}` : `[${stringLiteral(name)}]`;
}

/** `shipping-address` and `shippingAddress` become `ShippingAddress`. */
export function pascalCase(name: string): string {
  return name
    .split(isAscii(name) ? /[^\w$]+/ : /[^\p{ID_Continue}$]+/u)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}
