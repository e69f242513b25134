import type { ts } from "ts-morph";
import { isInheritedName } from "./property-names.ts";
import { discriminator } from "./type-model.ts";
import { adviceForGlobals } from "./type-problems.ts";
import { type Reading, type Refusal, textOf } from "./type-reading.ts";

export const refusalOfDepth: Refusal = {
  type: "",
  message: "the types nest without end",
  advice: "look for a generic type that contains itself with another type argument",
};

/** Why an object type, if so, is no plain data. */
export function refusalOfInstance(reading: Reading, type: ts.Type): Refusal | undefined {
  const { SignatureKind, SymbolFlags } = reading.typescript;
  const { checker, isGlobal } = reading.compiled;
  const signatures = [SignatureKind.Call, SignatureKind.Construct].flatMap((kind) =>
    checker.getSignaturesOfType(type, kind),
  );
  if (signatures.length > 0) {
    const text = textOf(reading, type);
    const message = `${text} is a function, which JSON cannot hold`;
    return { type: text, message, advice: "leave it out: a message is data" };
  }
  const symbol = type.getSymbol();
  if (symbol === undefined || checker.isArrayType(type) || checker.isTupleType(type)) {
    return undefined;
  }
  const isPlatform = Boolean(symbol.flags & SymbolFlags.Interface) && isGlobal(symbol);
  if (!isPlatform && !(symbol.flags & SymbolFlags.Class)) return undefined;
  const advice = isPlatform ? adviceForGlobals.get(symbol.name) : undefined;
  const text = textOf(reading, type);
  return {
    type: text,
    message: `${text} is a class instance, which JSON cannot hold`,
    advice: advice ?? "use an interface of plain fields",
  };
}

export function refusalOfName(name: string): Refusal | undefined {
  // How the compiler spells a property whose key is a symbol.
  if (name.startsWith("__@")) {
    const symbolName = name.slice(3).replace(/@.*/, "");
    return {
      type: `[${symbolName}]`,
      message: `the key [${symbolName}] is a symbol, which JSON cannot hold`,
      advice: "use a string as key",
    };
  }
  if (!isInheritedName(name)) return undefined;
  return {
    type: name,
    message: `every object inherits ${name}, so that its absence would not be noticed`,
    advice: "choose another name",
  };
}

/** Why a type that is neither an object nor a union, nor anything JSON has, cannot be checked. */
export function refusalOfPrimitive(reading: Reading, type: ts.Type, node: ts.Node): Refusal {
  const { TypeFlags } = reading.typescript;
  const text = textOf(reading, type);
  const is = (flags: ts.TypeFlags) => Boolean(type.flags & flags);
  if (is(TypeFlags.Any) && (type as { intrinsicName?: string }).intrinsicName !== "any") {
    const written = type.aliasSymbol?.name ?? node.getText();
    return {
      type: written,
      message: `${written} is not declared in the app`,
      advice: "declare it in the messages file or import it from another file of the app",
    };
  }
  if (is(TypeFlags.Any | TypeFlags.Unknown | TypeFlags.NonPrimitive)) {
    return {
      type: text,
      message: `${text} admits anything, so that nothing could be checked`,
      advice: "name the fields, or use a string that holds JSON",
    };
  }
  if (is(TypeFlags.EnumLike)) {
    return {
      type: node.getText(),
      message: "an enum is code, which a type that is erased cannot be",
      advice: "use a union of string literals",
    };
  }
  if (is(TypeFlags.Undefined | TypeFlags.Void)) {
    return {
      type: text,
      message: `JSON has no ${text}`,
      advice: "use null, or an optional property",
    };
  }
  if (is(TypeFlags.Never)) {
    return { type: text, message: "no value is of type never", advice: "leave the property out" };
  }
  if (is(TypeFlags.BigIntLike)) {
    return { type: text, message: `JSON cannot hold a ${text}`, advice: "use a string of digits" };
  }
  if (is(TypeFlags.ESSymbolLike)) {
    return { type: text, message: "JSON cannot hold a symbol", advice: "use string" };
  }
  if (is(TypeFlags.TemplateLiteral | TypeFlags.StringMapping)) {
    return {
      type: text,
      message: `the pattern ${text} is not checked`,
      advice: "use string, or a union of string literals",
    };
  }
  return {
    type: text,
    message: `${text} is not known before its type arguments are`,
    advice: "give it type arguments",
  };
}

export function refusalOfMember(reading: Reading, type: ts.Type): Refusal {
  const text = textOf(reading, type);
  return {
    type: text,
    message: `${text} cannot be told from other members of a union`,
    advice: `give it a required property \`${discriminator}\` of one string literal`,
  };
}

export function refusalOfEmpty(reading: Reading, type: ts.Type): Refusal {
  const text = textOf(reading, type);
  return {
    type: text,
    message: `${text} has no properties, so that it would admit anything`,
    advice: "name its properties, or leave it out",
  };
}

export function refusalOfKeys(reading: Reading, type: ts.Type): Refusal {
  const text = textOf(reading, type);
  return {
    type: text,
    message: `${text} has keys other than any string`,
    advice: "use Record<string, …>, in a property of its own",
  };
}
