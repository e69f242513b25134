import type { ts } from "ts-morph";
import { readType } from "./read-type.ts";
import { readDiscriminated, tagOf } from "./read-union.ts";
import { declarationOf, declaredName, type Reading, refuse } from "./type-reading.ts";

/** Reads one exported union of messages; `never` and a single interface are unions too. */
export function readRoot(reading: Reading, file: string, root: string): void {
  const { checker, program } = reading.compiled;
  const sourceFile = program.getSourceFile(file);
  if (sourceFile === undefined) throw new Error(`${file} is not part of the program.`);
  const symbol = exportedType(reading, sourceFile, root);
  if (symbol === undefined) {
    refuse(
      reading,
      { path: root, depth: 0, node: sourceFile },
      {
        type: root,
        message: `the file does not export a type ${root}`,
        advice: `write \`export type ${root} = …\`, or \`never\` where there are none`,
      },
    );
    return;
  }
  const type = checker.getDeclaredTypeOfSymbol(symbol);
  if (type.isUnion()) reading.names.set(type, root);
  const members = type.isUnion() ? type.types : isNever(reading, type) ? [] : [type];
  const placeOf = (member: ts.Type) => ({
    path: tagOf(reading, member) ?? declaredName(reading, member) ?? root,
    depth: 0,
    node: declarationOf(member) ?? sourceFile,
  });
  reading.types.set(root, readDiscriminated(reading, members, placeOf, readType));
}

function exportedType(
  reading: Reading,
  sourceFile: ts.SourceFile,
  name: string,
): ts.Symbol | undefined {
  const { SymbolFlags } = reading.typescript;
  const { checker } = reading.compiled;
  const moduleSymbol = checker.getSymbolAtLocation(sourceFile);
  const exports = moduleSymbol === undefined ? [] : checker.getExportsOfModule(moduleSymbol);
  const symbol = exports.find((candidate) => candidate.name === name);
  if (symbol === undefined) return undefined;
  const target = symbol.flags & SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
  return target.flags & (SymbolFlags.TypeAlias | SymbolFlags.Interface) ? target : undefined;
}

function isNever(reading: Reading, type: ts.Type): boolean {
  return Boolean(type.flags & reading.typescript.TypeFlags.Never);
}
