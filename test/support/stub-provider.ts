/**
 * A stand-in for the AWS provider, for previews without an account: takes any resource as it is.
 * Prints its port; the engine attaches through PULUMI_DEBUG_PROVIDERS.
 */
import { provider } from "@pulumi/pulumi";
import { replacingProperties } from "../../generator/plan/replacing-properties.ts";

const lookUps: Readonly<Record<string, object>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "000000000000" },
  "aws:index/getRegion:getRegion": { region: "eu-central-1" },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
};

/** What the provider adds that others refer to. */
function madeOf(urn: string): Readonly<Record<string, string>> {
  const arn = `arn:aws:stub:::${urn}`;
  return { arn, streamArn: `${arn}/stream`, url: `https://stub.test/${urn}`, executionArn: arn };
}

/** Names of the inputs that are others now; code is compared by its archive, which is no input here. */
function differing(olds: Record<string, unknown>, news: Record<string, unknown>): string[] {
  const names = new Set([...Object.keys(olds), ...Object.keys(news)]);
  const made = [...Object.keys(madeOf("")), "code", "__defaults"];
  return [...names].filter(
    (name) => !made.includes(name) && JSON.stringify(olds[name]) !== JSON.stringify(news[name]),
  );
}

const stub: provider.Provider = {
  version: "7.48.0",
  schema: "{}",
  check: async (_urn, _olds, news) => ({ inputs: news }),
  diff: async (_id, urn, olds, news) => {
    const changed = differing(olds, news);
    const replacing = replacingProperties(urn.split("::").at(-2)?.split("$").at(-1) ?? "");
    const replaces = changed.filter((name) => replacing === "all" || replacing.includes(name));
    return { changes: changed.length > 0, diffs: changed, replaces };
  },
  create: async (urn, inputs) => ({ id: urn, outs: { ...inputs, ...madeOf(urn) } }),
  invoke: async (token) => {
    const answer = lookUps[token];
    if (answer === undefined) throw new Error(`The stub provider has no answer for ${token}.`);
    return { outputs: answer };
  },
};

// The engine's address would be the first argument; a provider that is attached to gets none.
await provider.main(stub, ["127.0.0.1:0"]);
