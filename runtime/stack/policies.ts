import { Policy } from "@pulumi/aws/iam/policy.js";
import type { Role } from "@pulumi/aws/iam/role.js";
import { RolePolicy } from "@pulumi/aws/iam/rolePolicy.js";
import { RolePolicyAttachment } from "@pulumi/aws/iam/rolePolicyAttachment.js";
import { jsonStringify, type Resource } from "@pulumi/pulumi";
import type { StackContext } from "./context.ts";
import type { Statement } from "./permissions.ts";
import {
  charactersOf,
  exactGroups,
  type PolicyDocument,
  patternGroups,
  plainGroups,
  spread,
} from "./policy-documents.ts";

/**
 * Characters of a role's inline policies together and of one managed policy, and how many managed
 * ones a role takes (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html).
 */
const inlineCharacters = 10_240;
const managedCharacters = 6_144;
const managedPolicies = 10;

/**
 * Gives a role its statements in the first form that AWS takes: each as it is written; merged; spread
 * over managed policies; with patterns for what the function hosts all of, so that policies do not
 * grow with the number of components. Triggers wait for what is returned.
 */
export function grant(
  context: StackContext,
  name: string,
  role: Role,
  statements: readonly Statement[],
): readonly Resource[] {
  const exact = exactGroups(statements, context);
  const patterns = patternGroups(statements, context);
  const plain = plainGroups(statements, context);
  const isInline = (groups: typeof exact) => charactersOf(groups) <= inlineCharacters;
  const spreadExactly = spread(exact, managedCharacters);
  if (isInline(plain)) return inline(name, role, spread(plain));
  if (isInline(exact)) return inline(name, role, spread(exact));
  if (spreadExactly.length <= managedPolicies) return managed(context, name, role, spreadExactly);
  if (isInline(patterns)) return inline(name, role, spread(patterns));
  const documents = spread(patterns, managedCharacters);
  if (documents.length <= managedPolicies) return managed(context, name, role, documents);
  throw new Error(
    `The function ${name} needs ${documents.length} policies for the components it hosts; a role takes ${managedPolicies}. Spread them over more functions: set "strategy" to "per-component" in reventless.json.`,
  );
}

function inline(name: string, role: Role, [document]: readonly PolicyDocument[]) {
  const policy = jsonStringify({ Version: "2012-10-17", Statement: document });
  return [new RolePolicy(`${name}-policy`, { name: "permissions", role: role.name, policy })];
}

function managed(
  context: StackContext,
  name: string,
  role: Role,
  documents: readonly PolicyDocument[],
): readonly Resource[] {
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
