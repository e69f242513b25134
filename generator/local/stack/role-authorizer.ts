import { accessKeyIdOf } from "../lambda/function-settings.ts";
import type { OnLocalEvent } from "../local-events.ts";
import { type Authorize, AwsError, type ServiceCall } from "../ports.ts";
import { isObject } from "../read-input.ts";
import { toTexts, unmetCondition } from "../sns/policy-conditions.ts";
import { matchesArn, matchesWildcard } from "../sns/wildcard-pattern.ts";
import { nameOf, objectsInput, textInput, textsInput } from "./resource-inputs.ts";
import { localAccountId, type StackResource } from "./stack-graph.ts";

type Statement = Readonly<Record<string, unknown>>;

export interface RoleAuthorizer {
  readonly authorize: Authorize;
  /** Takes over the roles and policies that the stacks declare now. */
  replace(resources: readonly StackResource[]): void;
}

interface Caller {
  readonly functionName: string;
  readonly roleName: string;
  readonly statements: readonly Statement[];
}

/** Lets a function do what its role allows. Whoever is no function, such as the developer's own tools, may do everything. */
export function createRoleAuthorizer(onEvent: OnLocalEvent): RoleAuthorizer {
  let callers = new Map<string, Caller>();
  return {
    replace(resources) {
      callers = readCallers(resources);
    },
    authorize(call) {
      const caller = callers.get(call.accessKeyId);
      if (caller === undefined) return;
      const denied = denialOf(caller.statements, call);
      if (denied === undefined) return;
      const { functionName, roleName } = caller;
      const { action, resource } = call;
      const missing = JSON.stringify({ Effect: "Allow", Action: action, Resource: resource });
      onEvent({
        type: "denied",
        functionName,
        message: `${functionName} may not ${action} on ${resource}: ${denied}. Missing in the role ${roleName}: ${missing}`,
      });
      throw accessDenied(call, { functionName, roleName, denied });
    },
  };
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
function accessDenied(
  { action, resource }: ServiceCall,
  caller: { readonly functionName: string; readonly roleName: string; readonly denied: string },
): AwsError {
  const { functionName, roleName, denied } = caller;
  const principal = `arn:aws:sts::${localAccountId}:assumed-role/${roleName}/${functionName}`;
  const message = `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because ${denied}`;
  return action.startsWith("sns:")
    ? new AwsError("AuthorizationError", message, 403)
    : new AwsError("AccessDeniedException", message, 400);
}

/** Why the statements do not allow the call; undefined when they do. */
function denialOf(statements: readonly Statement[], call: ServiceCall): string | undefined {
  const context = new Map(
    Object.entries(call.context).map(([key, value]) => [key.toLowerCase(), value]),
  );
  const applying = statements.filter(
    (statement) =>
      coversAction(statement, call.action) &&
      coversResource(statement, call.resource) &&
      unmetCondition(statement.Condition, context) === undefined,
  );
  if (applying.some(({ Effect: effect }) => effect === "Deny")) {
    return `an identity-based policy explicitly denies the ${call.action} action`;
  }
  return applying.some(({ Effect: effect }) => effect === "Allow")
    ? undefined
    : `no identity-based policy allows the ${call.action} action`;
}

function coversAction({ Action: included, NotAction: excluded }: Statement, action: string) {
  const matches = (pattern: string) => matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
  if (excluded !== undefined) return !toTexts(excluded).some(matches);
  return included !== undefined && toTexts(included).some(matches);
}

function coversResource({ Resource: included, NotResource: excluded }: Statement, arn: string) {
  const matches = (pattern: string) => pattern === "*" || matchesArn(pattern, arn);
  if (excluded !== undefined) return !toTexts(excluded).some(matches);
  return included !== undefined && toTexts(included).some(matches);
}

function readCallers(resources: readonly StackResource[]): Map<string, Caller> {
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const roles = ofType("aws:iam/role:Role");
  return new Map(
    ofType("aws:lambda/function:Function").flatMap((resource) => {
      const role = roles.find(({ outputs }) => outputs.arn === textInput(resource, "role"));
      // A role of another stack is unknown here, so nothing can be said about it.
      if (role === undefined) return [];
      const functionName = nameOf(resource);
      const statements = policiesOf(role, ofType).flatMap(readStatements);
      const caller = { functionName, roleName: nameOf(role), statements };
      return [[accessKeyIdOf(functionName), caller] as const];
    }),
  );
}

/** Policy documents of a role: inline, attached, and its own. */
function policiesOf(
  role: StackResource,
  ofType: (type: string) => readonly StackResource[],
): readonly (string | undefined)[] {
  const isOfRole = (resource: StackResource): boolean =>
    [role.id, nameOf(role), String(role.outputs.arn)].includes(textInput(resource, "role") ?? "");
  const attached = new Set([
    ...textsInput(role, "managedPolicyArns"),
    ...ofType("aws:iam/rolePolicyAttachment:RolePolicyAttachment")
      .filter(isOfRole)
      .map((attachment) => textInput(attachment, "policyArn")),
  ]);
  return [
    ...ofType("aws:iam/rolePolicy:RolePolicy")
      .filter(isOfRole)
      .map((policy) => textInput(policy, "policy")),
    ...ofType("aws:iam/policy:Policy")
      .filter(({ outputs }) => attached.has(String(outputs.arn)))
      .map((policy) => textInput(policy, "policy")),
    ...objectsInput(role, "inlinePolicies").map(({ policy }) =>
      typeof policy === "string" ? policy : undefined,
    ),
  ];
}

function readStatements(document: string | undefined): readonly Statement[] {
  if (document === undefined) return [];
  const { Statement: statement } = JSON.parse(document) as { Statement?: unknown };
  return (Array.isArray(statement) ? statement : [statement]).filter(isObject);
}
