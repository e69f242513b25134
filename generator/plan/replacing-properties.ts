/**
 * Inputs whose change makes the provider replace a resource, as the schemas of the AWS provider that
 * Pulumi's wraps say (`ForceNew` in https://github.com/hashicorp/terraform-provider-aws/tree/main/internal/service).
 * Only types that emitted stacks declare; a type that is not here counts as replaced by any change.
 */
const properties: Readonly<Record<string, "all" | readonly string[]>> = {
  // A new view type means a new stream, so what the old one still held is lost to its reader.
  "aws:dynamodb/table:Table": [
    ...["name", "hashKey", "rangeKey", "localSecondaryIndexes", "streamEnabled", "streamViewType"],
  ],
  "aws:sqs/queue:Queue": ["name", "fifoQueue"],
  "aws:sqs/queuePolicy:QueuePolicy": ["queueUrl"],
  "aws:sns/topic:Topic": ["name", "fifoTopic"],
  "aws:sns/topicSubscription:TopicSubscription": ["topic", "protocol", "endpoint"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["eventSourceArn", "startingPosition"],
  "aws:lambda/function:Function": ["name", "packageType"],
  "aws:lambda/alias:Alias": ["name", "functionName"],
  "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": [
    ...["functionName", "qualifier"],
  ],
  "aws:lambda/permission:Permission": "all",
  "aws:iam/role:Role": ["name", "path"],
  "aws:iam/rolePolicy:RolePolicy": ["name", "role"],
  "aws:iam/policy:Policy": ["name", "path", "description"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "all",
  "aws:cloudwatch/logGroup:LogGroup": ["name"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": ["name"],
  "aws:apigatewayv2/api:Api": ["protocolType"],
  "aws:apigatewayv2/stage:Stage": ["apiId", "name"],
  "aws:apigatewayv2/route:Route": ["apiId"],
  "aws:apigatewayv2/integration:Integration": ["apiId", "integrationType"],
  "aws:apigatewayv2/authorizer:Authorizer": ["apiId"],
};

export function replacingProperties(type: string): "all" | readonly string[] {
  return properties[type] ?? "all";
}
