/**
 * `emit <directory> <aggregates> [<read models>]`: an app of so many components;
 * `write <directory> <components>`: as many files of that size, plainly.
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseMessages } from "../../../generator/codec/index.ts";
import { emitNewApp } from "../../../generator/emit/new-app.ts";
import { parseApp } from "../../../generator/model/parse-app.ts";
import { writeFiles } from "../../../generator/write/write-files.ts";

const [mode, directory = "", first = "0", second = "0"] = process.argv.slice(2);
const count = Number(first);

if (mode === "emit") {
  const names = Array.from({ length: count }, (_, index) => `Item${index + 1}`);
  const readModels = names.slice(0, Number(second)).map((name) => [`${name}View`, { from: name }]);
  const appFile = JSON.stringify({
    name: "large",
    region: "eu-central-1",
    plugins: {
      Main: {
        aggregates: Object.fromEntries(names.map((name) => [name, {}])),
        readModels: Object.fromEntries(readModels),
      },
    },
  });
  const app = parseApp(appFile);
  if (!app.ok) throw new Error(JSON.stringify(app.problems));
  const messages = new Map(
    names.map((aggregate) => {
      const specs = {
        aggregate,
        commands: ["Make:name=string"],
        events: ["Made:name=string"],
        rejections: [],
      };
      const parsed = parseMessages(specs);
      if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
      return [`Main.${aggregate}`, parsed.messages] as const;
    }),
  );
  const kit = join(import.meta.dirname, "../../..");
  writeFiles(directory, emitNewApp(kit, { appFile, model: app.model, messages, kit: "0.1.0" }));
} else {
  const text = "x".repeat(900);
  for (let component = 0; component < count; component++) {
    const folder = join(directory, String(component), "roles");
    mkdirSync(folder, { recursive: true });
    for (let file = 0; file < 10; file++) writeFileSync(join(folder, `${file}.ts`), text);
  }
}
