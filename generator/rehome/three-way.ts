/** What a text becomes that was edited from `base` to `mine` and is generated as `next` now. */
export function threeWay(base: string, mine: string, next: string): string | undefined {
  if (mine === base) return next;
  return base === next || mine === next ? mine : undefined;
}

/** The text with other names of variables; members of the same name are left alone. */
export function renamed(text: string, names: ReadonlyMap<string, string>): string {
  if (names.size === 0) return text;
  const pattern = new RegExp(`(?<![\\w$.])(?:${[...names.keys()].join("|")})(?![\\w$])`, "g");
  return text.replace(pattern, (name) => names.get(name) ?? name);
}
