/** One item of a list: a statement, a property, an element. */
export interface Item {
  /** Of what the generator writes; absent for what a person added. */
  readonly key: string | undefined;
  readonly text: string;
}

export interface WeaveInput<New extends Item, Own extends Item> {
  readonly generated: readonly New[];
  /** The list as the person left it. */
  readonly mine: readonly Own[];
  /** The new keys of an old one. */
  homes(key: string): readonly string[];
  /** Whether a key is the list's last whatever happens, so that what is before it stays there. */
  isLast?(key: string): boolean;
}

/** The new list with the person's items beside the neighbours they had. */
export function weave<New extends Item, Own extends Item>({
  generated,
  mine,
  homes,
  isLast = () => false,
}: WeaveInput<New, Own>): readonly (New | Own)[] {
  const present = new Set(generated.map(({ key }) => key));
  const living = (key: string) => homes(key).filter((home) => present.has(home));
  const isKept = ({ key }: Item) => key !== undefined && living(key).length > 0;
  const before = new Map<string | undefined, Own[]>();
  const after = new Map<string | undefined, Own[]>();
  for (const [index, item] of mine.entries()) {
    if (item.key !== undefined) continue;
    const above = mine.slice(0, index).findLast(isKept)?.key;
    const below = mine.slice(index + 1).find(isKept)?.key;
    if (below === undefined) put(before, undefined, item);
    else if (above === undefined || isLast(below)) put(before, living(below)[0], item);
    else put(after, lastOf(living(above)), item);
  }
  return [
    ...generated.flatMap((item) => [
      ...(before.get(item.key) ?? []),
      item,
      ...(after.get(item.key) ?? []),
    ]),
    ...(before.get(undefined) ?? []),
  ];

  function lastOf(keys: readonly string[]): string | undefined {
    return generated.findLast(({ key }) => key !== undefined && keys.includes(key))?.key;
  }
}

function put<Own>(lists: Map<string | undefined, Own[]>, key: string | undefined, item: Own): void {
  lists.set(key, [...(lists.get(key) ?? []), item]);
}
