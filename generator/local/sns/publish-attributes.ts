import type { MessageAttributes } from "../message-attributes.ts";
import { AwsError, type MessageAttribute } from "../ports.ts";
import { type Input, isObject, optionalObject, optionalString } from "../read-input.ts";
import { invalidAttribute } from "./sns-errors.ts";

/** https://docs.aws.amazon.com/sns/latest/dg/sns-message-attributes.html */
const longestName = 256;

/** Reads and checks the attributes of a message; unlike SQS there is no limit to their number. */
export function readPublishAttributes(input: Input): MessageAttributes {
  const attributes = Object.entries(optionalObject(input, "MessageAttributes") ?? {});
  return Object.fromEntries(
    attributes.map(([name, value]) => [name, readAttribute(name, isObject(value) ? value : {})]),
  );
}

function readAttribute(name: string, value: Input): MessageAttribute {
  checkName(name);
  const dataType = optionalString(value, "DataType");
  if (!dataType) {
    throw new AwsError(
      "ValidationError",
      `1 validation error detected: Value null at 'messageAttributes.${name}.member.dataType' failed to satisfy constraint: Member must not be null`,
    );
  }
  checkType(name, dataType);
  const stringValue = optionalString(value, "StringValue");
  const binaryValue = optionalString(value, "BinaryValue");
  const isBinary = dataType.startsWith("Binary");
  checkField({ name, dataType, isBinary, stringValue, binaryValue });
  checkStringValue(name, dataType, stringValue);
  return {
    DataType: dataType,
    ...(isBinary || stringValue === undefined ? {} : { StringValue: stringValue }),
    ...(!isBinary || binaryValue === undefined ? {} : { BinaryValue: binaryValue }),
  };
}

function checkName(name: string): void {
  if (name.length === 0 || Buffer.byteLength(name) >= longestName) {
    throw invalidAttribute(
      `Length of message attribute name must be less than ${longestName} bytes.`,
    );
  }
  const character = /[^\w.-]/.exec(name)?.[0];
  if (character !== undefined) {
    const code = character.charCodeAt(0).toString(16).toUpperCase();
    throw invalidAttribute(
      `Invalid non-alphanumeric character '#x${code}' was found in the message attribute name. Can only include alphanumeric characters, hyphens, underscores, or dots.`,
    );
  }
  if (name.startsWith(".")) {
    throw invalidAttribute("Invalid message attribute name starting with character '.' was found.");
  }
  if (name.endsWith(".")) {
    throw invalidAttribute("Invalid message attribute name ending with character '.' was found.");
  }
  if (name.includes("..")) {
    throw invalidAttribute("Message attribute name can not have successive '.' character.");
  }
}

function checkType(name: string, dataType: string): void {
  if (/^(String|Number|Binary)(\..+)?$/.test(dataType)) return;
  throw invalidAttribute(
    `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
  );
}

function checkField(attribute: {
  name: string;
  dataType: string;
  isBinary: boolean;
  stringValue: string | undefined;
  binaryValue: string | undefined;
}): void {
  const { name, dataType, isBinary, stringValue, binaryValue } = attribute;
  const value = isBinary ? binaryValue : stringValue;
  const other = isBinary ? stringValue : binaryValue;
  if (value) return;
  if (other) {
    throw invalidAttribute(
      `The message attribute '${name}' with type '${dataType}' must use field '${isBinary ? "Binary" : "String"}'.`,
    );
  }
  throw invalidAttribute(
    `The message attribute '${name}' must contain non-empty message attribute value for message attribute type '${dataType}'.`,
  );
}

function checkStringValue(name: string, dataType: string, value: string | undefined): void {
  if (value === undefined) return;
  if (dataType.startsWith("Number") && (value.trim() === "" || Number.isNaN(Number(value)))) {
    throw invalidAttribute(`Could not cast message attribute '${name}' value to number.`);
  }
}
