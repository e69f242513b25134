import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { planRegeneration } from "../../../generator/cli/regeneration.ts";
import { parseApp } from "../../../generator/model/parse-app.ts";
import type { Change } from "../../../generator/write/change-plan.ts";
import { runChanges } from "../../../generator/write/run-changes.ts";
import { kitDirectory } from "../../support/temporary-app.ts";
import { generatedByOlderKit, paths, type RegeneratedApp } from "./regenerated-app.ts";

/** What the next `reventless regenerate` would write. */
export async function plannedChanges({ directory }: RegeneratedApp): Promise<readonly Change[]> {
  const parsed = parseApp(readFileSync(join(directory, "reventless.json"), "utf8"));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  const { plan } = await planRegeneration(directory, kitDirectory, parsed.model);
  return runChanges(directory, plan, []);
}

/** Some changes of each kind, among them the last ones: enough to see that a run is all or nothing. */
export async function fewChanges(app: RegeneratedApp): Promise<readonly Change[]> {
  const all = await plannedChanges(app);
  return all.filter((change) => {
    const alike = all.filter(({ action }) => action === change.action);
    return alike.slice(0, 1).includes(change) || alike.slice(-3).includes(change);
  });
}

/** Prepares an app whose next run creates, updates, merges and deletes files. */
export function prepareEveryAction(app: RegeneratedApp): void {
  const { model, stores, topic, resources } = paths;
  generatedByOlderKit(app, stores, (text) => text.replace("/** The event log of", "/** Events of"));
  app.edit(stores, (text) => `${text}// mine\n`);
  app.edit(topic, (text) => `${text}// mine\n`);
  app.remove(resources);
  app.edit(model, (text) => {
    const { plugins, ...rest } = JSON.parse(text);
    plugins.Ordering.readModels = { OrderList: { from: "Order" } };
    return JSON.stringify({ ...rest, logRetentionDays: 7, plugins });
  });
}

/** A file for `killed-run.ts`. */
export function writeRun(file: string, changes: readonly Change[]): void {
  writeFileSync(file, JSON.stringify({ command: "reventless regenerate", changes }));
}
