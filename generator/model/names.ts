/** `OrderSummary` → `order-summary`, `HTTPServer` → `http-server`, `My shop_2` → `my-shop-2`. */
export function kebabCase(name: string): string {
  return name
    .replace(/([A-Z]+)([A-Z][a-z])/g, "$1-$2")
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase();
}

/** `order-summary` and `orderSummary` → `OrderSummary`; what is in PascalCase stays as it is. */
export function pascalCase(name: string): string {
  return name
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.slice(0, 1).toUpperCase() + word.slice(1))
    .join("");
}

/** `OrderSummary` → `orderSummary`, `HTTPServer` → `httpServer`. */
export function camelCase(name: string): string {
  const [first = "", ...rest] = kebabCase(name).split("-");
  return first + rest.map(pascalCase).join("");
}

/** What two names share that file systems or AWS cannot tell apart. */
export function caselessName(name: string): string {
  return name.toLowerCase();
}

export function isPascalCase(name: string): boolean {
  return /^[A-Z][A-Za-z0-9]*$/.test(name);
}

export function isKebabCase(name: string): boolean {
  return /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name);
}
