import { AwsError } from "../ports.ts";

/** Why one action stopped the transaction; `None` for the others. */
interface CancellationReason {
  readonly Code: string;
  readonly Message?: string;
  readonly Item?: unknown;
}

/** What one action came to: a value, or the reason it could not be done. */
export type Outcome<Value> = { readonly value: Value } | { readonly reason: CancellationReason };

/** Runs one step of one action; what goes wrong with the item becomes the action's reason. */
export function attempt<Value>(step: () => Value): Outcome<Value> {
  try {
    return { value: step() };
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    const failed = error.code === "ConditionalCheckFailedException";
    const Code = failed ? "ConditionalCheckFailed" : "ValidationError";
    return { reason: { Code, Message: error.message, ...error.details } };
  }
}

/** The values of all actions; cancels the transaction when one has none. */
export function finishAll<Value>(outcomes: readonly Outcome<Value>[]): readonly Value[] {
  const values = outcomes.flatMap((outcome) => ("value" in outcome ? [outcome.value] : []));
  if (values.length === outcomes.length) return values;
  const reasons = outcomes.map((outcome) =>
    "reason" in outcome ? outcome.reason : { Code: "None" },
  );
  const codes = reasons.map(({ Code }) => Code).join(", ");
  throw new AwsError(
    "TransactionCanceledException",
    `Transaction cancelled, please refer cancellation reasons for specific reasons [${codes}]`,
    400,
    { CancellationReasons: reasons },
  );
}
