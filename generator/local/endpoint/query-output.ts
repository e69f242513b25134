/** The members of SNS outputs that are maps, not structures. */
const maps: ReadonlySet<string> = new Set(["Attributes"]);

/** An output as the XML of the Query protocol. */
// https://smithy.io/2.0/aws/protocols/aws-query-protocol.html
export function writeXml(name: string, value: unknown): string {
  return `<${name}>${writeContent(name, value)}</${name}>`;
}

function writeContent(name: string, value: unknown): string {
  if (Array.isArray(value)) return value.map((element) => writeXml("member", element)).join("");
  if (typeof value !== "object" || value === null) return escapeXml(String(value));
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return members
    .map(([key, member]) =>
      maps.has(name)
        ? `<entry>${writeXml("key", key)}${writeXml("value", member)}</entry>`
        : writeXml(key, member),
    )
    .join("");
}

/** Characters that XML cannot hold at all become the replacement character. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"'\r]/g, (character) => `&#${character.charCodeAt(0)};`);
}
