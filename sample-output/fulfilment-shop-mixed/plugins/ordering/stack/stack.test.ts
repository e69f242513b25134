import { describe, expect, it } from "vitest";
import { declaredResources } from "../../../runtime/stack/testing.ts";

/** Environments may have functions of their own; what holds data is the same in all of them. */
const stacks = ["dev"];
const tables = [
  "order-event-log",
  "order-outcomes",
  "order-summary-query-db",
  "shipment-board-query-db",
  "shipment-event-log",
  "shipment-outcomes",
];
const queues = [
  "order-commands-dlq.fifo",
  "order-commands.fifo",
  "order-relay-failures",
  "order-summary-collector-dlq.fifo",
  "order-summary-collector.fifo",
  "shipment-board-collector-dlq.fifo",
  "shipment-board-collector.fifo",
  "shipment-commands-dlq.fifo",
  "shipment-commands.fifo",
  "shipment-relay-failures",
];
const routes = [
  "GET /ordering/order-summary/{id}",
  "GET /ordering/order/{id}/commands/{commandId}",
  "GET /ordering/shipment-board/{id}",
  "GET /ordering/shipment/{id}/commands/{commandId}",
  "POST /ordering/order/{id}",
  "POST /ordering/shipment/{id}",
];
const mappings = [
  "order-command-topic",
  "order-event-topic",
  "order-summary-event-collector",
  "shipment-board-event-collector",
  "shipment-command-topic",
  "shipment-event-topic",
];

for (const stack of stacks) {
  const resources = await declaredResources(new URL("index.ts", import.meta.url), stack);

  function resourcesOf(type: string) {
    return resources.filter((resource) => resource.type === type);
  }

  function namesOf(type: string): string[] {
    return resourcesOf(type)
      .map(({ name }) => name)
      .sort();
  }

  describe(`the stack ${stack}`, () => {
    it("declares the tables under names of its own", () => {
      expect(namesOf("aws:dynamodb/table:Table")).toEqual(tables);
      for (const { name, inputs } of resourcesOf("aws:dynamodb/table:Table")) {
        expect(inputs.name).toBe(`project-${stack}-${name}`);
      }
    });

    it("declares the queues", () => {
      expect(namesOf("aws:sqs/queue:Queue")).toEqual(queues);
    });

    it("declares the routes, none of them open", () => {
      const declared = resourcesOf("aws:apigatewayv2/route:Route");
      expect(declared.map(({ inputs }) => inputs.routeKey).sort()).toEqual(routes);
      for (const { inputs } of declared) expect(inputs.authorizationType).toBe("AWS_IAM");
    });

    it("connects every queue and stream with a function, which reports failures one by one", () => {
      const declared = resourcesOf("aws:lambda/eventSourceMapping:EventSourceMapping");
      expect(declared.map(({ name }) => name).sort()).toEqual(mappings);
      for (const { inputs } of declared) {
        expect(inputs.functionResponseTypes).toEqual(["ReportBatchItemFailures"]);
      }
    });

    it("protects every table against being deleted or replaced", () => {
      for (const { name, options } of resourcesOf("aws:dynamodb/table:Table")) {
        expect({ name, ...options }).toEqual({ name, protect: true, retainOnDelete: true });
      }
    });
  });
}
