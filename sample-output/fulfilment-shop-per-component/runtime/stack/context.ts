import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity.js";
import { getPartitionOutput } from "@pulumi/aws/getPartition.js";
import { getRegionOutput } from "@pulumi/aws/getRegion.js";
import { Config, getProject, getStack, type Input, interpolate, type Output } from "@pulumi/pulumi";

/** Names are checked against AWS's limits when they are generated, with this much room for the stack's. */
const maximumStackName = 12;

/** What all resources of a stack share. */
export interface StackContext {
  /** Its name: `dev`, `prod`. */
  readonly stack: string;
  /** First part of every physical name: `<app>-<plugin>-<stack>-`. */
  readonly prefix: string;
  readonly tags: Readonly<Record<string, string>>;
  /** Environment of every function; the same size however many components it hosts. */
  readonly environment: Readonly<Record<string, Output<string>>>;
  /** Topics that alarms notify: the stack's setting `alarmTopicArn`. */
  readonly alarmActions: readonly string[];
  /** Whether tables with data refuse to be deleted; the setting `protect` is only for stacks to throw away. */
  readonly protect: boolean;
  readonly logRetentionDays: number;
  /** What tables, queues and topics are called, by ARN: that is known only while deploying. */
  readonly names: Map<Input<string>, NamedResource>;
}

/** What a policy may be about. */
export interface NamedResource {
  readonly kind: "table" | "stream" | "queue" | "topic";
  /** Physical; of a stream, its table's. */
  readonly name: string;
}

export function stackContext(options: { readonly logRetentionDays: number }): StackContext {
  const stack = getStack();
  if (!/^[a-z0-9-]+$/.test(stack) || stack.length > maximumStackName) {
    throw new Error(
      `The stack is called "${stack}", but its name becomes part of every resource name: use at most ${maximumStackName} of the characters a-z 0-9 and -, for example "dev" or "prod".`,
    );
  }
  const config = new Config();
  const prefix = `${getProject()}-${stack}-`;
  const { accountId } = getCallerIdentityOutput();
  const { region } = getRegionOutput();
  const { partition, dnsSuffix } = getPartitionOutput();
  const alarmTopicArn = config.get("alarmTopicArn");
  return {
    stack,
    prefix,
    tags: { project: getProject(), stack },
    environment: {
      RESOURCE_PREFIX: interpolate`${prefix}`,
      QUEUE_URL_BASE: interpolate`https://sqs.${region}.${dnsSuffix}/${accountId}`,
      TOPIC_ARN_BASE: interpolate`arn:${partition}:sns:${region}:${accountId}`,
    },
    alarmActions: alarmTopicArn === undefined ? [] : [alarmTopicArn],
    protect: config.getBoolean("protect") ?? true,
    logRetentionDays: options.logRetentionDays,
    names: new Map(),
  };
}
