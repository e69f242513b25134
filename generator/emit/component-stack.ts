import { type Import, imports } from "./code-text.ts";

/** Imports of a component's stack file from the stack library. */
export function stackImports(
  modules: readonly (readonly [string, readonly string[]])[],
  others: readonly Import[] = [],
): string {
  return imports([
    ...others,
    ...modules.map(([module, names]) => ({
      names,
      from: `../../../../runtime/stack/${module}.ts`,
    })),
  ]);
}
