import { createHash } from "node:crypto";
import type { MessageAttributes } from "../message-attributes.ts";
import type { MessageAttribute } from "../ports.ts";

export interface Notification {
  readonly messageId: string;
  readonly topicArn: string;
  readonly subscriptionArn: string;
  readonly region: string;
  readonly subject: string | undefined;
  readonly text: string;
  readonly attributes: MessageAttributes;
  readonly publishedAt: number;
  /** FIFO topics only. */
  readonly sequenceNumber: string | undefined;
}

/** The local run holds no key of AWS; whoever verifies signatures must see that this is none. */
const signature = Buffer.from("not signed: local run").toString("base64");

/**
 * The JSON document that SNS puts in the body of a queue's message, in SNS's own layout. FIFO
 * topics do not sign.
 */
// https://docs.aws.amazon.com/sns/latest/dg/sns-message-and-json-formats.html
export function formatNotification(notification: Notification): string {
  const service = `https://sns.${notification.region}.amazonaws.com`;
  const isFifo = notification.sequenceNumber !== undefined;
  const fields: readonly (readonly [name: string, value: string | undefined])[] = [
    ["Type", "Notification"],
    ["MessageId", notification.messageId],
    ["SequenceNumber", notification.sequenceNumber],
    ["TopicArn", notification.topicArn],
    ["Subject", notification.subject],
    ["Message", notification.text],
    ["Timestamp", new Date(notification.publishedAt).toISOString()],
    ["SignatureVersion", isFifo ? undefined : "1"],
    ["Signature", isFifo ? undefined : signature],
    ["SigningCertURL", isFifo ? undefined : signingCertificateUrl(service)],
    [
      "UnsubscribeURL",
      `${service}/?Action=Unsubscribe&SubscriptionArn=${notification.subscriptionArn}`,
    ],
  ];
  const lines = fields.flatMap(([name, value]) =>
    value === undefined ? [] : [`  "${name}" : ${JSON.stringify(value)}`],
  );
  const attributes = Object.entries(notification.attributes);
  if (attributes.length > 0) lines.push(formatAttributes(attributes));
  return `{\n${lines.join(",\n")}\n}`;
}

function formatAttributes(attributes: readonly (readonly [string, MessageAttribute])[]): string {
  const lines = attributes.map(([name, attribute]) => {
    const value = {
      Type: attribute.DataType,
      Value: attribute.StringValue ?? attribute.BinaryValue,
    };
    return `    ${JSON.stringify(name)} : ${JSON.stringify(value)}`;
  });
  return `  "MessageAttributes" : {\n${lines.join(",\n")}\n  }`;
}

function signingCertificateUrl(service: string): string {
  const name = createHash("md5").update(service).digest("hex");
  return `${service}/SimpleNotificationService-${name}.pem`;
}
