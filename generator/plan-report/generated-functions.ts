/** A function as the generated files tell of it. */
export interface GeneratedFunction {
  readonly name: string;
  /** `order/command-topic`. */
  readonly parts: readonly string[];
  /** By setting; those with their usual value may be missing. */
  readonly settings: Readonly<Record<string, string>>;
}

/**
 * Reads the functions out of what was generated for a plugin: `stack/functions.ts` lists them, and the
 * imports of a handler are what it hosts.
 * @param functionsFile `functions.ts`, or an environment's `functions-prod.ts`
 * @param textOf the generated text of a path
 */
export function generatedFunctions(
  plugin: string,
  functionsFile: string,
  textOf: (path: string) => string | undefined,
): readonly GeneratedFunction[] {
  const declared = textOf(`plugins/${plugin}/stack/${functionsFile}`) ?? "";
  return [...declared.matchAll(/\bhostFunction\(context, \{\n([\s\S]*?)\n {2}\}\)/g)].map(
    ([, body = ""]) => {
      const name = /^ {4}name: "([^"]+)",$/m.exec(body)?.[1] ?? "";
      const file = /^ {4}entry: handler\("([^"]+)"\),$/m.exec(body)?.[1] ?? `${name}.ts`;
      const handler = textOf(`plugins/${plugin}/handlers/${file}`) ?? "";
      return { name, parts: partsOf(handler), settings: settingsOf(body) };
    },
  );
}

function partsOf(handler: string): readonly string[] {
  const imports = handler.matchAll(/ from "(?:\.\.\/)+([a-z0-9-]+)\/roles\/([a-z0-9-]+)\.ts"/g);
  return [...new Set([...imports].map(([, component, role]) => `${component}/${role}`))].sort();
}

/** `memory: 1024,` and the like. */
function settingsOf(body: string): Readonly<Record<string, string>> {
  const properties = body.matchAll(/^ {4}(\w+): "?(\w+)"?,$/gm);
  return Object.fromEntries(
    [...properties]
      .map(([, name = "", value = ""]) => [name, value] as const)
      .filter(([name]) => name !== "name"),
  );
}
