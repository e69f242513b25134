import { createHash } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

type Files = Map<string, Buffer>;

interface UnpackOptions {
  /** Gets one folder per version of the code. */
  readonly directory: string;
  /** Relative paths start here, as they do in `pulumi up`. */
  readonly stackDirectory: string;
  readonly functionName: string;
}

/** Writes a function's code where a worker can load it; the same code is written once. Answers the folder. */
export async function unpackCode(code: unknown, options: UnpackOptions): Promise<string> {
  const files: Files = new Map();
  await collect(code, "", { files, options });
  const hash = createHash("sha256");
  for (const [path, content] of [...files].sort(([left], [right]) => (left < right ? -1 : 1))) {
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  const directory = join(options.directory, hash.digest("hex").slice(0, 16));
  if (existsSync(directory)) return directory;
  // Under another name first, so that a folder with the final name is complete.
  const unfinished = `${directory}.${process.pid}`;
  for (const [path, content] of files) {
    const target = join(unfinished, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, content);
  }
  // Lambda takes a .js file for CommonJS unless the archive says otherwise; the app's own package.json must not say it.
  if (!files.has("package.json")) writeFileSync(join(unfinished, "package.json"), "{}\n");
  renameSync(unfinished, directory);
  return directory;
}

async function collect(
  value: unknown,
  path: string,
  context: { readonly files: Files; readonly options: UnpackOptions },
): Promise<void> {
  const { files, options } = context;
  const asset = (await value) as Record<string, unknown> | undefined;
  if (asset?.assets !== undefined) {
    const assets = (await asset.assets) as Record<string, unknown>;
    for (const [name, entry] of Object.entries(assets)) {
      await collect(entry, joinPath(path, name, options), context);
    }
  } else if (asset?.text !== undefined) {
    files.set(path, Buffer.from(String(await asset.text)));
  } else if (asset?.path !== undefined) {
    addPath(resolve(options.stackDirectory, String(await asset.path)), path, context);
  } else {
    throw new Error(
      `The code of the function ${options.functionName} must be an archive of files, folders or text; found ${asset === undefined ? "no code" : `members ${Object.keys(asset).join(", ")}`}.`,
    );
  }
}

/** Keeps a name such as `../x` from leaving the function's folder. */
function joinPath(path: string, name: string, { functionName }: UnpackOptions): string {
  const joined = path === "" ? name : `${path}/${name}`;
  if (relative("/code", resolve("/code", joined)).startsWith("..")) {
    throw new Error(
      `The archive of the function ${functionName} has the entry ${joined}, which lies outside of it.`,
    );
  }
  return joined;
}

function addPath(
  source: string,
  path: string,
  { files, options }: { readonly files: Files; readonly options: UnpackOptions },
): void {
  if (!existsSync(source)) {
    throw new Error(
      `The code of the function ${options.functionName} should be in ${source}, which does not exist.`,
    );
  }
  if (statSync(source).isDirectory()) {
    for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const file = join(entry.parentPath, entry.name);
      files.set(
        joinPath(path, relative(source, file).split(sep).join("/"), options),
        readFileSync(file),
      );
    }
    return;
  }
  if (path === "") {
    throw new Error(
      `The code of the function ${options.functionName} is the packed archive ${source}; the local run takes folders, files and text. Point the FileArchive at a folder.`,
    );
  }
  files.set(path, readFileSync(source));
}
