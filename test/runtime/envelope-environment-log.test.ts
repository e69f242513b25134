import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { derivedHeader, rootEnvelope } from "../../runtime/envelope.ts";
import { physicalName, queueUrl, stackName, topicArn } from "../../runtime/environment.ts";
import { describeError, RuntimeFailure } from "../../runtime/errors.ts";
import { log } from "../../runtime/log.ts";
import { given } from "../../runtime/testing.ts";
import { failureOf } from "./contract/check.ts";
import { linesOf } from "./support/captured-log.ts";
import { deposited, wallet } from "./support/wallet.ts";

beforeEach(() => {
  vi.useFakeTimers({ now: Date.UTC(2026, 10, 24, 9, 30), toFake: ["Date"] });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

const time = "2026-11-24T09:30:00.000Z";

describe("an envelope", () => {
  const payload = { type: "Touch" };
  const base = { id: "a", source: "s", payload };

  test("of a root message is its own cause and correlation", () => {
    expect(rootEnvelope({ ...base, messageId: "m" })).toStrictEqual({
      id: "a",
      type: "Touch",
      time,
      messageId: "m",
      correlationId: "m",
      causationId: "m",
      source: "s",
      schemaVersion: 1,
      payload,
    });
  });

  test("has a new id unless one is given, and keeps what is optional", () => {
    const optional = { correlationId: "c", traceparent: "t", actor: "ada", headers: { x: "y" } };
    const one = rootEnvelope({ ...base, ...optional });
    expect(one).toMatchObject(optional);
    expect(one.causationId).toBe(one.messageId);
    expect(rootEnvelope(base).messageId).not.toBe(one.messageId);
  });

  test("of a caused message points back and goes on with the rest", () => {
    const cause = rootEnvelope({
      ...base,
      messageId: "m",
      correlationId: "c",
      traceparent: "t",
      actor: "ada",
      headers: { x: "y" },
    });
    const own = { id: "b", type: "Commit", messageId: "b:1", source: "s2" };
    expect(derivedHeader({ ...cause, causationId: "earlier" }, own)).toStrictEqual({
      ...own,
      time,
      correlationId: "c",
      causationId: "m",
      schemaVersion: 1,
      traceparent: "t",
      actor: "ada",
      headers: { x: "y" },
    });
    expect(Object.keys(derivedHeader(rootEnvelope(base), own))).toHaveLength(8);
  });
});

describe("names", () => {
  test("follow from three variables, and back", () => {
    vi.stubEnv("RESOURCE_PREFIX", "app-dev-");
    vi.stubEnv("QUEUE_URL_BASE", "https://sqs.eu-central-1.amazonaws.com/123456789012");
    vi.stubEnv("TOPIC_ARN_BASE", "arn:aws:sns:eu-central-1:123456789012");
    expect([
      physicalName("wallet-log"),
      stackName("app-dev-wallet-log"),
      stackName("app-prod-wallet-log"),
      queueUrl("wallet.fifo"),
      topicArn("wallet.fifo"),
    ]).toEqual([
      "app-dev-wallet-log",
      "wallet-log",
      "app-prod-wallet-log",
      "https://sqs.eu-central-1.amazonaws.com/123456789012/app-dev-wallet.fifo",
      "arn:aws:sns:eu-central-1:123456789012:app-dev-wallet.fifo",
    ]);
  });

  test.each([undefined, ""])("need the variables: %j is a failure", async (value) => {
    vi.stubEnv("RESOURCE_PREFIX", value);
    expect(await failureOf(() => physicalName("x"))).toBe(
      "misconfigured: The environment variable RESOURCE_PREFIX is missing; the stack sets it on every function.",
    );
  });
});

describe("a log line", () => {
  test("is one JSON object with level, time, message and fields", async () => {
    const lines = await linesOf(() =>
      log.with({ a: 1 }).with({ b: 2 }).warn("Careful\nnow", { c: "ü" }),
    );
    expect(lines).toEqual([
      `{"level":"warn","time":"${time}","message":"Careful\\nnow","a":1,"b":2,"c":"ü"}\n`,
    ]);
  });

  test.each([
    [undefined, ["info", "warn", "error"]],
    ["debug", ["debug", "info", "warn", "error"]],
    ["warn", ["warn", "error"]],
    ["error", ["error"]],
    ["toString", ["info", "warn", "error"]],
  ])("with LOG_LEVEL %s is written for %j", async (level, written) => {
    vi.stubEnv("LOG_LEVEL", level);
    const lines = await linesOf(() => {
      for (const each of ["debug", "info", "warn", "error"] as const) log[each]("x");
    });
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(written);
  });

  test("has errors as their stack", async () => {
    const error = new TypeError("broken");
    const [line] = await linesOf(() => log.error("x", { error, nested: { error } }));
    const fields = JSON.parse(line ?? "");
    expect([fields.error, fields.nested.error]).toEqual([error.stack, error.stack]);
    expect(fields.error).toMatch(/^TypeError: broken\n\s+at /);
  });

  test("is written whatever the fields hold", async () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const lines = await linesOf(() => log.info("x", { big: 1n, circle }));
    expect(lines).toEqual([
      `{"level":"info","time":"${time}","message":"x","big":"1n","circle":"<ref *1> { self: [Circular *1] }"}\n`,
    ]);
  });
});

test.each([
  [new RuntimeFailure("misconfigured", "no prefix"), "misconfigured: no prefix"],
  [new TypeError("broken"), "TypeError: broken"],
  ["text", "text"],
])("%s is described in one line", (error, text) => expect(describeError(error)).toBe(text));

test("given events, a command is decided in the state they lead to", () => {
  const { when } = given(wallet, [deposited(5), deposited(2)]);
  expect(when({ type: "Withdraw", amount: 8 })).toEqual({
    outcome: "rejected",
    rejection: { type: "InsufficientFunds", balance: 7 },
  });
});
