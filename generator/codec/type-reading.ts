import { isDeepStrictEqual } from "node:util";
import type { ts } from "ts-morph";
import type { CompiledMessages, TypeScript } from "./compile-messages.ts";
import { pascalCase } from "./property-names.ts";
import type { Literal, MessageModel, TypeModel } from "./type-model.ts";
import type { TypeProblem } from "./type-problems.ts";

/** One messages file being read: what was found so far. */
export interface Reading {
  readonly typescript: TypeScript;
  readonly compiled: CompiledMessages;
  readonly problems: TypeProblem[];
  /** In the order of first use; undefined while a type is being read, which is how recursion ends. */
  readonly types: Map<string, TypeModel | undefined>;
  readonly names: Map<ts.Type, string>;
  /** Unnamed types being read at the moment, since the last named one. */
  readonly open: Set<ts.Type>;
}

/** Where in the messages a type stands, and the nearest piece of source that mentions it. */
export interface Place {
  readonly path: string;
  /** The number of steps in the path. */
  readonly depth: number;
  readonly node: ts.Node;
}

export interface Refusal {
  readonly type: string;
  readonly message: string;
  readonly advice: string;
}

/** Stands for what was refused; a codec is never rendered from it. */
const refusedType: TypeModel = { kind: "literals", values: [] };

export function newReading(typescript: TypeScript, compiled: CompiledMessages): Reading {
  return {
    typescript,
    compiled,
    problems: [],
    types: new Map(),
    names: new Map(),
    open: new Set(),
  };
}

/** Notes a problem and answers a stand-in, so that reading goes on and finds the others. */
export function refuse(reading: Reading, place: Place, refusal: Refusal): TypeModel {
  const problem = problemAt(place, refusal);
  const isKnown = reading.problems.some((known) => isDeepStrictEqual(known, problem));
  if (!isKnown) reading.problems.push(problem);
  return refusedType;
}

function problemAt(place: Place, refusal: Refusal): TypeProblem {
  const sourceFile = place.node.getSourceFile();
  const start = sourceFile.getLineAndCharacterOfPosition(place.node.getStart());
  return {
    file: sourceFile.fileName,
    line: start.line + 1,
    column: start.character + 1,
    path: place.path,
    ...refusal,
  };
}

export function textOf(reading: Reading, type: ts.Type): string {
  const text = reading.compiled.checker.typeToString(type);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

export function inside(place: Place, step: string): Place {
  return { path: place.path + step, depth: place.depth + 1, node: place.node };
}

export function literalOf(reading: Reading, type: ts.Type): Literal | undefined {
  const { TypeFlags } = reading.typescript;
  if (type.flags & TypeFlags.EnumLike) return undefined;
  if (type.isStringLiteral() || type.isNumberLiteral()) return type.value;
  if (type.flags & TypeFlags.BooleanLiteral) return textOf(reading, type) === "true";
  return type.flags & TypeFlags.Null ? null : undefined;
}

export function declarationOf(type: ts.Type): ts.Declaration | undefined {
  return (type.aliasSymbol ?? type.getSymbol())?.declarations?.[0];
}

/** The name a type was declared by, with those of its type arguments: `Page<OrderLine>` is `PageOrderLine`. */
export function declaredName(reading: Reading, type: ts.Type): string | undefined {
  const { typescript, compiled } = reading;
  if (type.aliasSymbol !== undefined && !compiled.isGlobal(type.aliasSymbol)) {
    return nameWithArguments(reading, type.aliasSymbol, type.aliasTypeArguments ?? []);
  }
  const symbol = type.getSymbol();
  if (symbol === undefined || compiled.isGlobal(symbol)) return undefined;
  if (!(symbol.flags & typescript.SymbolFlags.Interface)) return undefined;
  const { target } = type as ts.TypeReference;
  const count = target?.typeParameters?.length ?? 0;
  const typeArguments =
    count === 0 ? [] : compiled.checker.getTypeArguments(type as ts.TypeReference).slice(0, count);
  return nameWithArguments(reading, symbol, typeArguments);
}

function nameWithArguments(
  reading: Reading,
  symbol: ts.Symbol,
  typeArguments: readonly ts.Type[],
): string {
  const parts = typeArguments.map(
    (argument) => declaredName(reading, argument) ?? pascalCase(textOf(reading, argument)),
  );
  return symbol.name + parts.join("");
}

/** Keeps a name for a type, numbered if another type has it already. */
export function claimName(reading: Reading, type: ts.Type, wanted: string): string {
  let name = wanted;
  for (let number = 2; reading.types.has(name); number += 1) name = `${wanted}${number}`;
  reading.types.set(name, undefined);
  if (!reading.names.has(type)) reading.names.set(type, name);
  return name;
}

export function modelOf(reading: Reading): MessageModel {
  const types = [...reading.types].map(([name, type]) => {
    if (type === undefined) throw new Error(`The type ${name} was never read to its end.`);
    return { name, type };
  });
  return { types };
}
