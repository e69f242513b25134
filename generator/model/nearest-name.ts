import { caselessName } from "./names.ts";

/** The candidate that somebody probably meant; undefined when none is close. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const wanted = comparable(name);
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(wanted, comparable(candidate)) }))
    .sort((a, b) => a.distance - b.distance);
  const [best] = ranked;
  if (best === undefined) return undefined;
  const tolerated = Math.max(1, Math.floor(wanted.length / 3));
  return best.distance <= tolerated ? best.candidate : undefined;
}

function comparable(name: string): string {
  return caselessName(name).replace(/[-_]/g, "");
}

/** Insertions, deletions, replacements and swaps of neighbours. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const replaced = at(last, column - 1) + (from[row - 1] === to[column - 1] ? 0 : 1);
      const swapped =
        from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]
          ? at(beforeLast, column - 2) + 1
          : Number.POSITIVE_INFINITY;
      const edited = Math.min(at(last, column) + 1, at(current, column - 1) + 1);
      current.push(Math.min(replaced, swapped, edited));
    }
    beforeLast = last;
    last = current;
  }
  return at(last, to.length);
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Number.POSITIVE_INFINITY;
}
