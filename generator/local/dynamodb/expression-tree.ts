import type { StoredValue } from "./attribute-types.ts";

/** Attribute names and list indexes from the item down, e.g. `["lines", 0, "price"]`. */
export type DocumentPath = readonly (string | number)[];

/** An operand as written: names and values are still references (`#name`, `:value`). */
export type ParsedOperand =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly reference: string }
  | ParsedCall;

export interface ParsedCall {
  readonly kind: "call";
  readonly name: string;
  readonly operands: readonly ParsedOperand[];
}

/** An operand ready for evaluation. */
export type Operand =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly value: StoredValue }
  | { readonly kind: "size"; readonly operand: Operand };

export type Comparator = "=" | "<>" | "<" | "<=" | ">" | ">=";

/** The shape of a condition over either kind of operand; `Call` is how functions appear in it. */
type ConditionOf<AnyOperand, Call> =
  | {
      readonly kind: "compare";
      readonly comparator: Comparator;
      readonly left: AnyOperand;
      readonly right: AnyOperand;
    }
  | {
      readonly kind: "between";
      readonly operand: AnyOperand;
      readonly low: AnyOperand;
      readonly high: AnyOperand;
    }
  | {
      readonly kind: "in";
      readonly operand: AnyOperand;
      readonly candidates: readonly AnyOperand[];
    }
  | {
      readonly kind: "and" | "or";
      readonly left: ConditionOf<AnyOperand, Call>;
      readonly right: ConditionOf<AnyOperand, Call>;
    }
  | { readonly kind: "not"; readonly condition: ConditionOf<AnyOperand, Call> }
  | Call;

export type ParsedCondition = ConditionOf<ParsedOperand, ParsedCall>;

export type ConditionFunction =
  | "attribute_exists"
  | "attribute_not_exists"
  | "attribute_type"
  | "begins_with"
  | "contains";

export interface FunctionCondition {
  readonly kind: "function";
  readonly name: ConditionFunction;
  readonly operands: readonly Operand[];
}

/** A condition ready for evaluation against an item. */
export type Condition = ConditionOf<Operand, FunctionCondition>;

/** The right side of `SET path = …` as written. */
export type ParsedSetValue =
  | ParsedOperand
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-";
      readonly left: ParsedOperand;
      readonly right: ParsedOperand;
    };

export type ParsedUpdateAction =
  | { readonly kind: "set"; readonly path: DocumentPath; readonly value: ParsedSetValue }
  | { readonly kind: "remove"; readonly path: DocumentPath }
  | { readonly kind: "add" | "delete"; readonly path: DocumentPath; readonly reference: string };

/** A value to set, ready for evaluation. */
export type SetValue =
  | { readonly kind: "path"; readonly path: DocumentPath }
  | { readonly kind: "value"; readonly value: StoredValue }
  | { readonly kind: "ifNotExists"; readonly path: DocumentPath; readonly fallback: SetValue }
  | { readonly kind: "listAppend"; readonly first: SetValue; readonly second: SetValue }
  | {
      readonly kind: "arithmetic";
      readonly operator: "+" | "-";
      readonly left: SetValue;
      readonly right: SetValue;
    };

/** One clause of an update, ready for evaluation. */
export type UpdateAction =
  | { readonly kind: "set"; readonly path: DocumentPath; readonly value: SetValue }
  | { readonly kind: "remove"; readonly path: DocumentPath }
  | { readonly kind: "add" | "delete"; readonly path: DocumentPath; readonly value: StoredValue };
