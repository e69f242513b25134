import { type CheckFunction, type CheckPlan, functionFor, use } from "./check-plan.ts";
import { type Call, callLines, indented, signatureLines } from "./layout.ts";
import { stringLiteral } from "./literals.ts";
import { pascalCase, propertyAccess } from "./property-names.ts";
import {
  expectedText,
  isNull,
  nullableLeaf,
  type Subject,
  statementLines,
} from "./render-statement.ts";
import {
  type DiscriminatedUnion,
  discriminator,
  jsonKinds,
  type KindUnion,
  type ObjectType,
  type TupleType,
  type TypeModel,
} from "./type-model.ts";

export function renderFunction(plan: CheckPlan, check: CheckFunction): string {
  const parameters =
    check.form === "fields" ? fieldsParameters(plan) : valueParameters(plan, check);
  return [
    ...signatureLines(`function ${check.name}`, parameters, "void"),
    ...indented(bodyLines(plan, check)),
    "}",
  ].join("\n");
}

function fieldsParameters(plan: CheckPlan): string[] {
  return [`value: ${use(plan, "type Fields")}`, `at: ${use(plan, "type Place")}`];
}

function valueParameters(plan: CheckPlan, check: CheckFunction): string[] {
  const place = opensPlace(check.type) ? "parent" : "at";
  return [
    "value: unknown",
    `${place}: ${use(plan, "type Place")}`,
    `key: ${use(plan, "type Key")}`,
  ];
}

function opensPlace(type: TypeModel): boolean {
  if (type.kind === "discriminated") return type.members.length > 0;
  return type.kind === "object" || type.kind === "tuple";
}

function bodyLines(plan: CheckPlan, check: CheckFunction): string[] {
  const { type } = check;
  switch (type.kind) {
    case "object":
      if (check.form === "fields") return propertyLines(plan, check, type);
      return [...openObjectLines(plan), ...propertyLines(plan, check, type)];
    case "discriminated":
      if (type.members.length === 0) return neverLines(plan, check);
      return [...openObjectLines(plan), ...memberSwitchLines(plan, check, type)];
    case "union":
      return kindSwitchLines(plan, check, type);
    case "tuple":
      return tupleLines(plan, check, type);
    default:
      return statementLines(plan, valueSubject(check, type), 1);
  }
}

function openObjectLines(plan: CheckPlan): string[] {
  return [
    `if (!${use(plan, "isObject")}(value, parent, key)) return;`,
    `const at = ${use(plan, "inside")}(parent, key);`,
  ];
}

function propertyLines(plan: CheckPlan, check: CheckFunction, type: ObjectType): string[] {
  const lines: string[] = [];
  for (const { name, type: propertyType, optional } of type.properties) {
    if (check.form === "fields" && name === discriminator) continue;
    const expression = `value${propertyAccess(name)}`;
    const subject: Subject = {
      type: propertyType,
      expression,
      at: "at",
      key: stringLiteral(name),
      hint: check.hint + pascalCase(name),
      strict: check.strict,
    };
    lines.push(
      ...statementLines(plan, subject, 1, optional ? [`${expression} !== undefined`] : []),
    );
  }
  if (!check.strict) return lines;
  const names = type.properties.map(({ name }) => stringLiteral(name));
  const noOthers = { callee: use(plan, "checkNoOthers"), arguments: ["value", "at", names] };
  return [...lines, ...callLines(noOthers, 1)];
}

function memberSwitchLines(
  plan: CheckPlan,
  check: CheckFunction,
  type: DiscriminatedUnion,
): string[] {
  const tags = type.members.map(({ tag }) => stringLiteral(tag));
  const cases = type.members.flatMap((member, index) => {
    const label = `  case ${tags[index]}:`;
    if (!hasFieldsToCheck(plan, check, member.type)) return [label, "    break;"];
    const name = functionFor(plan, {
      type: member.type,
      form: "fields",
      hint: check.hint + pascalCase(member.tag),
      strict: check.strict,
    });
    return [label, `    ${name}(value, at);`, "    break;"];
  });
  const unknown: Call = {
    callee: use(plan, "checkOneOf"),
    arguments: [`value.${discriminator}`, "at", stringLiteral(discriminator), tags],
  };
  return [
    `switch (value.${discriminator}) {`,
    ...cases,
    "  default:",
    ...indented(indented(callLines(unknown, 3))),
    "}",
  ];
}

function hasFieldsToCheck(plan: CheckPlan, check: CheckFunction, type: TypeModel): boolean {
  const named = type.kind === "reference";
  const object = named ? plan.model.types.find(({ name }) => name === type.name)?.type : type;
  const strict = named ? plan.strictNames.has(type.name) : check.strict;
  return strict || (object?.kind === "object" && object.properties.length > 1);
}

function neverLines(plan: CheckPlan, check: CheckFunction): string[] {
  const expected = stringLiteral(`nothing: ${check.hint} is never`);
  return callLines({ callee: use(plan, "report"), arguments: [expected, "value", "at", "key"] }, 1);
}

function kindSwitchLines(plan: CheckPlan, check: CheckFunction, type: KindUnion): string[] {
  const leaf = nullableLeaf(type);
  if (leaf !== undefined) return statementLines(plan, valueSubject(check, type), 1);
  const cases = type.members.flatMap((member) => {
    const kinds = [...jsonKinds(member, plan.model)];
    const subject = valueSubject(check, member);
    const hint = kinds[0] === undefined ? check.hint : check.hint + pascalCase(kinds[0]);
    const statement = isNull(member) ? [] : statementLines(plan, { ...subject, hint }, 3);
    return [
      ...kinds.map((kind) => `  case "${kind}":`),
      ...indented(indented(statement)),
      "    break;",
    ];
  });
  const expected = stringLiteral(expectedText(plan, type.members));
  const other: Call = {
    callee: use(plan, "report"),
    arguments: [expected, "value", "at", "key"],
  };
  return [
    `switch (${use(plan, "kindOf")}(value)) {`,
    ...cases,
    "  default:",
    ...indented(indented(callLines(other, 3))),
    "}",
  ];
}

function tupleLines(plan: CheckPlan, check: CheckFunction, type: TupleType): string[] {
  const minimum = type.items.length - type.optional;
  const maximum = type.rest === undefined ? `${type.items.length}` : "Infinity";
  const items = type.items.flatMap((item, index) => {
    const expression = `value[${index}]`;
    const subject: Subject = {
      type: item,
      expression,
      at: "at",
      key: `${index}`,
      hint: `${check.hint}Item${index}`,
      strict: check.strict,
    };
    const conditions = index < minimum ? [] : [`${expression} !== undefined`];
    return statementLines(plan, subject, 1, conditions);
  });
  return [
    `if (!${use(plan, "isTuple")}(value, parent, key, ${minimum}, ${maximum})) return;`,
    `const at = ${use(plan, "inside")}(parent, key);`,
    ...items,
    ...restLines(plan, check, type),
  ];
}

function restLines(plan: CheckPlan, check: CheckFunction, type: TupleType): string[] {
  if (type.rest === undefined) return [];
  const subject: Subject = {
    type: type.rest,
    expression: "value[index]",
    at: "at",
    key: "index",
    hint: `${check.hint}Rest`,
    strict: check.strict,
  };
  return [
    `for (let index = ${type.items.length}; index < value.length; index += 1) {`,
    ...indented(statementLines(plan, subject, 2)),
    "}",
  ];
}

function valueSubject(check: CheckFunction, type: TypeModel): Subject {
  const { hint, strict } = check;
  return { type, expression: "value", at: "at", key: "key", hint, strict };
}
