import type { PlannedStatement, StackResource } from "./permissions.ts";

/** Where a stack is deployed to, as far as ARNs tell. */
export interface StackPlace {
  readonly region: string;
  /** First part of every physical name: `<app>-<plugin>-<stack>-`. */
  readonly prefix: string;
}

/** Policies that a function's role gets. */
export interface PolicySize {
  readonly statements: number;
  /** One inline policy while the statements fit, managed ones beyond. */
  readonly kind: "inline" | "managed";
  readonly documents: number;
  /** Of the largest document. */
  readonly characters: number;
  readonly limit: number;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html */
const inlineCharacters = 10_240;
const managedCharacters = 6_144;
const managedPolicies = 10;

/** Any account's number has as many digits. */
const account = "000000000000";

/** A stream is called after the moment that it was made. */
const streamLabel = "2026-11-24T00:00:00.000";

/** A statement as the policy has it, about one or several resources. */
interface Statement {
  readonly Effect: PlannedStatement["effect"];
  readonly Action: readonly string[];
  readonly Resource: string | readonly string[];
}

/**
 * The first form that fits, as `runtime/stack/policies.ts` chooses it: statements as they are written,
 * merged, spread over managed policies, and at last with patterns in place of many names.
 */
export function policySize(statements: readonly PlannedStatement[], place: StackPlace): PolicySize {
  const sized = (kind: PolicySize["kind"], sizes: readonly number[]): PolicySize => ({
    statements: statements.length,
    kind,
    documents: sizes.length,
    characters: Math.max(...sizes),
    limit: kind === "inline" ? inlineCharacters : managedCharacters,
  });
  const plain = statements.map(({ effect, actions, resource }) => ({
    Effect: effect,
    Action: actions,
    Resource: arnOf(resource, place),
  }));
  const merged = mergedStatements(statements, place);
  for (const form of [plain, merged]) {
    const characters = documentCharacters(form);
    if (characters <= inlineCharacters) return sized("inline", [characters]);
  }
  const spread = spreadCharacters(merged);
  if (spread.length <= managedPolicies) return sized("managed", spread);
  const patterns = mergedStatements(withPatterns(statements), place);
  const characters = documentCharacters(patterns);
  return characters <= inlineCharacters
    ? sized("inline", [characters])
    : sized("managed", spreadCharacters(patterns));
}

function documentCharacters(statements: readonly Statement[]): number {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements }).length;
}

/** All actions of a resource, then all resources of the same actions. */
function mergedStatements(
  statements: readonly PlannedStatement[],
  place: StackPlace,
): readonly Statement[] {
  const byResource = new Map<string, { effect: Statement["Effect"]; actions: Set<string> }>();
  for (const { effect, actions, resource } of statements) {
    const key = `${effect} ${arnOf(resource, place)}`;
    const entry = byResource.get(key) ?? { effect, actions: new Set() };
    for (const action of actions) entry.actions.add(action);
    byResource.set(key, entry);
  }
  const byActions = new Map<string, Statement & { readonly Resource: string[] }>();
  for (const [key, { effect, actions }] of byResource) {
    const Action = [...actions].sort();
    const group = `${effect} ${Action.join()}`;
    const statement = byActions.get(group) ?? { Effect: effect, Action, Resource: [] };
    statement.Resource.push(key.slice(effect.length + 1));
    byActions.set(group, statement);
  }
  return [...byActions.values()];
}

/** Resources with the same last word of a name as one: `*-event-log`. */
function withPatterns(statements: readonly PlannedStatement[]): readonly PlannedStatement[] {
  return statements.map(({ resource, ...statement }) => {
    if (resource.kind === "logs") return { ...statement, resource };
    const name = `*${resource.name.slice(resource.name.lastIndexOf("-"))}`;
    return { ...statement, resource: { kind: resource.kind, name } };
  });
}

/** Characters of each document that statements are spread over. */
function spreadCharacters(statements: readonly Statement[]): readonly number[] {
  const empty = documentCharacters([]);
  const sizes: number[] = [];
  for (const { Resource, ...statement } of statements) {
    const around = JSON.stringify({ ...statement, Resource: [] }).length + 1;
    let isOpen = false;
    for (const arn of [Resource].flat()) {
      const needed = arn.length + 3;
      const last = sizes.at(-1) ?? managedCharacters;
      if (last + needed + (isOpen ? 0 : around) > managedCharacters) {
        sizes.push(empty + around + needed);
      } else {
        sizes[sizes.length - 1] = last + needed + (isOpen ? 0 : around);
      }
      isOpen = true;
    }
  }
  return sizes;
}

function arnOf({ kind, name }: StackResource, { region, prefix }: StackPlace): string {
  const physical = `${prefix}${name}`;
  switch (kind) {
    case "queue":
      return `arn:aws:sqs:${region}:${account}:${physical}`;
    case "topic":
      return `arn:aws:sns:${region}:${account}:${physical}`;
    case "table":
      return `arn:aws:dynamodb:${region}:${account}:table/${physical}`;
    case "stream":
      return `arn:aws:dynamodb:${region}:${account}:table/${physical}/stream/${streamLabel}`;
    case "logs":
      return `arn:aws:logs:${region}:${account}:log-group:/aws/lambda/${physical}:*`;
  }
}
