import { emitPlugin } from "../../generator/emit/plugin.ts";
import type { AppDocument } from "../../generator/model/app-document.ts";
import type { StrategyName } from "../../generator/model/app-model.ts";
import { planPlugin } from "../../generator/plan/deployment-plan.ts";
import { type RehomeResult, rehome } from "../../generator/rehome/rehome.ts";
import { shop } from "../emit/written-app.ts";

/** Path from the plugin's folder → text. */
export type Texts = ReadonlyMap<string, string>;

/** `Order` with the read model of the sample, and a second aggregate, so that functions are shared. */
export const plugins: AppDocument["plugins"] = {
  Ordering: {
    aggregates: { Order: {}, Payment: {} },
    readModels: { OrderSummary: { from: "Order" } },
  },
};

/** The files that depend on the strategy, as the generator writes them. */
export function layout(strategy: StrategyName): Texts {
  const { model: app } = shop({ strategy, plugins });
  const [plugin] = app.plugins;
  if (plugin === undefined) throw new Error("The app has a plugin.");
  const files = emitPlugin(app, planPlugin(app, plugin));
  return new Map(
    files
      .map(({ path, text }) => [path.replace("plugins/ordering/", ""), text] as const)
      .filter(([path]) => path.startsWith("handlers/") || path === "stack/functions.ts"),
  );
}

/** Replaces a part of one file; the part has to be there once. */
export function edited(texts: Texts, path: string, part: string, by: string): Texts {
  const text = texts.get(path) ?? "";
  if (text.split(part).length !== 2) throw new Error(`${path} does not have once: ${part}`);
  return new Map([...texts, [path, text.replace(part, () => by)]]);
}

/** The handler file with a certain part. */
export function fileWith(texts: Texts, part: string): string {
  const found = [...texts].find(
    ([path, text]) => path.startsWith("handlers/") && text.includes(part),
  );
  if (found === undefined) throw new Error(`No handler has: ${part}`);
  return found[0];
}

/** The whole new layout after a switch, shared modules included. */
export interface Switched extends RehomeResult {
  readonly texts: Texts;
}

/** Switches the strategy; what is in `mine` and not generated is a module of an earlier switch. */
export async function switched(
  mine: Texts,
  from: StrategyName,
  to: StrategyName,
): Promise<Switched> {
  const [base, next] = [layout(from), layout(to)];
  const result = await rehome({
    predecessors: [...mine].map(([path, text]) => ({
      path,
      base: base.get(path) ?? "",
      mine: text,
    })),
    successors: [...next].map(([path, text]) => ({ path, text })),
  });
  const shared = result.shared.map(({ path, text }) => [path, text] as const);
  return { ...result, texts: new Map([...next, ...result.files, ...shared]) };
}
