import { type Input, isObject } from "../read-input.ts";
import { type PolicyContext, toTexts, unmetCondition } from "./policy-conditions.ts";
import { matchesArn, matchesWildcard } from "./wildcard-pattern.ts";

/** A delivery as the queue's resource policy sees it. */
export interface DeliveryRequest {
  readonly queueArn: string;
  readonly topicArn: string;
  readonly accountId: string;
}

const service = "sns.amazonaws.com";
const action = "sqs:SendMessage";

/** Why the policy does not let the topic send to the queue; undefined when it does. */
// https://docs.aws.amazon.com/sns/latest/dg/subscribe-sqs-queue-to-sns-topic.html
export function deliveryRefusal(
  policy: string | undefined,
  request: DeliveryRequest,
): string | undefined {
  if (policy === undefined) return "the queue has no policy";
  const statements = readStatements(policy);
  if (statements === undefined) return "the queue's policy is not a JSON object with statements";
  const context = deliveryContext(request);
  const mismatches: string[] = [];
  let allowed = false;
  for (const [index, statement] of statements.entries()) {
    const name = typeof statement.Sid === "string" ? statement.Sid : `number ${index + 1}`;
    const mismatch = mismatchOf(statement, request, context);
    if (mismatch !== undefined) mismatches.push(`statement ${name}: ${mismatch}`);
    else if (statement.Effect === "Deny") return `statement ${name} denies it`;
    else if (statement.Effect === "Allow") allowed = true;
  }
  if (allowed) return undefined;
  return ["no statement allows it", ...mismatches].join("; ");
}

function readStatements(policy: string): readonly Input[] | undefined {
  try {
    const { Statement: statement } = JSON.parse(policy) as { Statement?: unknown };
    const statements: readonly unknown[] = Array.isArray(statement) ? statement : [statement];
    return statements.every(isObject) ? statements : undefined;
  } catch {
    return undefined;
  }
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html */
function deliveryContext({ topicArn, accountId }: DeliveryRequest): PolicyContext {
  return new Map([
    ["aws:sourcearn", topicArn],
    ["aws:sourceaccount", accountId],
    ["aws:sourceowner", accountId],
    ["aws:principalisawsservice", "true"],
    ["aws:principalservicename", service],
    ["aws:securetransport", "true"],
  ]);
}

function mismatchOf(
  statement: Input,
  { queueArn }: DeliveryRequest,
  context: PolicyContext,
): string | undefined {
  if (!includesService(statement.Principal)) return `its principal is not ${service}`;
  if (!covers(statement, "Action", (text) => matchesAction(text))) {
    return `its action is not ${action}`;
  }
  if (!covers(statement, "Resource", (text) => text === "*" || matchesArn(text, queueArn))) {
    return `its resource is not ${queueArn}`;
  }
  return unmetCondition(statement.Condition, context);
}

function includesService(principal: unknown): boolean {
  if (principal === "*") return true;
  if (!isObject(principal)) return false;
  const { Service: services, AWS: accounts } = principal;
  return (
    (services !== undefined && toTexts(services).includes(service)) ||
    (accounts !== undefined && toTexts(accounts).includes("*"))
  );
}

function covers(
  statement: Input,
  element: "Action" | "Resource",
  matches: (text: string) => boolean,
): boolean {
  const excluded = statement[`Not${element}`];
  if (excluded !== undefined) return !toTexts(excluded).some(matches);
  const included = statement[element];
  return included !== undefined && toTexts(included).some(matches);
}

/** IAM ignores the case of actions. */
function matchesAction(pattern: string): boolean {
  return matchesWildcard(pattern.toLowerCase(), action.toLowerCase());
}
