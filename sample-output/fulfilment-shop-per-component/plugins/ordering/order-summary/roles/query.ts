import { rowEndpoint } from "../../../../runtime/query.ts";
import { orderSummaryRows } from "../stores.ts";

/** GET /ordering/order-summary/{id}: one row of OrderSummary. */
export const answerOrderSummaryQuery = rowEndpoint(orderSummaryRows);
