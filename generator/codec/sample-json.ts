import { type MessageModel, namedType, type TypeModel } from "./type-model.ts";

/** What strings are made from, and the named types around a value: recursion has to end. */
interface Context {
  readonly model: MessageModel;
  readonly name: string;
  readonly within: readonly string[];
}

/** A value of a type as JSON, optional properties left out; undefined when no finite value is one. */
export function sampleJson(type: TypeModel, model: MessageModel): unknown {
  return sample(type, { model, name: "text", within: [] });
}

function sample(type: TypeModel, context: Context): unknown {
  switch (type.kind) {
    case "array":
      return present([sample(type.items, context)]);
    case "record": {
      const value = sample(type.values, context);
      return value === undefined ? {} : { key: value };
    }
    case "tuple": {
      const required = type.items.slice(0, type.items.length - type.optional);
      return required.map((item) => sample(item, context));
    }
    case "object": {
      const required = type.properties.filter(({ optional }) => !optional);
      const values = required.map(({ name, type: property }) => {
        return [name, sample(property, { ...context, name })] as const;
      });
      const isComplete = values.every(([, value]) => value !== undefined);
      return isComplete ? Object.fromEntries(values) : undefined;
    }
    case "discriminated":
      return present(type.members.map((member) => sample(member.type, context)))[0];
    case "union":
      return present(type.members.map((member) => sample(member, context)))[0];
    case "literals":
      return type.values[0];
    case "reference": {
      if (context.within.includes(type.name)) return undefined;
      const within = [...context.within, type.name];
      return sample(namedType(context.model, type.name), { ...context, within });
    }
    default:
      return leaves[type.kind](context.name);
  }
}

const leaves = {
  string: (name: string) => `${name}-1`,
  number: () => 1,
  boolean: () => true,
  isoDate: () => "2026-11-24",
  isoDateTime: () => "2026-11-24T09:30:00Z",
} as const;

function present(values: readonly unknown[]): unknown[] {
  return values.filter((value) => value !== undefined);
}
