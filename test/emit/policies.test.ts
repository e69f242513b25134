import type { Role } from "@pulumi/aws/iam/role.js";
import { describe, expect, it } from "vitest";
import { planStack } from "../../generator/local/stack/plan-stack.ts";
import { createRoleAuthorizer } from "../../generator/local/stack/role-authorizer.ts";
import type { StackResource } from "../../generator/local/stack/stack-graph.ts";
import { checkPlan } from "../../generator/plan/check-plan.ts";
import { planPlugin } from "../../generator/plan/deployment-plan.ts";
import { planNotices } from "../../generator/plan/notices.ts";
import type { StackContext } from "../../runtime/stack/context.ts";
import { allow } from "../../runtime/stack/permissions.ts";
import { grant } from "../../runtime/stack/policies.ts";
import { emittedStack } from "../support/emitted-stack.ts";
import { largeApp } from "../support/large-app.ts";

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const limits = { inline: 10_240, managed: 6_144, attached: 10 };

/** https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const environmentBytes = 4096;

/** What each function may do, by the ending of what it may do it to. */
const expected = {
  aggregates: {
    "-commands.fifo": [
      ...["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage", "sqs:SendMessage"],
    ],
    "-event-log": ["dynamodb:ConditionCheckItem", "dynamodb:PutItem", "dynamodb:Query"],
    "-event-log/stream/local": [
      ...["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      "dynamodb:ListStreams",
    ],
    "-events.fifo": ["sns:Publish"],
    "-outcomes": ["dynamodb:GetItem", "dynamodb:PutItem"],
    "-relay-failures": ["sqs:SendMessage"],
  },
  "read-models": {
    "-collector.fifo": ["sqs:DeleteMessage", "sqs:GetQueueAttributes", "sqs:ReceiveMessage"],
    "-event-log": ["dynamodb:Query"],
    "-query-db": ["dynamodb:GetItem", "dynamodb:PutItem"],
  },
} as const;

/** Of every service that policies are about, all that anybody is allowed or denied, and more. */
const actions = {
  dynamodb: [
    ...["BatchWriteItem", "ConditionCheckItem", "DeleteItem", "DescribeStream", "GetItem"],
    ...["GetRecords", "GetShardIterator", "ListStreams", "PutItem", "Query", "Scan", "UpdateItem"],
  ],
  sns: ["Publish", "Subscribe"],
  sqs: [...["DeleteMessage", "GetQueueAttributes", "PurgeQueue", "ReceiveMessage", "SendMessage"]],
} as const;

/** ARNs of all tables, streams, queues and topics. */
function arnsOf(resources: readonly StackResource[]): readonly string[] {
  return resources
    .filter(({ type }) => /:(Table|Queue|Topic)$/.test(type))
    .flatMap(({ outputs }) => [outputs.arn, outputs.streamArn ?? []].flat().map(String));
}

/** What a function may do, as the local run decides it: actions by ARN. */
function allowed(resources: readonly StackResource[], functionName: string) {
  const { authorize, replace } = createRoleAuthorizer(() => {});
  replace(resources);
  const may = (action: string, resource: string) => {
    try {
      authorize({ accessKeyId: `LOCAL-${functionName}`, action, resource, context: {} });
      return true;
    } catch {
      return false;
    }
  };
  const entries = arnsOf(resources).map((arn) => {
    const service = arn.split(":")[2] as keyof typeof actions;
    const names = actions[service].map((action) => `${service}:${action}`);
    return [arn, names.filter((name) => may(name, arn)).sort()] as const;
  });
  return Object.fromEntries(entries.filter(([, names]) => names.length > 0));
}

/** What it should be allowed: on everything with one of the endings what goes with that. */
function expectedOn(resources: readonly StackResource[], host: keyof typeof expected) {
  const entries = arnsOf(resources).flatMap((arn) =>
    Object.entries(expected[host])
      .filter(([ending]) => arn.endsWith(ending))
      .map(([, names]) => [arn, names] as const),
  );
  return Object.fromEntries(entries);
}

/** Longest policies there are by kind, and the most that a role has of the attached ones. */
function policySizes(resources: readonly StackResource[]) {
  const ofType = (type: string) => resources.filter((one) => one.type === `aws:iam/${type}`);
  const longest = (type: string) =>
    Math.max(0, ...ofType(type).map(({ inputs }) => String(inputs.policy).length));
  const roles = ofType("rolePolicyAttachment:RolePolicyAttachment").map(
    ({ inputs }) => inputs.role,
  );
  return {
    inline: longest("rolePolicy:RolePolicy"),
    managed: longest("policy:Policy"),
    attached: Math.max(
      0,
      ...[...new Set(roles)].map((role) => roles.filter((one) => one === role).length),
    ),
  };
}

function expectWithinLimits(resources: readonly StackResource[]): void {
  const sizes = policySizes(resources);
  expect(sizes.inline).toBeLessThanOrEqual(limits.inline);
  expect(sizes.managed).toBeLessThanOrEqual(limits.managed);
  expect(sizes.attached).toBeLessThanOrEqual(limits.attached);
}

describe("100 aggregates and 100 read models in one plugin", () => {
  it("is nothing AWS refuses in any strategy", () => {
    for (const strategy of ["single", "per-component", "micro"] as const) {
      const { model } = largeApp(100, { strategy });
      const plans = model.plugins.map((plugin) => planPlugin(model, plugin));
      const functions = { single: 2, "per-component": 200, micro: 500 };
      expect(plans.map((plan) => plan.functions.length)).toEqual([functions[strategy]]);
      // In micro, the longest names of these would not fit.
      if (strategy !== "micro") expect(plans.flatMap(checkPlan)).toEqual([]);
      expect(planNotices(model)).toEqual([]);
    }
  });

  it("fits two functions, and each may do what its components need and no more", {
    timeout: 180_000,
  }, async () => {
    const resources = await emittedStack(largeApp(100));
    expectWithinLimits(resources);
    expect(Object.keys(allowed(resources, "shop-ordering-dev-aggregates"))).toHaveLength(600);
    for (const host of ["aggregates", "read-models"] as const) {
      expect(allowed(resources, `shop-ordering-dev-${host}`)).toEqual(expectedOn(resources, host));
    }
    const { functions } = planStack(resources);
    for (const { environment } of functions) {
      expect(Buffer.byteLength(JSON.stringify(environment))).toBeLessThan(environmentBytes);
    }
    const document = resources.find(({ name }) => name === "aggregates-policy")?.inputs.policy;
    const statements = JSON.parse(String(document)).Statement;
    expect(statements.slice(1, 3)).toEqual([
      {
        Effect: "Allow",
        Action: [
          ...["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
          "sqs:GetQueueAttributes",
        ],
        Resource:
          "arn:aws:sqs:eu-central-1:000000000000:shop-ordering-dev-*-of-a-very-large-plugin-commands.fifo",
      },
      {
        Effect: "Allow",
        Action: ["dynamodb:GetItem", "dynamodb:PutItem"],
        Resource:
          "arn:aws:dynamodb:eu-central-1:000000000000:table/shop-ordering-dev-*-of-a-very-large-plugin-outcomes",
      },
    ]);
    // Appending is all that can be done to any log.
    expect(statements.filter(({ Effect }: { Effect: string }) => Effect === "Deny")).toEqual([
      {
        Effect: "Deny",
        Action: ["dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
        Resource:
          "arn:aws:dynamodb:eu-central-1:000000000000:table/shop-ordering-dev-*-of-a-very-large-plugin-event-log",
      },
    ]);
  });
});

describe("100 aggregates, of which one has a function of its own", () => {
  it("leaves the function of the others with no access to it", { timeout: 180_000 }, async () => {
    const own = { Item1OfAVeryLargePlugin: { strategy: "per-component" } } as const;
    const environments = { dev: { plugins: { Ordering: { aggregates: own } } } };
    const resources = await emittedStack(largeApp(100, { environments }));
    expectWithinLimits(resources);
    const all = Object.entries(expectedOn(resources, "aggregates"));
    const isOwn = ([arn]: readonly [string, unknown]) => arn.includes("-item1-of-a-very-");
    expect(allowed(resources, "shop-ordering-dev-aggregates")).toEqual(
      Object.fromEntries(all.filter((entry) => !isOwn(entry))),
    );
    expect(allowed(resources, "shop-ordering-dev-item1-of-a-very-large-plugin")).toEqual(
      Object.fromEntries(all.filter(isOwn)),
    );
  });
});

describe("fewer components", () => {
  it.each([3, 20])(
    "%i of each share exact ARNs, no patterns",
    {
      timeout: 60_000,
    },
    async (count) => {
      const resources = await emittedStack(largeApp(count));
      expectWithinLimits(resources);
      for (const host of ["aggregates", "read-models"] as const) {
        expect(allowed(resources, `shop-ordering-dev-${host}`)).toEqual(
          expectedOn(resources, host),
        );
      }
      const policies = resources.filter(({ type }) => /:(Role)?Policy$/.test(type));
      expect(policies.length).toBe({ 3: 2, 20: 4 }[count]);
      const texts = policies.map(({ inputs }) => String(inputs.policy));
      expect(texts.filter((text) => text.replaceAll(":*", "").includes("*"))).toEqual([]);
    },
  );

  it.each(["per-component", "micro"] as const)(
    "stay within the limits as %s",
    {
      timeout: 60_000,
    },
    async (strategy) => {
      const resources = await emittedStack(largeApp(4, { name: "s", strategy }));
      expectWithinLimits(resources);
      expect(policySizes(resources).attached).toBe(0);
    },
  );
});

describe("what no role takes", () => {
  it("is an error that says what to do", () => {
    const statements = Array.from({ length: 500 }, (_, index) =>
      allow(`arn:aws:sqs:eu-central-1:000000000000:queue-${index}`, "sqs:SendMessage"),
    );
    // Nothing is made of context and role before the refusal.
    const context = { prefix: "", names: new Map() } as unknown as StackContext;
    const grantAll = () => grant(context, "aggregates", {} as Role, statements);
    expect(grantAll).toThrow(
      'The function aggregates needs 13 policies for the components it hosts; a role takes 10. Spread them over more functions: set "strategy" to "per-component" in reventless.json.',
    );
  });
});
