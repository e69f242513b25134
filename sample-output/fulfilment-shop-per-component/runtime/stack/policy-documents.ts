import { type Input, output } from "@pulumi/pulumi";
import type { NamedResource } from "./context.ts";
import type { Statement } from "./permissions.ts";

/** A statement about any number of resources. */
export interface MergedStatement {
  readonly Effect: Statement["Effect"];
  readonly Action: readonly string[];
  /** One is written without brackets. */
  readonly Resource: Input<string> | readonly Input<string>[];
}

export type PolicyDocument = readonly MergedStatement[];

/** An ARN, or a pattern of ARNs, whose text is known only while deploying. */
interface Target {
  /** The same for the same resources. */
  readonly key: unknown;
  readonly text: Input<string>;
  /** Of the text, at most. */
  readonly characters: number;
}

interface Grant {
  readonly Effect: Statement["Effect"];
  readonly action: string;
  readonly target: Target;
}

interface TargetGroup {
  readonly Effect: Statement["Effect"];
  readonly actions: readonly string[];
  readonly targets: readonly Target[];
}

export interface StackNames {
  /** What every physical name begins with. */
  readonly prefix: string;
  /** What is known of the resources of the whole stack, by ARN. */
  readonly names: ReadonlyMap<Input<string>, NamedResource>;
}

/**
 * How ARNs begin, with the longest names of a partition and of a region there are
 * (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html).
 */
const account = "arn:aws-us-gov:dynamodb:ap-southeast-1:000000000000:";
const streamLabel = "/stream/2026-11-24T00:00:00.000";
const shapes = {
  table: { before: `${account}table/`, after: "", pattern: "" },
  stream: { before: `${account}table/`, after: streamLabel, pattern: "/stream/*" },
  queue: { before: account, after: "", pattern: "" },
  topic: { before: account, after: "", pattern: "" },
} as const;

/** Of ARNs that nothing is known of; the longest is a log group's: 64 characters of function in it. */
const unknownCharacters = 143;

/** Quotes and comma around an ARN, and what a document has around its statements. */
const aroundTarget = '"",'.length;
const aroundDocument = '{"Version":"2012-10-17","Statement":[]}'.length;

/** Statements as they are, one resource each: what people read most easily. */
export function plainGroups(
  statements: readonly Statement[],
  stack: StackNames,
): readonly TargetGroup[] {
  return statements.map(({ Effect, Action, Resource }) => {
    return { Effect, actions: Action, targets: [exactTarget(Resource, stack)] };
  });
}

/** The same, with every resource named once and resources of the same actions together. */
export function exactGroups(
  statements: readonly Statement[],
  stack: StackNames,
): readonly TargetGroup[] {
  return grouped(
    statements.flatMap(({ Effect, Action, Resource }) =>
      Action.map((action) => ({ Effect, action, target: exactTarget(Resource, stack) })),
    ),
  );
}

/**
 * The same, with patterns such as `…:table/shop-ordering-dev-*-event-log` for what is nearly all that
 * the stack has under the pattern; the rest is denied by name. Within the stack that allows nothing
 * that the ARNs would not, as long as nobody adds other resources with such names.
 */
export function patternGroups(
  statements: readonly Statement[],
  stack: StackNames,
): readonly TargetGroup[] {
  const grants = statements.flatMap(({ Effect, Action, Resource }) =>
    Action.map((action) => ({ Effect, action, Resource, name: stack.names.get(Resource) })),
  );
  const families = Map.groupBy(grants, ({ Effect, action, Resource, name }) =>
    name === undefined ? Resource : `${Effect} ${action} ${name.kind} ${lastWord(name)}`,
  );
  return grouped([...families.values()].flatMap((family) => patternGrants(family, stack)));
}

/** Grants of one action on resources for the same purpose. */
function patternGrants(
  family: readonly (Omit<Grant, "target"> & { readonly Resource: Input<string> })[],
  stack: StackNames,
): readonly Grant[] {
  const [first] = family;
  const resources = [...new Set(family.map(({ Resource }) => Resource))];
  const pattern = patternTarget(resources, stack);
  // What is denied stays as it is: a pattern would deny more.
  const isUsable = first?.Effect === "Allow" || pattern?.others.length === 0;
  if (first === undefined || pattern === undefined || !isUsable) {
    return family.map(({ Resource, ...grant }) => ({
      ...grant,
      target: exactTarget(Resource, stack),
    }));
  }
  const { action, Effect } = first;
  return [
    { Effect, action, target: pattern.target },
    ...pattern.others.map((arn): Grant => {
      return { Effect: "Deny", action, target: exactTarget(arn, stack) };
    }),
  ];
}

/** `-log` of `shop-ordering-dev-order-event-log`: what resources for the same purpose share. */
function lastWord({ name }: NamedResource): string {
  return name.slice(name.lastIndexOf("-"));
}

function exactTarget(arn: Input<string>, { names }: StackNames): Target {
  const name = names.get(arn);
  if (name === undefined) return { key: arn, text: arn, characters: unknownCharacters };
  const { before, after } = shapes[name.kind];
  return { key: arn, text: arn, characters: before.length + name.name.length + after.length };
}

/** The pattern of some ARNs and what else in the stack fits it, where that is less than they are. */
function patternTarget(
  arns: readonly Input<string>[],
  stack: StackNames,
): { readonly target: Target; readonly others: readonly Input<string>[] } | undefined {
  const [arn] = arns;
  const named = arns.flatMap((each) => stack.names.get(each) ?? []);
  const [first] = named;
  if (arn === undefined || first === undefined || named.length < 2) return undefined;
  const ending = commonEnding(named.map(({ name }) => name.slice(stack.prefix.length)));
  const own = new Set(arns);
  const others = [...stack.names]
    .filter(([, { kind, name }]) => kind === first.kind && name.endsWith(ending))
    .map(([each]) => each)
    .filter((each) => !own.has(each));
  if (others.length >= named.length) return undefined;
  const { before, pattern } = shapes[first.kind];
  const names = `${stack.prefix}*${ending}${pattern}`;
  const target = {
    key: names,
    text: output(arn).apply((text) => text.slice(0, text.indexOf(first.name)) + names),
    characters: before.length + names.length,
  };
  return { target, others };
}

function commonEnding(names: readonly string[]): string {
  return names.reduce((ending, name) => {
    let length = Math.min(ending.length, name.length);
    while (!name.endsWith(ending.slice(ending.length - length))) length -= 1;
    return ending.slice(ending.length - length);
  });
}

/** First all actions of a target, then all targets of the same actions. */
function grouped(grants: readonly Grant[]): readonly TargetGroup[] {
  const byTarget = new Map<string, Map<unknown, { target: Target; actions: Set<string> }>>();
  for (const { Effect, action, target } of grants) {
    const targets = byTarget.get(Effect) ?? new Map();
    const entry = targets.get(target.key) ?? { target, actions: new Set() };
    entry.actions.add(action);
    byTarget.set(Effect, targets.set(target.key, entry));
  }
  return [...byTarget].flatMap(([Effect, targets]) => {
    const byActions = Map.groupBy(targets.values(), ({ actions }) => [...actions].sort().join());
    return [...byActions.values()].map((entries) => ({
      Effect: Effect as Statement["Effect"],
      actions: [...(entries[0]?.actions ?? [])],
      targets: entries.map(({ target }) => target),
    }));
  });
}

/** Characters of a document with these statements, at most. */
export function charactersOf(groups: readonly TargetGroup[]): number {
  const statements = groups.map(
    (group) =>
      aroundStatement(group) +
      group.targets.reduce((sum, { characters }) => sum + characters + aroundTarget, 0),
  );
  return statements.reduce((sum, characters) => sum + characters, aroundDocument);
}

/** Documents of at most so many characters each. */
export function spread(
  groups: readonly TargetGroup[],
  most = Number.POSITIVE_INFINITY,
): readonly PolicyDocument[] {
  const documents: TargetGroup[][] = [];
  let room = 0;
  for (const { Effect, actions, targets } of groups) {
    let current: Target[] | undefined;
    for (const target of targets) {
      const needed = target.characters + aroundTarget;
      const around = aroundStatement({ Effect, actions });
      if (needed + (current === undefined ? around : 0) > room) {
        documents.push([]);
        room = most - aroundDocument;
        current = undefined;
      }
      if (current === undefined) {
        current = [];
        documents.at(-1)?.push({ Effect, actions, targets: current });
        room -= around;
      }
      current.push(target);
      room -= needed;
    }
  }
  return documents.map((document) => document.map(statementOf));
}

function statementOf({ Effect, actions, targets }: TargetGroup): MergedStatement {
  const [first, ...others] = targets.map(({ text }) => text);
  const one = first === undefined || others.length > 0 ? undefined : first;
  return { Effect, Action: actions, Resource: one ?? targets.map(({ text }) => text) };
}

function aroundStatement({ Effect, actions }: Pick<TargetGroup, "Effect" | "actions">): number {
  return JSON.stringify({ Effect, Action: actions, Resource: [] }).length + ",".length;
}
