import { createHash } from "node:crypto";
import type { MessageAttribute } from "./ports.ts";
import { type Input, isObject, optionalObject, optionalString } from "./read-input.ts";
import { invalidMessageCharacter } from "./sqs/message-characters.ts";
import { invalidParameter } from "./sqs/sqs-errors.ts";

export type MessageAttributes = Readonly<Record<string, MessageAttribute>>;

/** https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html */
const mostAttributes = 10;
const longestName = 256;

/** Reads a map of attributes; `Object.fromEntries` also keeps one called `__proto__` as data. */
export function readMessageAttributes(input: Input, name: string): MessageAttributes {
  const attributes = Object.entries(optionalObject(input, name) ?? {});
  return Object.fromEntries(
    attributes.map(([attributeName, value]) => [
      attributeName,
      readAttribute(attributeName, value),
    ]),
  );
}

function readAttribute(name: string, value: unknown): MessageAttribute {
  const attribute = isObject(value) ? value : {};
  const dataType = optionalString(attribute, "DataType");
  if (!dataType) {
    throw invalidParameter(
      `The message attribute '${name}' must contain a non-empty message attribute type.`,
    );
  }
  const stringValue = optionalString(attribute, "StringValue");
  const binaryValue = optionalString(attribute, "BinaryValue");
  return {
    DataType: dataType,
    ...(stringValue === undefined ? {} : { StringValue: stringValue }),
    ...(binaryValue === undefined ? {} : { BinaryValue: binaryValue }),
  };
}

/** Throws what SQS answers to attributes it does not take. */
export function checkMessageAttributes(attributes: MessageAttributes): void {
  const entries = Object.entries(attributes);
  if (entries.length > mostAttributes) {
    throw invalidParameter(
      `Number of message attributes [${entries.length}] exceeds the allowed maximum [${mostAttributes}].`,
    );
  }
  for (const [name, attribute] of entries) {
    checkName(name);
    checkType(name, attribute.DataType);
    checkValue(name, attribute);
  }
}

function checkName(name: string): void {
  if (name.length === 0 || name.length > longestName) {
    throw invalidParameter(
      `Message (user) attribute names must have 1 to ${longestName} characters, found ${name.length}.`,
    );
  }
  if (!/^[\w.-]+$/.test(name)) {
    throw invalidParameter(
      `Message (user) attribute name '${name}' can only contain letters, digits, periods, hyphens and underscores.`,
    );
  }
  if (/^(aws|amazon)\.|^\.|\.$|\.\./i.test(name)) {
    throw invalidParameter(
      `Message (user) attribute name '${name}' can't begin with 'AWS.' or 'Amazon.', begin or end with a period, or have successive periods.`,
    );
  }
}

function checkType(name: string, dataType: string): void {
  if (/^(String|Number|Binary)(\..+)?$/.test(dataType) && dataType.length <= longestName) return;
  throw invalidParameter(
    `The message attribute '${name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String.`,
  );
}

function checkValue(name: string, attribute: MessageAttribute): void {
  const type = transportType(attribute);
  const value = type === "Binary" ? attribute.BinaryValue : attribute.StringValue;
  const other = type === "Binary" ? attribute.StringValue : attribute.BinaryValue;
  if (value === undefined && other !== undefined) {
    const field = type === "Binary" ? "Binary" : "String";
    throw invalidParameter(
      `The message attribute '${name}' with type '${type}' must use field '${field}'.`,
    );
  }
  if (!value) {
    throw invalidParameter(
      `Message (user) attribute '${name}' must contain a non-empty value of type '${type}'.`,
    );
  }
  if (type === "Number" && !isNumeric(value)) {
    throw invalidParameter(
      `Can't cast the value of message (user) attribute '${name}' to a number.`,
    );
  }
  if (type !== "Binary" && invalidMessageCharacter(value)) {
    throw invalidParameter(`Invalid binary character found in message attribute '${name}'.`);
  }
}

function isNumeric(value: string): boolean {
  return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value);
}

function transportType(attribute: MessageAttribute): string {
  return attribute.DataType.split(".", 1)[0] ?? "";
}

/** Names, types and values all count towards the message size. */
export function messageAttributesSize(attributes: MessageAttributes): number {
  let size = 0;
  for (const [name, attribute] of Object.entries(attributes)) {
    size += Buffer.byteLength(name) + Buffer.byteLength(attribute.DataType);
    size += attributeBytes(attribute).length;
  }
  return size;
}

/** MD5 over sorted attributes, as the SDKs verify it; undefined without attributes. */
// https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html#sqs-attributes-md5-message-digest-calculation
export function messageAttributesMd5(attributes: MessageAttributes): string | undefined {
  const names = Object.keys(attributes).sort();
  if (names.length === 0) return undefined;
  const hash = createHash("md5");
  const addField = (bytes: Buffer): void => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    hash.update(length).update(bytes);
  };
  for (const name of names) {
    const attribute = attributes[name];
    if (attribute === undefined) continue;
    addField(Buffer.from(name));
    addField(Buffer.from(attribute.DataType));
    hash.update(transportType(attribute) === "Binary" ? "\x02" : "\x01");
    addField(attributeBytes(attribute));
  }
  return hash.digest("hex");
}

function attributeBytes(attribute: MessageAttribute): Buffer {
  return transportType(attribute) === "Binary"
    ? Buffer.from(attribute.BinaryValue ?? "", "base64")
    : Buffer.from(attribute.StringValue ?? "");
}
