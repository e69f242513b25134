import type { TableService } from "../ports.ts";
import { type Input, isObject } from "../read-input.ts";
import type { RequiredPermission } from "./json-protocol.ts";

/**
 * The actions and resources that IAM checks for an operation. A transaction has no action of its
 * own: each entry needs the permission of what it does.
 */
// https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/transaction-apis-iam.html
export function dynamodbPermissions(
  dynamodb: Pick<TableService, "tableArn">,
  operation: string,
  input: Input,
): readonly RequiredPermission[] {
  const onTable = (action: string, table: unknown, enclosing?: string): RequiredPermission => ({
    action: `dynamodb:${action}`,
    resource: tableArn(dynamodb, table),
    context: enclosing === undefined ? {} : { "dynamodb:EnclosingOperation": enclosing },
  });
  switch (operation) {
    case "Query":
    case "Scan": {
      const permission = onTable(operation, input.TableName);
      const { IndexName: index } = input;
      if (index === undefined || index === null) return [permission];
      return [{ ...permission, resource: `${permission.resource}/index/${String(index)}` }];
    }
    case "BatchGetItem":
    case "BatchWriteItem": {
      const tables = isObject(input.RequestItems) ? Object.keys(input.RequestItems) : [];
      return orEverything(tables).map((table) => onTable(operation, table));
    }
    case "TransactGetItems":
    case "TransactWriteItems":
      return distinct(
        orEverything(transactionEntries(input)).map((entry) =>
          onTable(entry?.action ?? operation, entry?.table, operation),
        ),
      );
    case "ListTables":
    case "DescribeLimits":
    case "DescribeEndpoints":
      return [{ action: `dynamodb:${operation}`, resource: "*", context: {} }];
    default:
      return [onTable(operation, input.TableName)];
  }
}

const entryActions: ReadonlyMap<string, string> = new Map([
  ["Get", "GetItem"],
  ["Put", "PutItem"],
  ["Update", "UpdateItem"],
  ["Delete", "DeleteItem"],
  ["ConditionCheck", "ConditionCheckItem"],
]);

function transactionEntries(
  input: Input,
): readonly { readonly action: string; readonly table: unknown }[] {
  const items: readonly unknown[] = Array.isArray(input.TransactItems) ? input.TransactItems : [];
  return items.flatMap((item) =>
    Object.entries(isObject(item) ? item : {}).flatMap(([kind, part]) => {
      const action = entryActions.get(kind);
      return action === undefined || !isObject(part) ? [] : [{ action, table: part.TableName }];
    }),
  );
}

/** An input that names nothing needs permission for everything, so that no input gets round a policy. */
function orEverything<Entry>(entries: readonly Entry[]): readonly (Entry | undefined)[] {
  return entries.length === 0 ? [undefined] : entries;
}

function tableArn(dynamodb: Pick<TableService, "tableArn">, table: unknown): string {
  if (typeof table !== "string" || table === "") return "*";
  // A table may be given by its ARN.
  return table.startsWith("arn:") ? table : dynamodb.tableArn(table);
}

function distinct(permissions: readonly RequiredPermission[]): readonly RequiredPermission[] {
  const byKey = new Map(
    permissions.map((permission) => [`${permission.action} ${permission.resource}`, permission]),
  );
  return [...byKey.values()];
}
