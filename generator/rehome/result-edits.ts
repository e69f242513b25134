import { type CreateFunctions, type Literal, membersWithin, type Step } from "./functions-file.ts";
import { type Input, type Lineage, withKnownKey } from "./functions-input.ts";
import { indented, type Member } from "./pieces.ts";
import { renamed } from "./three-way.ts";
import { weave } from "./weave.ts";

/** The result, by component and role. */
export function resultText(
  input: Input,
  { base, mine, next, heirs }: Lineage & { readonly next: Step },
): string {
  const result = ({ steps }: CreateFunctions) =>
    steps.find((step): step is Step => step.kind === "return");
  const [before, after] = [result(base), result(mine)];
  const lead = after === undefined || after.lead === before?.lead ? next.lead : after.lead;
  if (before === undefined || before.code === after?.code) return lead + next.code;
  const [old, own, generated] = [before.literal, after?.literal, next.literal];
  if (old === undefined || own === undefined || generated === undefined) {
    input.report.refuse(input.path, after?.code ?? "", "the result is no object any more");
    return lead + next.code;
  }
  const unique = new Map(
    [...heirs].flatMap(([name, [heir, other]]) => (heir && !other ? [[name, heir]] : [])),
  );
  const components = generated.members.map((member) => ({
    key: member.key,
    text: componentText(input, { old, own, member, hosts: unique }),
  }));
  const mineItems = own.members.map((member) => {
    const item = withKnownKey(member, old.members);
    return { ...item, text: renamed(item.text, unique) };
  });
  const woven = weave({ generated: components, mine: mineItems, homes: (key) => [key] });
  const entries = indented(woven.map(({ text }) => text).join(""), `${own.room}  `);
  return `${lead}${own.open}{\n${entries}${own.room}}${own.close}`;
}

function componentText(
  input: Input,
  {
    old,
    own,
    member,
    hosts,
  }: {
    readonly old: Literal;
    readonly own: Literal;
    readonly member: Member;
    readonly hosts: ReadonlyMap<string, string>;
  },
): string {
  const { base, mine, next } = input;
  const find = ({ members }: Literal) => members.find(({ key }) => key === member.key);
  const [before, after] = [find(old), find(own)];
  if (before === undefined || before.text === after?.text) return member.text;
  const [roles, ownRoles, newRoles] = [
    membersWithin(base.source, before),
    after && membersWithin(mine.source, after),
    membersWithin(next.source, member),
  ];
  if (roles === undefined || ownRoles === undefined || newRoles === undefined) {
    const why = `the result for ${member.key} is not written out any more`;
    input.report.refuse(input.path, after?.text ?? "", why);
    return member.text;
  }
  const generated = newRoles.map((role) => {
    const [was, is] = [roles, ownRoles].map((all) => all.find(({ key }) => key === role.key));
    const text = roleText(input, { was, is, role, hosts, component: member.key ?? "" });
    return { key: role.key, text };
  });
  const items = ownRoles.map((role) => withKnownKey(role, roles));
  const woven = weave({ generated, mine: items, homes: (key) => [key] });
  const lead = after?.lead ?? "";
  return `${lead}${member.key}: {\n${indented(woven.map(({ text }) => text).join(""), "  ")}},\n`;
}

/** One role's host. The comments above it stay; another host is the person's own function. */
function roleText(
  { report, path }: Input,
  {
    was,
    is,
    role,
    hosts,
    component,
  }: {
    readonly was: Member | undefined;
    readonly is: Member | undefined;
    readonly role: Member;
    readonly hosts: ReadonlyMap<string, string>;
    readonly component: string;
  },
): string {
  if (was === undefined || was.text === is?.text) return role.text;
  const what = `the result for ${component}.${role.key}`;
  const [before, after, generated] = [was, is, role].map(
    (each) => each?.text.slice(each.lead.length) ?? "",
  );
  report.place(path, what, path);
  if (before === after) return `${is?.lead}${generated}`;
  report.account(path, is?.text ?? "");
  return renamed(is?.text ?? "", hosts);
}
