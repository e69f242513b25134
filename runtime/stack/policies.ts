import { Policy } from "@pulumi/aws/iam/policy.js";
import type { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { type Input, jsonStringify, type Resource } from "@pulumi/pulumi";
import type { StackContext } from "./context.ts";
import type { Statement } from "./permissions.ts";

/**
 * Characters of a role's inline policies together and of one managed policy, and how many managed
 * ones a role takes (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const inlineCharacters = 10_240;
const managedCharacters = 6_144;
const managedPolicies = 10;

/** ARNs are known only while deploying. The longest is a queue's: 80 characters of name after up to 60. */
const resourceCharacters = 143;

/** What a statement has beside its resources, and a document beside its statements. */
const statementCharacters = 200;
const documentCharacters = 60;

interface MergedStatement {
  readonly Effect: Statement["Effect"];
  readonly Action: readonly string[];
  readonly Resource: Input<string>[];
}

/**
 * Gives a role its statements: as one inline policy where they fit, else merged by action and spread
 * over managed policies. Triggers wait for what is returned.
 */
export function grant(
  context: StackContext,
  name: string,
  role: Role,
  statements: readonly Statement[],
): readonly Resource[] {
  const inline = statements.length * (statementCharacters + resourceCharacters);
  if (documentCharacters + inline <= inlineCharacters) {
    const policy = jsonStringify({ Version: "2012-10-17", Statement: statements });
    return [new RolePolicy(`${name}-policy`, { name: "permissions", role: role.name, policy })];
  }
  const documents = spread(statements);
  if (documents.length > managedPolicies) {
    throw new Error(
      `The function ${name} needs ${documents.length} policies for the components it hosts; a role takes ${managedPolicies}. Spread them over more functions: set "strategy" to "per-component" in reventless.json.`,
    );
  }
  return documents.map((document, index) => {
    const policy = new Policy(`${name}-policy-${index + 1}`, {
      name: `${context.prefix}${name}-${index + 1}`,
      policy: jsonStringify({ Version: "2012-10-17", Statement: document }),
      tags: context.tags,
    });
    return new RolePolicyAttachment(`${name}-policy-${index + 1}`, {
      role: role.name,
      policyArn: policy.arn,
    });
  });
}

/** Documents that each fit a managed policy; statements with the same actions are one, as far as they fit. */
function spread(statements: readonly Statement[]): readonly (readonly MergedStatement[])[] {
  const byActions = Map.groupBy(statements, ({ Effect, Action }) => `${Effect} ${Action.join()}`);
  const documents: MergedStatement[][] = [];
  let room = 0;
  for (const group of byActions.values()) {
    let current: MergedStatement | undefined;
    for (const { Effect, Action, Resource } of group) {
      const needed = resourceCharacters + (current === undefined ? statementCharacters : 0);
      if (needed > room) {
        documents.push([]);
        room = managedCharacters - documentCharacters;
        current = undefined;
      }
      if (current === undefined) {
        current = { Effect, Action, Resource: [] };
        documents.at(-1)?.push(current);
        room -= statementCharacters;
      }
      current.Resource.push(Resource);
      room -= resourceCharacters;
    }
  }
  return documents;
}
