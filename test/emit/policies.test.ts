import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Role } from "@pulumi/aws/iam/role.js";
import { expect, it } from "vitest";
import { parseMessages } from "../../generator/codec/index.ts";
import { emitNewApp } from "../../generator/emit/new-app.ts";
import { parseApp } from "../../generator/model/parse-app.ts";
import { writeFiles } from "../../generator/write/write-files.ts";
import type { StackContext } from "../../runtime/stack/context.ts";
import { allow } from "../../runtime/stack/permissions.ts";
import { grant } from "../../runtime/stack/policies.ts";
import { declaredResources } from "../../runtime/stack/testing.ts";

const kit = join(import.meta.dirname, "../..");

/** What the stack of one plugin with so many aggregates declares. */
async function stackWith(count: number) {
  const names = Array.from({ length: count }, (_, index) => `Aggregate${index + 1}`);
  const appFile = JSON.stringify({
    name: "large",
    region: "eu-central-1",
    plugins: { Main: { aggregates: Object.fromEntries(names.map((name) => [name, {}])) } },
  });
  const app = parseApp(appFile);
  if (!app.ok) throw new Error(JSON.stringify(app.problems));
  const messages = new Map(
    names.map((aggregate) => {
      const parsed = parseMessages({
        aggregate,
        commands: ["Make"],
        events: ["Made"],
        rejections: [],
      });
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      return [`Main.${aggregate}`, parsed.messages] as const;
    }),
  );
  const directory = mkdtempSync(join(tmpdir(), "reventless-policies-"));
  try {
    writeFiles(directory, emitNewApp(kit, { appFile, model: app.model, messages, kit: "0.1.0" }));
    symlinkSync(join(kit, "node_modules"), join(directory, "node_modules"), "junction");
    return await declaredResources(pathToFileURL(join(directory, "plugins/main/stack/index.ts")));
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

it("spreads the permissions of a function with many components over policies that AWS takes", async () => {
  const resources = await stackWith(20);
  const policies = resources.filter(({ type }) => type === "aws:iam/policy:Policy");
  const attachments = resources.filter(({ type }) => type.includes("rolePolicyAttachment"));
  expect(resources.filter(({ type }) => type === "aws:iam/rolePolicy:RolePolicy")).toEqual([]);
  expect(policies.map(({ name }) => name)).toEqual(attachments.map(({ name }) => name));
  expect(policies.length).toBeLessThanOrEqual(10);

  const statements = policies.flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement);
  const grants = statements.flatMap(({ Effect, Action, Resource }) =>
    Resource.map((resource: string) => `${Effect} ${Action.join()} ${resource}`),
  );
  // Per aggregate: two for accepting, four for deciding, three for relaying; and one for the log.
  expect(new Set(grants).size).toBe(20 * 9 + 1);
  for (const { inputs } of policies) expect(inputs.policy.length).toBeLessThanOrEqual(6144);
});

it("refuses a function whose permissions no role takes, and says what to do", () => {
  const statements = Array.from({ length: 500 }, (_, index) =>
    allow(`arn:aws:sqs:eu-central-1:000000000000:queue-${index}`, "sqs:SendMessage"),
  );
  // Nothing is made of context and role before the refusal.
  const grantAll = () => grant({} as StackContext, "aggregates", {} as Role, statements);
  expect(grantAll).toThrow(
    'The function aggregates needs 13 policies for the components it hosts; a role takes 10. Spread them over more functions: set "strategy" to "per-component" in reventless.json.',
  );
});
