import { AwsError } from "../ports.ts";

/** A request that DynamoDB refuses before or while running it. */
export function validationError(message: string): AwsError {
  return new AwsError("ValidationException", message);
}

/** JSON of the wrong shape, which AWS refuses while decoding the request. */
export function serializationError(message: string): AwsError {
  return new AwsError("SerializationException", message);
}

/** The wording of item operations on a table that does not exist; DescribeTable names the table. */
export function tableNotFound(): AwsError {
  return new AwsError("ResourceNotFoundException", "Requested resource not found");
}

/** A failed condition; `item` is added when the caller asked for ALL_OLD and an item exists. */
export function conditionalCheckFailed(item: unknown): AwsError {
  return new AwsError(
    "ConditionalCheckFailedException",
    "The conditional request failed",
    400,
    item === undefined ? {} : { Item: item },
  );
}

/** AWS's wording for a member outside its model constraint, e.g. a Limit of 0. */
export function constraintError(value: string, member: string, constraint: string): AwsError {
  return validationError(
    `1 validation error detected: Value ${value} at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
