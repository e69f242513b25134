import { type CheckPlan, functionFor, use } from "./check-plan.ts";
import { type Call, guardedCallLines } from "./layout.ts";
import { literalText, sortedLiterals, stringLiteral } from "./literals.ts";
import { jsonKinds, type LeafType, type Literal, type TypeModel } from "./type-model.ts";

/** How the runtime checks a leaf and what it says is expected. */
const leafChecks = {
  string: { callee: "checkString", expected: "string" },
  number: { callee: "checkNumber", expected: "number" },
  boolean: { callee: "checkBoolean", expected: "boolean" },
  isoDate: { callee: "checkIsoDate", expected: "date such as 2026-11-24" },
  isoDateTime: {
    callee: "checkIsoDateTime",
    expected: "date-time such as 2026-11-24T09:30:00Z",
  },
} as const;

/** An expression in the code being rendered, with the place it came from. */
export interface Subject {
  readonly type: TypeModel;
  readonly expression: string;
  readonly at: string;
  readonly key: string;
  readonly hint: string;
  readonly strict: boolean;
}

/** The check of one value, as a statement `depth` levels deep. */
export function statementLines(
  plan: CheckPlan,
  subject: Subject,
  depth: number,
  conditions: readonly string[] = [],
): string[] {
  const { type, expression } = subject;
  const leaf = nullableLeaf(type);
  if (leaf === undefined) return guardedCallLines(conditions, callOf(plan, subject), depth);
  const call = callOf(plan, { ...subject, type: leaf });
  const expected = stringLiteral(`${leafChecks[leaf.kind].expected} or null`);
  return guardedCallLines(
    [...conditions, `${expression} !== null`],
    { ...call, arguments: [...call.arguments, expected] },
    depth,
  );
}

function callOf(plan: CheckPlan, subject: Subject): Call {
  const { type, expression, at, key, hint, strict } = subject;
  const place = [expression, at, key];
  switch (type.kind) {
    case "literals":
      return { callee: use(plan, "checkOneOf"), arguments: [...place, literalTexts(type.values)] };
    case "array": {
      const item = callbackFor(plan, { ...subject, type: type.items, hint: `${hint}Item` });
      return { callee: use(plan, "checkArray"), arguments: [...place, item] };
    }
    case "record": {
      const value = callbackFor(plan, { ...subject, type: type.values, hint: `${hint}Value` });
      return { callee: use(plan, "checkRecord"), arguments: [...place, value] };
    }
    case "string":
    case "number":
    case "boolean":
    case "isoDate":
    case "isoDateTime":
      return { callee: use(plan, leafChecks[type.kind].callee), arguments: place };
    default:
      return { callee: functionFor(plan, { type, form: "value", hint, strict }), arguments: place };
  }
}

/** The name of a function that checks a type: the runtime's own for a leaf. */
function callbackFor(plan: CheckPlan, subject: Subject): string {
  const { type, hint, strict } = subject;
  if (type.kind in leafChecks) return callOf(plan, subject).callee;
  return functionFor(plan, { type, form: "value", hint, strict });
}

/** `string | null` and the like need no switch. */
export function nullableLeaf(type: TypeModel): LeafType | undefined {
  if (type.kind !== "union" || type.members.length !== 2) return undefined;
  const [first, second] = type.members;
  if (first === undefined || second === undefined || !isNull(second)) return undefined;
  return isLeaf(first) ? first : undefined;
}

function isLeaf(type: TypeModel): type is LeafType {
  return type.kind in leafChecks;
}

export function isNull(type: TypeModel): boolean {
  return type.kind === "literals" && type.values.every((value) => value === null);
}

function literalTexts(values: readonly Literal[]): string[] {
  return sortedLiterals(values).map(literalText);
}

/** What is said to be expected where a value is none of these types. */
export function expectedText(plan: CheckPlan, types: readonly TypeModel[]): string {
  const texts = types.flatMap((type) => {
    if (isLeaf(type)) return [leafChecks[type.kind].expected];
    return type.kind === "literals" ? literalTexts(type.values) : [...jsonKinds(type, plan.model)];
  });
  return `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}`;
}
