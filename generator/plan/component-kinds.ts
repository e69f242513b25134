import type { AggregateModel, ComponentModel, ReadModelModel } from "../model/app-model.ts";
import { camelCase, kebabCase, pascalCase } from "../model/names.ts";

/** What makes a role's code run. `source` is the route, or the queue's or table's name in the stack. */
export interface Trigger {
  readonly kind: "http" | "queues" | "streams";
  readonly source: string;
  /** Exported by the role's file. */
  readonly handler: string;
}

/** A role of one component. */
export interface RolePlan {
  /** `command-topic`. */
  readonly role: string;
  readonly triggers: readonly Trigger[];
}

/** The names a component goes by. */
export interface ComponentNames {
  /** `OrderSummary`. */
  readonly name: string;
  /** `orderSummary`. */
  readonly camel: string;
  /** `order-summary`. */
  readonly kebab: string;
  /** `ordering/order-summary`: source of its messages, and first part of its routes. */
  readonly source: string;
}

export function componentNames(plugin: string, name: string): ComponentNames {
  const kebab = kebabCase(name);
  return { name, camel: camelCase(name), kebab, source: `${kebabCase(plugin)}/${kebab}` };
}

interface ComponentKindRow<Component extends ComponentModel> {
  /** What a function shared by all components of the kind is called; also the key under `types`. */
  readonly type: string;
  readonly roles: (names: ComponentNames, component: Component) => readonly RolePlan[];
  readonly tables: (names: ComponentNames) => readonly string[];
  /** FIFO queues without their ending; each has a dead-letter queue. */
  readonly fifoQueues: (names: ComponentNames) => readonly string[];
  readonly standardQueues: (names: ComponentNames) => readonly string[];
}

const aggregate: ComponentKindRow<AggregateModel> = {
  type: "aggregates",
  roles: ({ name, kebab, source }) => [
    {
      role: "command-generator",
      triggers: [
        { kind: "http", source: `POST /${source}/{id}`, handler: `accept${name}Command` },
        {
          kind: "http",
          source: `GET /${source}/{id}/commands/{commandId}`,
          handler: `answer${name}Outcome`,
        },
      ],
    },
    {
      role: "command-topic",
      triggers: [
        { kind: "queues", source: `${kebab}-commands.fifo`, handler: `handle${name}Commands` },
      ],
    },
    {
      role: "event-topic",
      triggers: [{ kind: "streams", source: `${kebab}-event-log`, handler: `relay${name}Commits` }],
    },
  ],
  tables: ({ kebab }) => [`${kebab}-event-log`, `${kebab}-outcomes`],
  fifoQueues: ({ kebab }) => [`${kebab}-commands`],
  standardQueues: ({ kebab }) => [`${kebab}-relay-failures`],
};

const readModel: ComponentKindRow<ReadModelModel> = {
  type: "read-models",
  roles: ({ name, kebab, source }) => [
    {
      role: "event-collector",
      triggers: [
        { kind: "queues", source: `${kebab}-collector.fifo`, handler: `collect${name}Events` },
      ],
    },
    {
      role: "query",
      triggers: [{ kind: "http", source: `GET /${source}/{id}`, handler: `answer${name}Query` }],
    },
  ],
  tables: ({ kebab }) => [`${kebab}-query-db`],
  fifoQueues: ({ kebab }) => [`${kebab}-collector`],
  standardQueues: () => [],
};

const kinds = { aggregate, "read-model": readModel } as const;

/** A component's row with its names filled in. */
export interface ComponentShape {
  readonly names: ComponentNames;
  readonly type: string;
  readonly roles: readonly RolePlan[];
  readonly tables: readonly string[];
  readonly fifoQueues: readonly string[];
  readonly standardQueues: readonly string[];
}

export function componentShape(plugin: string, component: ComponentModel): ComponentShape {
  const row = kinds[component.kind] as ComponentKindRow<ComponentModel>;
  const names = componentNames(plugin, component.name);
  return {
    names,
    type: row.type,
    roles: row.roles(names, component),
    tables: row.tables(names),
    fifoQueues: row.fifoQueues(names),
    standardQueues: row.standardQueues(names),
  };
}

/** `command-topic` → `commandTopic`: how code names a role. */
export function roleProperty(role: string): string {
  const words = pascalCase(role);
  return words.slice(0, 1).toLowerCase() + words.slice(1);
}
