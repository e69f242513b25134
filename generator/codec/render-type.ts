import { literalText } from "./literals.ts";
import type { TypeModel } from "./type-model.ts";

/** A type as TypeScript writes it, on one line. */
export function typeText(type: TypeModel): string {
  switch (type.kind) {
    case "string":
    case "number":
    case "boolean":
      return type.brand ?? type.kind;
    case "isoDate":
      return "IsoDate";
    case "isoDateTime":
      return "IsoDateTime";
    case "reference":
      return type.name;
    case "literals":
      return type.values.map(literalText).join(" | ");
    case "union":
      return type.members.map(typeText).join(" | ");
    case "array":
      return `readonly ${elementText(type.items)}[]`;
    case "tuple":
      return `readonly [${type.items.map(typeText).join(", ")}]`;
    case "record":
      return `Readonly<Record<string, ${typeText(type.values)}>>`;
    default:
      throw new Error(`A type of kind ${type.kind} has a declaration of its own.`);
  }
}

function elementText(type: TypeModel): string {
  return isCompound(type) ? `(${typeText(type)})` : typeText(type);
}

/** Whether `[]` behind it would bind to only a part of it. */
export function isCompound(type: TypeModel): boolean {
  if (type.kind === "literals") return type.values.length > 1;
  return type.kind === "union" || type.kind === "array" || type.kind === "tuple";
}
