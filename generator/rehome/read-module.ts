import type { ts } from "ts-morph";
import { declaredNames, usedNames } from "./identifiers.ts";
import { type ImportStatement, readImport } from "./import-statements.ts";
import type { Source } from "./parse.ts";
import { type Piece, pieces } from "./pieces.ts";

/** A statement of a file that is no import. */
export interface Statement {
  /** Comments and empty lines above. */
  readonly lead: string;
  readonly code: string;
  /** What it declares; none for a statement that does something. */
  readonly names: readonly string[];
  /** Names that it takes from around it. */
  readonly uses: ReadonlySet<string>;
  /** An interface or a type. */
  readonly type: boolean;
  readonly node: ts.Node | undefined;
}

/** A file in parts: header, imports, statements, each with its comments. */
export interface Module {
  readonly source: Source;
  /** Comments above everything, with the empty line below them. */
  readonly header: string;
  readonly imports: readonly ImportStatement[];
  readonly statements: readonly Statement[];
}

/** `firstOwn` tells whether the first import is the user's own, so that comments right above are its. */
export function readModule(
  source: Source,
  isOwn: (statement: ImportStatement) => boolean = () => false,
): Module {
  const { typescript, file, text } = source;
  const all = pieces(source, [...file.statements], { from: 0, to: text.length });
  const imports = all.pieces
    .filter((piece): piece is Piece<ts.ImportDeclaration> =>
      typescript.isImportDeclaration(piece.node),
    )
    .map((piece) => readImport(source, piece));
  const [first, ...others] = imports;
  const statements = all.pieces
    .filter(({ node }) => !typescript.isImportDeclaration(node))
    .map((piece) => readStatement(source, piece));
  const rest: Statement[] =
    all.rest.trim() === "" ? [] : [{ ...nothing, lead: "", code: all.rest }];
  if (first === undefined)
    return { source, header: "", imports, statements: [...statements, ...rest] };
  const header = isOwn(first) ? untilEmptyLine(first.lead) : first.lead;
  return {
    source,
    header,
    imports: [{ ...first, lead: first.lead.slice(header.length) }, ...others],
    statements: [...statements, ...rest],
  };
}

const nothing = { names: [], uses: new Set<string>(), type: false, node: undefined };

function readStatement({ typescript }: Source, { node, lead, code }: Piece): Statement {
  return {
    lead,
    code,
    names: declaredNames(typescript, node),
    uses: usedNames(typescript, node),
    type: typescript.isInterfaceDeclaration(node) || typescript.isTypeAliasDeclaration(node),
    node,
  };
}

function untilEmptyLine(lead: string): string {
  const at = lead.lastIndexOf("\n\n");
  return at === -1 ? "" : lead.slice(0, at + 2);
}
