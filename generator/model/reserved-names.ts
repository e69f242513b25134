/**
 * What code cannot be called in camelCase, strict mode and modules included.
 * https://tc39.es/ecma262/#prod-ReservedWord
 */
export const reservedWords: ReadonlySet<string> = new Set(
  `arguments await break case catch class const continue debugger default delete do else enum eval
   export extends false finally for function if implements import in instanceof interface let new
   null package private protected public return static super switch this throw true try typeof
   undefined var void while with yield`.split(/\s+/),
);

/** Globals that a type or function of the same name would hide in every file that imports it. */
export const globalNames: ReadonlySet<string> = new Set(
  `Array BigInt Boolean Date Error Function Infinity JSON Map Math NaN Number Object Omit Partial
   Pick Promise Proxy Readonly Record Reflect RegExp Required Set String Symbol`.split(/\s+/),
);

/**
 * Windows opens devices instead of files of these names, whatever their extension.
 * https://learn.microsoft.com/windows/win32/fileio/naming-a-file
 */
export const windowsDeviceNames: ReadonlySet<string> = new Set([
  ...["con", "prn", "aux", "nul"],
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9].flatMap((digit) => [`com${digit}`, `lpt${digit}`]),
]);

/** Folders of the generator beside those of a plugin's components. */
export const generatorFolders: ReadonlySet<string> = new Set(["handlers", "stack"]);
