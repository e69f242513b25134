/** Programs use a handful of expressions; the bound only guards against ones built from data. */
const MAX_ENTRIES = 1000;

/** The same parser, remembering what it parsed: the texts repeat on every call, the values do not. */
export function cacheParser<Parsed>(
  parse: (expression: string) => Parsed,
): (expression: string) => Parsed {
  const cache = new Map<string, Parsed>();
  return (expression) => {
    const known = cache.get(expression);
    if (known !== undefined) return known;
    const parsed = parse(expression);
    if (cache.size >= MAX_ENTRIES) cache.clear();
    cache.set(expression, parsed);
    return parsed;
  };
}
