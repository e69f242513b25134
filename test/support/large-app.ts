import type { NewAppInput } from "../../generator/emit/new-app.ts";
import type { AppDocument } from "../../generator/model/app-document.ts";
import { shop } from "../emit/written-app.ts";

/** Names as long as queues let them be: `shop-ordering-<12>-item-100-of-a-very-large-plugin-x-collector-dlq.fifo`. */
const ending = "OfAVeryLargePlugin";

/** An app with so many aggregates in one plugin, and as many read models, each of one of them. */
export function largeApp(count: number, settings: Partial<AppDocument> = {}): NewAppInput {
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const aggregates = numbers.map((number) => [`Item${number}${ending}`, {}]);
  const readModels = numbers.map((number) => {
    return [`View${number}${ending}`, { from: `Item${number}${ending}` }];
  });
  return shop({
    plugins: {
      Ordering: {
        aggregates: Object.fromEntries(aggregates),
        readModels: Object.fromEntries(readModels),
      },
    },
    ...settings,
  });
}
