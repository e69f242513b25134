import { LogGroup } from "@pulumi/aws/cloudwatch/logGroup.js";
import { MetricAlarm } from "@pulumi/aws/cloudwatch/metricAlarm.js";
import { Role } from "@pulumi/aws/iam/role.js";
import { Alias } from "@pulumi/aws/lambda/alias.js";
import { Function as LambdaFunction } from "@pulumi/aws/lambda/function.js";
import { ProvisionedConcurrencyConfig } from "@pulumi/aws/lambda/provisionedConcurrencyConfig.js";
import { interpolate, type Resource } from "@pulumi/pulumi";
import { bundle } from "./bundle.ts";
import type { StackContext } from "./context.ts";
import { allow, type Statement } from "./permissions.ts";
import { grant } from "./policies.ts";

/** A function with the role it runs under. */
export interface HostFunction {
  readonly name: string;
  readonly lambda: LambdaFunction;
  /** What triggers call: the function, or its alias that is kept warm. */
  readonly target: LambdaFunction | Alias;
  /** What gives the role its permissions; triggers wait for it, since AWS checks them when they are made. */
  readonly policies: readonly Resource[];
}

export interface HostFunctionOptions {
  /** In the stack. */
  readonly name: string;
  /** Path of the handler's source. */
  readonly entry: string;
  /** MB. */
  readonly memory: number;
  /** Seconds. */
  readonly timeout: number;
  /** Invocations at the same time, set aside and not exceeded. */
  readonly reservedConcurrency?: number;
  /** Invocations at the same time for which the function is kept warm. */
  readonly provisionedConcurrency?: number;
  /** MB of /tmp; 512 if absent. */
  readonly ephemeralStorage?: number;
  readonly architecture?: "arm64" | "x86_64";
  /** If other than the app's. */
  readonly logRetentionDays?: number;
  readonly permissions: readonly Statement[];
}

/** A function with log group, role, policy and alarms. */
export function hostFunction(context: StackContext, options: HostFunctionOptions): HostFunction {
  const { name, reservedConcurrency, provisionedConcurrency, ephemeralStorage } = options;
  const physicalName = `${context.prefix}${name}`;
  const logs = new LogGroup(`${name}-logs`, {
    name: `/aws/lambda/${physicalName}`,
    retentionInDays: options.logRetentionDays ?? context.logRetentionDays,
    tags: context.tags,
  });
  const role = new Role(`${name}-role`, {
    name: physicalName,
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "lambda.amazonaws.com" },
          Action: "sts:AssumeRole",
        },
      ],
    }),
    tags: context.tags,
  });
  const policies = grant(context, name, role, [
    allow(interpolate`${logs.arn}:*`, "logs:CreateLogStream", "logs:PutLogEvents"),
    ...options.permissions,
  ]);
  const lambda = new LambdaFunction(
    name,
    {
      name: physicalName,
      role: role.arn,
      runtime: "nodejs24.x",
      architectures: [options.architecture ?? "arm64"],
      handler: "index.handler",
      code: bundle(options.entry),
      memorySize: options.memory,
      timeout: options.timeout,
      ...(reservedConcurrency !== undefined && {
        reservedConcurrentExecutions: reservedConcurrency,
      }),
      ...(provisionedConcurrency !== undefined && { publish: true }),
      ...(ephemeralStorage !== undefined && { ephemeralStorage: { size: ephemeralStorage } }),
      environment: { variables: context.environment },
      loggingConfig: { logFormat: "Text", logGroup: logs.name },
      tags: context.tags,
    },
    { dependsOn: [...policies] },
  );
  alarm(context, `${name}-errors`, lambda, "Errors", "Invocations of the function fail.");
  alarm(
    context,
    `${name}-throttles`,
    lambda,
    "Throttles",
    "Invocations of the function are throttled.",
  );
  const target =
    provisionedConcurrency === undefined ? lambda : warmAlias(name, lambda, provisionedConcurrency);
  return { name, lambda, target, policies };
}

/** Only versions are kept warm, so triggers call an alias that always stands for the newest one. */
function warmAlias(name: string, lambda: LambdaFunction, invocations: number): Alias {
  const alias = new Alias(`${name}-live`, {
    name: "live",
    functionName: lambda.name,
    functionVersion: lambda.version,
  });
  new ProvisionedConcurrencyConfig(`${name}-live`, {
    functionName: lambda.name,
    qualifier: alias.name,
    provisionedConcurrentExecutions: invocations,
  });
  return alias;
}

function alarm(
  context: StackContext,
  name: string,
  lambda: LambdaFunction,
  metricName: string,
  alarmDescription: string,
): MetricAlarm {
  return new MetricAlarm(name, {
    name: `${context.prefix}${name}`,
    alarmDescription,
    namespace: "AWS/Lambda",
    metricName,
    dimensions: { FunctionName: lambda.name },
    statistic: "Sum",
    period: 60,
    evaluationPeriods: 1,
    threshold: 0,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "notBreaching",
    alarmActions: [...context.alarmActions],
    tags: context.tags,
  });
}
