import { bundleHandlers, type Replacements } from "./bundle-handlers.ts";
import { type Deployment, deploy } from "./deployment.ts";
import { probes } from "./probes.ts";
import { type RunOptions, runShop } from "./run-shop.ts";
import type { ModelName } from "./shop.ts";
import type { World } from "./world.ts";

/** Deployments of some models, with whatever the bundles are made of. */
export interface Deployments {
  of(model: ModelName): Deployment;
  run(model: ModelName, options: RunOptions, replacements?: Replacements): Promise<World>;
  remove(): void;
}

export async function deployAll(models: readonly ModelName[]): Promise<Deployments> {
  const deployments = await Promise.all(models.map(deploy));
  const of = (model: ModelName): Deployment => {
    const deployment = deployments.find((each) => each.model === model);
    if (deployment === undefined) throw new Error(`${model} is not deployed.`);
    return deployment;
  };
  return {
    of,
    async run(model, options, replacements = {}) {
      const deployment = of(model);
      const handlers = await bundleHandlers(deployment, { ...probes, ...replacements });
      return runShop(deployment, handlers, options);
    },
    remove: () => {
      for (const deployment of deployments) deployment.remove();
    },
  };
}
