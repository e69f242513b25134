import type { PluginPlan } from "./deployment-plan.ts";

/** Room for the stack's name; the stack itself refuses longer ones. */
const stackNameLength = 12;

/** Longest names in characters, with the page that says so. */
const limits = {
  // https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html; roles have the same limit.
  function: 64,
  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_CreateQueue.html
  queue: 80,
  // https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Constraints.html
  table: 255,
} as const;

/** Everything about the plan that AWS would refuse: names too long, names taken twice. */
export function checkPlan(plan: PluginPlan): readonly string[] {
  const names = physicalNames(plan);
  const tooLong = names.flatMap(({ kind, name }) => {
    const length = plan.project.length + 1 + stackNameLength + 1 + name.length;
    const excess = length - limits[kind];
    return excess > 0
      ? [
          `The ${kind} ${plan.project}-<stack>-${name} would have up to ${length} characters; AWS allows ${limits[kind]}. Shorten the name of the app, the plugin or the component by ${excess}.`,
        ]
      : [];
  });
  const seen = new Set<string>();
  const twice = names.flatMap(({ kind, name }) => {
    const key = `${kind} ${name}`;
    if (seen.has(key)) {
      return [
        `Two components of ${plan.plugin.name} would both have a ${key}; rename one of them.`,
      ];
    }
    seen.add(key);
    return [];
  });
  return [...tooLong, ...twice];
}

function physicalNames(plan: PluginPlan) {
  const of = (kind: keyof typeof limits, list: readonly string[]) =>
    list.map((name) => ({ kind, name }));
  return [
    ...of(
      "function",
      plan.functions.map(({ name }) => name),
    ),
    ...plan.components.flatMap(({ tables, fifoQueues, standardQueues }) => [
      ...of("table", tables),
      ...of(
        "queue",
        fifoQueues.flatMap((name) => [`${name}.fifo`, `${name}-dlq.fifo`]),
      ),
      ...of("queue", standardQueues),
    ]),
  ];
}
