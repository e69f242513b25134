import { dynamoDb } from "../../../runtime/clients/dynamodb.ts";
import { dynamoDbQueryDb } from "../../../runtime/dynamodb-query-db.ts";
import { physicalName } from "../../../runtime/environment.ts";
import type { OrderSummaryRow } from "./row.ts";

/** The rows of OrderSummary. */
export const orderSummaryRows = dynamoDbQueryDb<OrderSummaryRow>(dynamoDb, () =>
  physicalName("order-summary-query-db"),
);
