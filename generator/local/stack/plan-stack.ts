import { checkProvisionedConcurrency, functionFinder } from "./function-finder.ts";
import { planFunctions } from "./plan-functions.ts";
import { planMappings } from "./plan-mappings.ts";
import { planQueues } from "./plan-queues.ts";
import { planRoutes } from "./plan-routes.ts";
import { planTables } from "./plan-tables.ts";
import { planSubscriptions, planTopics } from "./plan-topics.ts";
import type { StackResource } from "./stack-graph.ts";
import { type PlanInput, type StackPlan, StackRefusal } from "./stack-plan.ts";

/** From declared resources to definitions of the local services. Throws StackRefusal. */
export function planStack(resources: readonly StackResource[]): StackPlan {
  const problems: string[] = [];
  const input: PlanInput = {
    resources,
    ofType: (type) => resources.filter((resource) => resource.type === type),
    refuse: (resource, message) => {
      problems.push(`${resource.type.split(":").at(-1)} ${resource.name}: ${message}`);
    },
  };
  const queues = planQueues(input);
  const functions = planFunctions(input);
  const finder = functionFinder(input, functions);
  checkProvisionedConcurrency(input, finder);
  const plan: StackPlan = {
    tables: planTables(input),
    queues,
    topics: planTopics(input),
    subscriptions: planSubscriptions(input),
    functions,
    ...planMappings(input, { queues, finder }),
    routes: planRoutes(input, finder),
    notRun: resources.flatMap((resource) => notRun(resource, input)),
  };
  if (problems.length > 0) throw new StackRefusal(problems);
  return plan;
}

/** Types that are run, or that change nothing about what runs. */
const known = new Set([
  "aws:dynamodb/table:Table",
  "aws:sqs/queue:Queue",
  "aws:sqs/queuePolicy:QueuePolicy",
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy",
  "aws:sns/topic:Topic",
  "aws:sns/topicPolicy:TopicPolicy",
  "aws:sns/topicSubscription:TopicSubscription",
  "aws:lambda/function:Function",
  "aws:lambda/alias:Alias",
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig",
  "aws:lambda/eventSourceMapping:EventSourceMapping",
  "aws:lambda/permission:Permission",
  "aws:iam/role:Role",
  "aws:iam/rolePolicy:RolePolicy",
  "aws:iam/policy:Policy",
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:cloudwatch/logGroup:LogGroup",
  "aws:cloudwatch/metricAlarm:MetricAlarm",
  "aws:cloudwatch/dashboard:Dashboard",
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/stage:Stage",
  "aws:apigatewayv2/integration:Integration",
  "aws:apigatewayv2/route:Route",
  "aws:apigatewayv2/authorizer:Authorizer",
]);

/** Without these, messages would go nowhere and nobody would notice. */
const carriers =
  /^aws:(pipes|kinesis|firehose|msk)\/|^aws:cloudwatch\/eventTarget:|^aws:sqs\/redrivePolicy:|^aws:lambda\/functionEventInvokeConfig:/;

function notRun(resource: StackResource, { refuse }: PlanInput): readonly string[] {
  const { type, name } = resource;
  if (known.has(type) || type.startsWith("pulumi:")) return [];
  if (carriers.test(type)) {
    refuse(
      resource,
      `the local run has no ${type}, and without it messages would be lost. Declare it for other stacks than dev only.`,
    );
    return [];
  }
  return [`${type.split(":").at(-1)} ${name} (${type})`];
}
