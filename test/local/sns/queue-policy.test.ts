import { describe, expect, test } from "vitest";
import { deliveryRefusal } from "../../../generator/local/sns/queue-policy.ts";
import { matchesArn, matchesWildcard } from "../../../generator/local/sns/wildcard-pattern.ts";

const request = {
  queueArn: "arn:aws:sqs:eu-central-1:123456789012:orders",
  topicArn: "arn:aws:sns:eu-central-1:123456789012:events",
  accountId: "123456789012",
};
const otherTopic = "arn:aws:sns:eu-central-1:123456789012:other";

const allow = {
  Sid: "FromTopic",
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: request.queueArn,
};

function refusalOf(...statements: unknown[]): string | undefined {
  return deliveryRefusal(JSON.stringify({ Version: "2012-10-17", Statement: statements }), request);
}

function under(condition: unknown): string | undefined {
  return refusalOf({ ...allow, Condition: condition });
}

describe("what lets a topic send", () => {
  test.each([
    ["no condition", allow],
    ["a list of actions", { ...allow, Action: ["sqs:ReceiveMessage", "SQS:SendMessage"] }],
    ["all actions", { ...allow, Action: "sqs:*" }],
    ["all resources", { ...allow, Resource: "*" }],
    ["a pattern of resources", { ...allow, Resource: "arn:aws:sqs:*:123456789012:ord*" }],
    ["everyone", { ...allow, Principal: "*" }],
    ["every account", { ...allow, Principal: { AWS: "*" } }],
    [
      "several services",
      { ...allow, Principal: { Service: ["a.amazonaws.com", "sns.amazonaws.com"] } },
    ],
    ["another action excluded", { ...allow, Action: undefined, NotAction: "sqs:DeleteQueue" }],
  ])("%s", (_name, statement) => {
    expect(refusalOf(statement)).toBeUndefined();
  });

  test.each([
    [{ ArnEquals: { "aws:SourceArn": request.topicArn } }],
    [{ ArnLike: { "aws:SourceArn": "arn:aws:sns:*:*:ev*" } }],
    [{ ArnEquals: { "AWS:SOURCEARN": [otherTopic, request.topicArn] } }],
    [{ StringEquals: { "aws:SourceArn": request.topicArn, "aws:SourceAccount": "123456789012" } }],
    [{ StringLike: { "aws:SourceArn": "*:events" } }],
    [{ StringNotEquals: { "aws:SourceAccount": "999999999999" } }],
    [{ StringEqualsIfExists: { "aws:SourceVpc": "vpc-1" } }],
    [{ Bool: { "aws:SecureTransport": "true" } }],
    [{ Null: { "aws:SourceArn": "false" } }],
  ])("%j", (condition) => {
    expect(under(condition)).toBeUndefined();
  });
});

describe("what does not, and why", () => {
  test.each([
    [{ Principal: { Service: "events.amazonaws.com" } }, "its principal is not sns.amazonaws.com"],
    [{ Principal: { AWS: "123456789012" } }, "its principal is not sns.amazonaws.com"],
    [{ Principal: undefined }, "its principal is not sns.amazonaws.com"],
    [{ Action: "sqs:ReceiveMessage" }, "its action is not sqs:SendMessage"],
    [{ Action: undefined }, "its action is not sqs:SendMessage"],
    [{ Resource: `${request.queueArn}-dead` }, `its resource is not ${request.queueArn}`],
    [{ Resource: "arn:aws:sqs:*:orders" }, `its resource is not ${request.queueArn}`],
    [
      { Condition: { ArnEquals: { "aws:SourceArn": otherTopic } } },
      `ArnEquals wants aws:SourceArn ${otherTopic}, but it is ${request.topicArn}`,
    ],
    [
      { Condition: { StringEquals: { "aws:SourceArn": "arn:aws:sns:*:*:ev*" } } },
      `StringEquals wants aws:SourceArn arn:aws:sns:*:*:ev*, but it is ${request.topicArn}`,
    ],
    [
      { Condition: { StringEquals: { "aws:SourceAccount": "999999999999" } } },
      "StringEquals wants aws:SourceAccount 999999999999, but it is 123456789012",
    ],
    [
      { Condition: { ArnNotEquals: { "aws:SourceArn": request.topicArn } } },
      `ArnNotEquals wants aws:SourceArn ${request.topicArn}, but it is ${request.topicArn}`,
    ],
    [
      { Condition: { StringEquals: { "aws:SourceVpc": "vpc-1" } } },
      "the request has no aws:SourceVpc",
    ],
    [
      { Condition: { DateGreaterThan: { "aws:CurrentTime": "2020" } } },
      "the local run does not know the condition operator DateGreaterThan",
    ],
  ])("%j", (change, expected) => {
    expect(refusalOf({ ...allow, ...change })).toBe(
      `no statement allows it; statement FromTopic: ${expected}`,
    );
  });

  test("a statement that denies wins, wherever it stands", () => {
    const deny = { ...allow, Sid: "Not", Effect: "Deny" };

    expect(refusalOf(deny, allow)).toBe("statement Not denies it");
    expect(refusalOf(allow, deny)).toBe("statement Not denies it");
    expect(
      refusalOf(allow, { ...deny, Condition: { Bool: { "aws:SecureTransport": "false" } } }),
    ).toBeUndefined();
  });

  test("no policy, a broken one, and one without statements", () => {
    expect(deliveryRefusal(undefined, request)).toBe("the queue has no policy");
    expect(deliveryRefusal("{", request)).toContain("is not a JSON object");
    expect(deliveryRefusal("{}", request)).toContain("is not a JSON object with statements");
    expect(refusalOf()).toBe("no statement allows it");
  });
});

test.each([
  ["arn:aws:sns:*:*:events", "arn:aws:sns:eu-central-1:1:events", true],
  ["arn:aws:sns:*:*:e?ents", "arn:aws:sns:eu-central-1:1:events", true],
  ["arn:aws:sns:*:*:events", "arn:aws:sns:eu-central-1:1:events-2", false],
  ["arn:aws:sns:*:events", "arn:aws:sns:eu-central-1:1:events", false],
  ["arn:aws:sns:*:*", "arn:aws:sns:eu-central-1:1:events", false],
  ["arn:aws:sns:*:*:*", "arn:aws:sns:eu-central-1:1:events:subscription", true],
  ["*", "arn:aws:sns:eu-central-1:1:events", false],
])("the ARN pattern %s matches %s: %s", (pattern, arn, expected) => {
  expect(matchesArn(pattern, arn)).toBe(expected);
});

test("a long hostile pattern takes no time", () => {
  const pattern = `${"*a".repeat(5000)}b`;

  expect(matchesWildcard(pattern, "a".repeat(10_000))).toBe(false);
});
