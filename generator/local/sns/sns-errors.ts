import { AwsError } from "../ports.ts";

/*
 * Codes as they appear in the XML replies.
 * https://docs.aws.amazon.com/sns/latest/api/API_Publish.html
 */

export function invalidParameter(message: string): AwsError {
  return new AwsError("InvalidParameter", `Invalid parameter: ${message}`);
}

export function invalidAttribute(message: string): AwsError {
  return new AwsError("ParameterValueInvalid", message);
}

export function topicDoesNotExist(): AwsError {
  return new AwsError("NotFound", "Topic does not exist", 404);
}
