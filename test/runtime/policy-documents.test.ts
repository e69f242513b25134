import { expect, it } from "vitest";
import type { NamedResource } from "../../runtime/stack/context.ts";
import { allow, type Statement } from "../../runtime/stack/permissions.ts";
import {
  charactersOf,
  exactGroups,
  patternGroups,
  plainGroups,
  spread,
} from "../../runtime/stack/policy-documents.ts";

const prefix = "shop-ordering-dev-";

/** A stack with these tables and queues; what has `.fifo` or `failures` in its name is a queue. */
function stackOf(...own: readonly string[]) {
  const entries = own.map((name): [string, NamedResource] => {
    const kind = /fifo|failures/.test(name) ? "queue" : "table";
    return [arn(name), { kind, name: prefix + name }];
  });
  return { prefix, names: new Map(entries) };
}

function arn(name: string): string {
  return /fifo|failures/.test(name) ? `sqs:${prefix}${name}` : `dynamodb:table/${prefix}${name}`;
}

/** Actions and resources of statements, a line each. */
function lines(groups: ReturnType<typeof exactGroups>): readonly string[] {
  return groups.map(({ Effect, actions, targets }) => {
    return `${Effect} ${actions.join()} ${targets.map(({ key }) => key).join()}`;
  });
}

const logs = ["cart-event-log", "order-event-log", "refund-event-log"] as const;

it("merges actions of a resource, then resources of the same actions, apart from what is denied", () => {
  const statements: readonly Statement[] = [
    allow(arn("a-log"), "Get"),
    allow(arn("b-log"), "Put", "Get"),
    { Effect: "Deny", Action: ["Delete"], Resource: arn("a-log") },
    allow(arn("a-log"), "Put"),
    allow("anything", "Get"),
  ];
  expect(lines(exactGroups(statements, stackOf("a-log", "b-log")))).toEqual([
    `Allow Get,Put ${arn("a-log")},${arn("b-log")}`,
    "Allow Get anything",
    `Deny Delete ${arn("a-log")}`,
  ]);
});

it("writes one pattern for all resources of a stack with an ending", () => {
  const statements = logs.map((name) => allow(arn(name), "Query"));
  expect(lines(patternGroups(statements, stackOf(...logs, "order-outcomes")))).toEqual([
    `Allow Query ${prefix}*-event-log`,
  ]);
});

it("denies by name what else fits a pattern, where that is little", () => {
  const [cart, order, refund] = logs;
  const statements = [cart, order].map((name) => allow(arn(name), "Query", "Put"));
  expect(lines(patternGroups(statements, stackOf(...logs)))).toEqual([
    `Allow Query,Put ${prefix}*-event-log`,
    `Deny Query,Put ${arn(refund)}`,
  ]);
});

it("writes no pattern that as many others fit, nor one that would deny more", () => {
  const [cart, order, refund] = logs;
  const stack = stackOf(...logs, "parcel-event-log");
  const statements: readonly Statement[] = [cart, order].map((name) => allow(arn(name), "Query"));
  expect(lines(patternGroups(statements, stack))).toEqual([
    `Allow Query ${arn(cart)},${arn(order)}`,
  ]);
  const denied = [cart, order, refund].map((name): Statement => {
    return { Effect: "Deny", Action: ["Delete"], Resource: arn(name) };
  });
  expect(lines(patternGroups(denied, stack))).toEqual([
    `Deny Delete ${[cart, order, refund].map(arn).join()}`,
  ]);
});

it("looks at each action: what some need is not given for all", () => {
  const statements = [...logs.map((name) => allow(arn(name), "Query")), allow(arn(logs[0]), "Put")];
  expect(lines(patternGroups(statements, stackOf(...logs)))).toEqual([
    `Allow Query ${prefix}*-event-log`,
    `Allow Put ${arn(logs[0])}`,
  ]);
});

it("takes what all names end with: names that are the end of others fit as well", () => {
  const names = ["order-commands.fifo", "reorder-commands.fifo"];
  const statements = names.map((name) => allow(arn(name), "Send"));
  expect(lines(patternGroups(statements, stackOf(...names)))).toEqual([
    `Allow Send ${prefix}*order-commands.fifo`,
  ]);
});

it("leaves a lone resource and what has no known name as they are", () => {
  const statements = [allow(arn(logs[0]), "Query"), allow("logs:*", "Write")];
  expect(lines(patternGroups(statements, stackOf(logs[0])))).toEqual([
    `Allow Query ${arn(logs[0])}`,
    "Allow Write logs:*",
  ]);
});

it("counts at least the characters that a document turns out to have", () => {
  const name = (index: number) => `order-${index}-outcomes`;
  const names = Array.from({ length: 200 }, (_, index) => name(index));
  const region = "arn:aws-us-gov:dynamodb:ap-southeast-1:000000000000:table/";
  const stack = {
    prefix,
    names: new Map(
      names.map((one): [string, NamedResource] => [
        region + prefix + one,
        { kind: "table", name: prefix + one },
      ]),
    ),
  };
  const statements = [...stack.names.keys()].map((each) => allow(each, "dynamodb:GetItem"));
  const groups = exactGroups(statements, stack);
  const documents = spread(groups, 6144);
  const texts = documents.map((Statement) => JSON.stringify({ Version: "2012-10-17", Statement }));
  expect(documents).toHaveLength(4);
  expect(Math.max(...texts.map(({ length }) => length))).toBeLessThanOrEqual(6144);
  const [whole] = spread(groups);
  const length = JSON.stringify({ Version: "2012-10-17", Statement: whole }).length;
  expect(charactersOf(groups) - length).toBeGreaterThanOrEqual(0);
  expect(charactersOf(groups) - length).toBeLessThan(10);
  expect(charactersOf(plainGroups(statements, stack))).toBeGreaterThan(charactersOf(groups));
});
