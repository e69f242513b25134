import { dynamoDb } from "../../../runtime/clients/dynamodb.ts";
import { dynamoDbQueryDb } from "../../../runtime/dynamodb-query-db.ts";
import { physicalName } from "../../../runtime/environment.ts";
import type { QueryDb } from "../../../runtime/query-db.ts";
import type { ShipmentBoardRow } from "./row.ts";

type Rows = QueryDb<ShipmentBoardRow>;

const tableName = () => physicalName("shipment-board-query-db");

/** The rows of ShipmentBoard. */
export const shipmentBoardRows: Rows = dynamoDbQueryDb(dynamoDb, tableName);
