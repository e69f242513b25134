import type { ts } from "ts-morph";
import { imports as namedImports } from "../emit/code-text.ts";
import type { Source } from "./parse.ts";
import type { Piece } from "./pieces.ts";

/** One local name of an import. */
export interface Binding {
  readonly module: string;
  /** Name in the module, `default` or `*`. */
  readonly imported: string;
  readonly local: string;
  /** `import { type Name }`. */
  readonly type: boolean;
}

export interface ImportStatement {
  readonly module: string;
  /** Comments above it. */
  readonly lead: string;
  /** As it stands in its file, or `undefined` where it has to be put together. */
  readonly code: string | undefined;
  /** None: the module is imported for its effects. */
  readonly bindings: readonly Binding[];
  /** `import type`. */
  readonly typeOnly: boolean;
  /** ` with { type: "json" }`. */
  readonly attributes: string;
}

export function readImport(
  { typescript }: Source,
  { node, lead, code }: Piece<ts.ImportDeclaration>,
): ImportStatement {
  const module = (node.moduleSpecifier as ts.StringLiteral).text;
  const { importClause: clause } = node;
  const typeOnly = clause?.isTypeOnly ?? false;
  const bindings: Binding[] = [];
  if (clause?.name !== undefined) {
    bindings.push({ module, imported: "default", local: clause.name.text, type: false });
  }
  const named = clause?.namedBindings;
  if (named !== undefined && typescript.isNamespaceImport(named)) {
    bindings.push({ module, imported: "*", local: named.name.text, type: false });
  } else if (named !== undefined) {
    for (const { name, propertyName, isTypeOnly } of named.elements) {
      const imported = propertyName?.text ?? name.text;
      bindings.push({ module, imported, local: name.text, type: isTypeOnly });
    }
  }
  const attributes = node.attributes === undefined ? "" : ` ${node.attributes.getText()}`;
  return { module, lead, code, bindings, typeOnly, attributes };
}

/** What a name stands for, wherever it is imported. */
export function bindingIdentity({ module, imported }: Binding): string {
  return `import ${imported} from ${module}`;
}

/** The same module imported in the same way, so that names can be added. */
export function isSameKind(a: ImportStatement, b: ImportStatement): boolean {
  return (
    a.module === b.module &&
    a.typeOnly === b.typeOnly &&
    a.attributes === b.attributes &&
    [...a.bindings, ...b.bindings].every(({ imported }) => imported !== "*")
  );
}

export function hasSameNames(a: ImportStatement, b: ImportStatement): boolean {
  const names = ({ bindings }: ImportStatement) =>
    bindings
      .map(({ imported, local, type }) => `${imported} ${local} ${type}`)
      .sort()
      .join();
  return isSameKind(a, b) && names(a) === names(b);
}

/** The statement's text; laid out as emitted code is where the names are not the user's own set. */
export function importText(statement: ImportStatement): string {
  if (statement.code !== undefined) return statement.lead + statement.code;
  const { module, lead, bindings, typeOnly, attributes } = statement;
  const one = (imported: string) => bindings.find((binding) => binding.imported === imported);
  const names = bindings
    .filter(({ imported }) => imported !== "default" && imported !== "*")
    .map(({ imported, local, type }) => {
      const name = imported === local ? local : `${imported} as ${local}`;
      return type || typeOnly ? `type ${name}` : name;
    });
  const [whole, namespace] = [one("default")?.local, one("*")?.local];
  let code: string;
  if (whole === undefined && namespace === undefined) {
    code = namedImports([{ names, from: module }]);
  } else {
    const parts = [
      ...(whole === undefined ? [] : [whole]),
      ...(namespace === undefined ? [] : [`* as ${namespace}`]),
      ...(names.length === 0 ? [] : [`{ ${names.join(", ")} }`]),
    ];
    code = `import ${typeOnly ? "type " : ""}${parts.join(", ")} from "${module}";`;
  }
  return `${lead}${code.replace(/;$/, `${attributes};`)}\n`;
}
