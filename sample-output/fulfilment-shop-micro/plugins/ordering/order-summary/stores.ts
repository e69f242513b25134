import { dynamoDb } from "../../../runtime/clients/dynamodb.ts";
import { dynamoDbQueryDb } from "../../../runtime/dynamodb-query-db.ts";
import { physicalName } from "../../../runtime/environment.ts";
import type { QueryDb } from "../../../runtime/query-db.ts";
import type { OrderSummaryRow } from "./row.ts";

type Rows = QueryDb<OrderSummaryRow>;

const tableName = () => physicalName("order-summary-query-db");

/** The rows of OrderSummary. */
export const orderSummaryRows: Rows = dynamoDbQueryDb(dynamoDb, tableName);
