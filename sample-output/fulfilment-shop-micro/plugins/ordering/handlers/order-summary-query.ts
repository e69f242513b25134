import { route } from "../../../runtime/routing.ts";
import { answerOrderSummaryQuery } from "../order-summary/roles/query.ts";

/** Function order-summary-query. It hosts OrderSummary (query). */
export const handler = route({
  http: {
    "GET /ordering/order-summary/{id}": answerOrderSummaryQuery,
  },
});
