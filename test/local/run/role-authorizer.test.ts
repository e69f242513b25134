import { expect, test } from "vitest";
import type { LocalEvent } from "../../../generator/local/local-events.ts";
import type { ServiceCall } from "../../../generator/local/ports.ts";
import { createRoleAuthorizer } from "../../../generator/local/stack/role-authorizer.ts";
import { refusal } from "../sqs/queues-under-test.ts";
import { lambda, queueArn, resource } from "./resources.ts";

function startAuthorizer() {
  const events: LocalEvent[] = [];
  const authorizer = createRoleAuthorizer((event) => events.push(event));
  const role = resource("aws:iam/role:Role", "orders-role");
  const policy = (name: string, statement: object) =>
    resource("aws:iam/rolePolicy:RolePolicy", name, {
      role: role.id,
      policy: JSON.stringify({ Version: "2012-10-17", Statement: [statement] }),
    });
  authorizer.replace([
    role,
    lambda("orders", { role: role.outputs.arn }),
    policy("send", { Effect: "Allow", Action: "sqs:Send*", Resource: queueArn("orders-*") }),
    policy("never", { Effect: "Deny", Action: "sqs:*", Resource: queueArn("orders-secret") }),
  ]);
  const ask = (call: Partial<ServiceCall>) =>
    refusal(() =>
      authorizer.authorize({
        accessKeyId: "LOCAL-orders",
        action: "sqs:SendMessage",
        resource: queueArn("orders-a"),
        context: {},
        ...call,
      }),
    );
  return { ask, events };
}

test("what the role allows passes", () => {
  expect(startAuthorizer().ask({})).toBe("no error");
});

test("whoever is no function may do everything", () => {
  expect(startAuthorizer().ask({ accessKeyId: "AKIA1", action: "sqs:PurgeQueue" })).toBe(
    "no error",
  );
});

test("what the role does not allow is denied, and the missing statement printed", () => {
  const { ask, events } = startAuthorizer();

  expect(ask({ action: "sqs:DeleteMessage" })).toBe(
    `AccessDeniedException: User: arn:aws:sts::000000000000:assumed-role/orders-role/orders is not authorized to perform: sqs:DeleteMessage on resource: ${queueArn("orders-a")} because no identity-based policy allows the sqs:DeleteMessage action`,
  );
  expect(events).toMatchObject([
    {
      type: "denied",
      functionName: "orders",
      message: expect.stringContaining(
        `Missing in the role orders-role: {"Effect":"Allow","Action":"sqs:DeleteMessage","Resource":"${queueArn("orders-a")}"}`,
      ),
    },
  ]);
});

test("a denial wins over what is allowed", () => {
  expect(startAuthorizer().ask({ resource: queueArn("orders-secret") })).toContain(
    "an identity-based policy explicitly denies the sqs:SendMessage action",
  );
});
