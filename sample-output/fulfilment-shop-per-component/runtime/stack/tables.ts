import { Table, type TableArgs } from "@pulumi/aws/dynamodb/table.js";
import type { CustomResourceOptions } from "@pulumi/pulumi";
import type { StackContext } from "./context.ts";

/** Layers against losing data: AWS, Pulumi's delete and Pulumi's replace, all from the first deployment. */
function guarded(context: StackContext): CustomResourceOptions {
  return { protect: context.protect, retainOnDelete: context.protect };
}

function table(
  context: StackContext,
  name: string,
  args: Pick<TableArgs, "attributes" | "hashKey"> & Partial<TableArgs>,
  options: CustomResourceOptions = {},
): Table {
  const physicalName = `${context.prefix}${name}`;
  const made = new Table(
    name,
    { name: physicalName, billingMode: "PAY_PER_REQUEST", tags: context.tags, ...args },
    options,
  );
  context.names.set(made.arn, { kind: "table", name: physicalName });
  context.names.set(made.streamArn, { kind: "stream", name: physicalName });
  return made;
}

/** An aggregate's commits, for good. The stream's settings can never change: a new stream forgets the old one's place. */
export function eventLogTable(context: StackContext, name: string): Table {
  return table(
    context,
    name,
    {
      hashKey: "streamId",
      rangeKey: "version",
      attributes: [
        { name: "streamId", type: "S" },
        { name: "version", type: "N" },
      ],
      streamEnabled: true,
      streamViewType: "NEW_IMAGE",
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: context.protect,
    },
    guarded(context),
  );
}

/** What became of an aggregate's commands; entries expire. */
export function outcomeTable(context: StackContext, name: string): Table {
  return table(
    context,
    name,
    {
      hashKey: "streamId",
      rangeKey: "commandId",
      attributes: [
        { name: "streamId", type: "S" },
        { name: "commandId", type: "S" },
      ],
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      deletionProtectionEnabled: context.protect,
    },
    guarded(context),
  );
}

/** A read model's rows. They can be rebuilt from the log, but not while somebody waits for them. */
export function queryDbTable(context: StackContext, name: string): Table {
  return table(
    context,
    name,
    {
      hashKey: "id",
      attributes: [{ name: "id", type: "S" }],
      deletionProtectionEnabled: context.protect,
    },
    guarded(context),
  );
}
