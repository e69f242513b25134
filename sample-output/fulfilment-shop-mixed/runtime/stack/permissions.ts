import type { Table } from "@pulumi/aws/dynamodb/table.js";
import type { Queue } from "@pulumi/aws/sqs/queue.js";
import type { Input } from "@pulumi/pulumi";

/** One statement of a function's policy. */
export interface Statement {
  readonly Effect: "Allow" | "Deny";
  readonly Action: readonly string[];
  readonly Resource: Input<string>;
}

export function allow(resource: Input<string>, ...actions: readonly string[]): Statement {
  return { Effect: "Allow", Action: actions, Resource: resource };
}

/** What the event source mapping of a queue does in the function's name. */
export function consume(queue: Queue): Statement {
  return allow(queue.arn, "sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes");
}

/** What the event source mapping of a table's stream does in the function's name. */
export function readStream(table: Table): Statement {
  return allow(
    table.streamArn,
    "dynamodb:DescribeStream",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "dynamodb:ListStreams",
  );
}

/** Keeps an event log append-only, whatever else a policy may come to allow. */
export function appendOnly(table: Table): Statement {
  return {
    Effect: "Deny",
    Action: ["dynamodb:UpdateItem", "dynamodb:DeleteItem", "dynamodb:BatchWriteItem"],
    Resource: table.arn,
  };
}
