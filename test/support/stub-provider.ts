/**
 * A stand-in for the AWS provider, for previews without an account: takes any resource as it is.
 * Prints its port; the engine attaches through PULUMI_DEBUG_PROVIDERS.
 */
import { provider } from "@pulumi/pulumi";

const lookUps: Readonly<Record<string, object>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": { accountId: "000000000000" },
  "aws:index/getRegion:getRegion": { region: "eu-central-1" },
  "aws:index/getPartition:getPartition": { partition: "aws", dnsSuffix: "amazonaws.com" },
};

const stub: provider.Provider = {
  version: "7.48.0",
  schema: "{}",
  check: async (_urn, _olds, news) => ({ inputs: news }),
  diff: async () => ({ changes: false }),
  create: async (urn, inputs) => ({ id: urn, outs: { ...inputs, arn: `arn:aws:stub:::${urn}` } }),
  invoke: async (token) => {
    const answer = lookUps[token];
    if (answer === undefined) throw new Error(`The stub provider has no answer for ${token}.`);
    return { outputs: answer };
  },
};

// The engine's address would be the first argument; a provider that is attached to gets none.
await provider.main(stub, ["127.0.0.1:0"]);
