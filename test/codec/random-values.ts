import {
  discriminator,
  type MessageModel,
  namedType,
  type TypeModel,
} from "../../generator/codec/type-model.ts";
import { pick, type Random } from "./random-messages.ts";

/** A value of a type, and every way of making it wrong in one place. */
export interface RandomValue {
  readonly value: unknown;
  readonly faults: readonly Fault[];
}

export interface Fault {
  readonly path: string;
  /** The whole value, wrong at the path only. */
  readonly value: unknown;
  /** Whether only a strict decoder minds. */
  readonly strictOnly?: true;
}

interface Request {
  readonly random: Random;
  readonly model: MessageModel;
  readonly path: string;
  readonly depth: number;
}

const strings = ["", "a", "grüße 👍", "\n", "2026-11-24", "__proto__"];

export function randomValue(type: TypeModel, request: Request): RandomValue {
  const { random, model, path } = request;
  const wrong = (...values: readonly unknown[]): Fault[] =>
    values.map((value) => ({ path, value }));
  switch (type.kind) {
    case "string":
      return { value: pick(random, strings), faults: wrong(1, null, "\ud800", ["a"]) };
    case "number":
      return { value: pick(random, [0, -1, 1.5, 1e21]), faults: wrong("1", Number.NaN, null, 1n) };
    case "boolean":
      return { value: random() < 0.5, faults: wrong(0, "true", null) };
    case "isoDate":
      return { value: "2024-02-29", faults: wrong("2023-02-29", 0, null) };
    case "isoDateTime":
      return { value: "2024-02-29T23:59:59.5+01:00", faults: wrong("2024-02-29", 0, null) };
    case "literals":
      return { value: pick(random, type.values), faults: wrong("none of them", {}, 1n) };
    case "reference":
      return randomValue(namedType(model, type.name), request);
    case "array": {
      const items =
        request.depth > 8 ? [] : Array.from({ length: Math.floor(random() * 3) }, () => type.items);
      return composed(
        request,
        items.map((item, index) => [index, item]),
        (entries) => entries.map(([, value]) => value),
        wrong({}, "a", null),
      );
    }
    case "tuple":
      return composed(
        request,
        type.items.map((item, index) => [index, item]),
        (entries) => entries.map(([, value]) => value),
        wrong({}, [], null),
      );
    case "record": {
      const keys = request.depth > 8 ? [] : ["a", "b c"].filter(() => random() < 0.6);
      return composed(
        request,
        keys.map((key) => [key, type.values]),
        Object.fromEntries,
        wrong([], "a", null, 1),
      );
    }
    case "object":
      return randomObject(type, request, wrong([], "a", null));
    case "discriminated":
      return randomMember(type, request, wrong([], "a", null));
    case "union": {
      const chosen = randomValue(pick(random, type.members), request);
      // Another member may take what is wrong for this one, but nothing takes a bigint.
      return { value: chosen.value, faults: wrong(1n, Symbol("x")) };
    }
  }
}

function randomObject(
  type: Extract<TypeModel, { kind: "object" }>,
  request: Request,
  faults: readonly Fault[],
): RandomValue {
  const { random, path } = request;
  const present = type.properties.filter(
    ({ optional }) => !optional || (random() < 0.5 && request.depth < 8),
  );
  const object = composed(
    request,
    present.map(({ name, type: property }) => [name, property]),
    Object.fromEntries,
    faults,
  );
  const fields = object.value as Record<string, unknown>;
  const required = present.filter(({ name, optional }) => !optional && name !== discriminator);
  const missing = required.map(({ name }): Fault => {
    const { [name]: _, ...others } = fields;
    return { path: pathOf(path, name), value: others };
  });
  const unknown: Fault = {
    path: pathOf(path, "unheard of"),
    value: { ...fields, "unheard of": 1 },
    strictOnly: true,
  };
  return { value: fields, faults: [...object.faults, ...missing, unknown] };
}

function randomMember(
  type: Extract<TypeModel, { kind: "discriminated" }>,
  request: Request,
  faults: readonly Fault[],
): RandomValue {
  const member = randomValue(pick(request.random, type.members).type, request);
  const fields = member.value as Record<string, unknown>;
  const path = pathOf(request.path, discriminator);
  const inside = member.faults.filter(
    (fault) => fault.path !== request.path && fault.path !== path,
  );
  const untold = [undefined, "Unheard", ["x"]].map((tag) => ({
    path,
    value: { ...fields, [discriminator]: tag },
  }));
  return { value: fields, faults: [...faults, ...inside, ...untold] };
}

function composed(
  request: Request,
  parts: readonly (readonly [string | number, TypeModel])[],
  compose: (entries: [string | number, unknown][]) => unknown,
  faults: readonly Fault[],
): RandomValue {
  const entries = parts.map(([key, type]) => {
    const path = pathOf(request.path, key);
    return { key, ...randomValue(type, { ...request, path, depth: request.depth + 1 }) };
  });
  const withFault = (index: number, wrong: unknown) =>
    compose(entries.map(({ key, value }, other) => [key, other === index ? wrong : value]));
  return {
    value: compose(entries.map(({ key, value }) => [key, value])),
    faults: [
      ...faults,
      ...entries.flatMap((entry, index) =>
        entry.faults.map((fault) => ({ ...fault, value: withFault(index, fault.value) })),
      ),
    ],
  };
}

function pathOf(path: string, key: string | number): string {
  if (typeof key === "number") return `${path}[${key}]`;
  return /^[\w$]+$/.test(key) ? `${path}.${key}` : `${path}["${key}"]`;
}
