import type { ts } from "ts-morph";
import type { TypeScript } from "./parse.ts";

/** Names that a statement declares for the statements around it. */
export function declaredNames(typescript: TypeScript, statement: ts.Node): readonly string[] {
  if (typescript.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => bound(typescript, name));
  }
  if (
    typescript.isFunctionDeclaration(statement) ||
    typescript.isClassDeclaration(statement) ||
    typescript.isInterfaceDeclaration(statement) ||
    typescript.isTypeAliasDeclaration(statement) ||
    typescript.isEnumDeclaration(statement)
  ) {
    return statement.name === undefined ? [] : [statement.name.text];
  }
  return [];
}

function bound(typescript: TypeScript, name: ts.BindingName): readonly string[] {
  if (typescript.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) =>
    typescript.isBindingElement(element) ? bound(typescript, element.name) : [],
  );
}

/**
 * Names that a node takes from around it, of values and of types. Parameters, type parameters and
 * variables of inner blocks are not among them. One node inside can be left out.
 */
export function usedNames(
  typescript: TypeScript,
  root: ts.Node,
  except?: ts.Node,
): ReadonlySet<string> {
  const used = new Set<string>();
  visit(root, new Set());
  return used;

  function visit(node: ts.Node, outer: ReadonlySet<string>): void {
    if (node === except) return;
    const own = namesInside(node);
    const hidden = own.length === 0 ? outer : new Set([...outer, ...own]);
    if (typescript.isIdentifier(node)) {
      if (!hidden.has(node.text) && !isMemberName(typescript, node)) used.add(node.text);
      return;
    }
    typescript.forEachChild(node, (child) => visit(child, hidden));
  }

  function namesInside(node: ts.Node): readonly string[] {
    if (typescript.isBlock(node)) {
      return node.statements.flatMap((each) => declaredNames(typescript, each));
    }
    if (!typescript.isFunctionLike(node)) return [];
    return [
      ...node.parameters.flatMap(({ name }) => bound(typescript, name)),
      ...(node.typeParameters ?? []).map(({ name }) => name.text),
    ];
  }
}

/** `b` in `a.b`, `{ b: 1 }`, `const { b: c }` and `interface A { b: string }`. */
function isMemberName(typescript: TypeScript, node: ts.Identifier): boolean {
  const { parent } = node;
  if (typescript.isPropertyAccessExpression(parent)) return parent.name === node;
  if (typescript.isQualifiedName(parent)) return parent.right === node;
  if (typescript.isBindingElement(parent)) return parent.propertyName === node;
  if (typescript.isShorthandPropertyAssignment(parent)) return false;
  return (
    (typescript.isObjectLiteralElement(parent) ||
      typescript.isTypeElement(parent) ||
      typescript.isClassElement(parent) ||
      typescript.isEnumMember(parent)) &&
    parent.name === node
  );
}
