import type { ts } from "ts-morph";
import { declaredNames, usedNames } from "./identifiers.ts";
import type { Source } from "./parse.ts";
import { indentationAt, type Member, members, type Piece, pieces } from "./pieces.ts";
import { type Module, readModule, type Statement } from "./read-module.ts";

/** An object literal with the text around it. */
export interface Literal {
  readonly open: string;
  readonly members: readonly Member[];
  readonly close: string;
  /** Spaces before the closing brace. */
  readonly room: string;
}

/** `const orderFunction = hostFunction(context, { … });` */
export interface Host extends Literal {
  readonly kind: "host";
  readonly variable: string;
  /** `name` as it is written. */
  readonly name: string;
  /** `order.commandTopic`. */
  readonly units: readonly string[];
  readonly lead: string;
}

/** Any other statement of `createFunctions`. */
export interface Step {
  /** `allowApi(api, orderFunction);`, the result, or what a person added. */
  readonly kind: "api" | "return" | "own";
  readonly lead: string;
  readonly code: string;
  /** The function that may be called through the API. */
  readonly variable: string;
  readonly names: readonly string[];
  readonly uses: ReadonlySet<string>;
  readonly literal: Literal | undefined;
}

export interface CreateFunctions {
  readonly statement: Statement;
  /** Up to the body's opening brace and the end of its line. */
  readonly open: string;
  readonly steps: readonly (Host | Step)[];
  readonly close: string;
}

export interface FunctionsFile extends Module {
  readonly timeouts: Literal | undefined;
  readonly create: CreateFunctions | undefined;
}

export function readFunctionsFile(
  source: Source,
  isOwn?: Parameters<typeof readModule>[1],
): FunctionsFile {
  const module = readModule(source, isOwn);
  const named = (name: string) => module.statements.find(({ names }) => names.includes(name));
  const timeouts = named("timeouts");
  const create = named("createFunctions");
  return {
    ...module,
    timeouts: timeouts?.node && readLiteral(source, { node: timeouts.node, code: timeouts.code }),
    create: create && readCreate(source, create),
  };
}

function readCreate(source: Source, statement: Statement): CreateFunctions | undefined {
  const { typescript, text } = source;
  const { node } = statement;
  if (node === undefined || !typescript.isFunctionDeclaration(node) || node.body === undefined) {
    return undefined;
  }
  const start = node.getStart();
  const from = text.indexOf("\n", node.body.getStart()) + 1;
  const { pieces: found, rest } = pieces(source, [...node.body.statements], {
    from,
    to: start + statement.code.length,
  });
  const close = rest.slice(rest.lastIndexOf("}"));
  const comments = rest.slice(0, rest.lastIndexOf("}"));
  const steps = found.map((piece) => readHost(source, piece) ?? readStep(source, piece));
  if (comments.trim() !== "") steps.push({ ...ownStep, lead: "", code: comments });
  return { statement, open: text.slice(start, from), steps, close };
}

const ownStep: Step = {
  kind: "own",
  lead: "",
  code: "",
  variable: "",
  names: [],
  uses: new Set(),
  literal: undefined,
};

function readHost(source: Source, { node, lead, code }: Piece<ts.Statement>): Host | undefined {
  const { typescript } = source;
  const [variable] = declaredNames(typescript, node);
  const isHost = (call: ts.CallExpression) => call.expression.getText() === "hostFunction";
  const literal = readLiteral(source, { node, code }, isHost);
  if (variable === undefined || literal === undefined) return undefined;
  const name = literal.members.find(({ key }) => key === "name")?.text ?? "";
  const units = permissionsOf(source, literal).flatMap(({ key }) => unitOf(key) ?? []);
  return { kind: "host", variable, name, units, lead, ...literal };
}

/** The elements of the property `permissions`. */
export function permissionsOf(source: Source, literal: Literal): readonly Member[] {
  const node = literal.members.find(({ key }) => key === "permissions")?.node;
  const { typescript } = source;
  const value = node && typescript.isPropertyAssignment(node) ? node.initializer : undefined;
  return value && typescript.isArrayLiteralExpression(value) ? members(source, value) : [];
}

/** `order.commandTopic` of `...components.order.permissions.commandTopic`. */
function unitOf(permission: string | undefined): string | undefined {
  const found = /^\.\.\.components\.(\w+)\.permissions\.(\w+)$/.exec(permission ?? "");
  return found === null ? undefined : `${found[1]}.${found[2]}`;
}

function readStep(source: Source, { node, lead, code }: Piece<ts.Statement>): Step {
  const { typescript } = source;
  const step = {
    ...ownStep,
    lead,
    code,
    names: declaredNames(typescript, node),
    uses: usedNames(typescript, node),
  };
  if (typescript.isReturnStatement(node)) {
    return { ...step, kind: "return", literal: readLiteral(source, { node, code }) };
  }
  const variable = /^\s*allowApi\(api, (\w+)\)/.exec(code)?.[1];
  return variable === undefined ? step : { ...step, kind: "api", variable };
}

/** The first object of a statement, or the one that a certain call takes. */
function readLiteral(
  source: Source,
  { node, code }: { readonly node: ts.Node; readonly code: string },
  isCall?: (call: ts.CallExpression) => boolean,
): Literal | undefined {
  const { typescript, text } = source;
  const literal = find(node);
  if (literal === undefined) return undefined;
  const line = indentationAt(source, node.getStart());
  const start = node.getStart() - (code.startsWith(line) ? line.length : 0);
  return {
    open: text.slice(start, literal.getStart()),
    members: members(source, literal),
    close: text.slice(literal.end, start + code.length),
    room: indentationAt(source, literal.getStart()),
  };

  function find(each: ts.Node): ts.ObjectLiteralExpression | undefined {
    if (isCall === undefined && typescript.isObjectLiteralExpression(each)) return each;
    if (isCall !== undefined && typescript.isCallExpression(each) && isCall(each)) {
      return each.arguments.find((argument) => typescript.isObjectLiteralExpression(argument));
    }
    return typescript.forEachChild(each, find);
  }
}

/** The members of a property that is an object itself. */
export function membersWithin(source: Source, { node }: Member): readonly Member[] | undefined {
  const { typescript } = source;
  const value = node && typescript.isPropertyAssignment(node) ? node.initializer : undefined;
  return value && typescript.isObjectLiteralExpression(value) ? members(source, value) : undefined;
}
