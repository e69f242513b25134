/** `<app> <directory>`: writes the generated files of an app once more, plainly: the floor of regenerating. */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [app = "", directory = ""] = process.argv.slice(2);
const texts = ["plugins", "runtime"].flatMap((folder) =>
  readdirSync(join(app, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(app.length + 1))
    .map((path) => [path, readFileSync(join(app, path))] as const),
);
const start = performance.now();
const made = new Set<string>();
for (const [path, text] of texts) {
  const folder = dirname(join(directory, path));
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
  writeFileSync(join(directory, path), text);
}
process.stdout.write(String(performance.now() - start));
