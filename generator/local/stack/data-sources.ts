import { localAccountId } from "./stack-graph.ts";

/** The data sources that the account and its region answer; anything else has no answer here. */
export function answerDataSource(
  token: string,
  { region, inputs }: { region: string; inputs: Readonly<Record<string, unknown>> },
): Record<string, unknown> {
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return {
        accountId: localAccountId,
        arn: `arn:aws:iam::${localAccountId}:user/developer`,
        id: localAccountId,
        userId: "LOCALDEVELOPER",
      };
    case "aws:index/getRegion:getRegion": {
      const name = typeof inputs.region === "string" ? inputs.region : region;
      return {
        id: name,
        name,
        region: name,
        description: `Local run (${name})`,
        endpoint: `ec2.${name}.amazonaws.com`,
      };
    }
    case "aws:index/getPartition:getPartition":
      return {
        id: "aws",
        partition: "aws",
        dnsSuffix: "amazonaws.com",
        reverseDnsPrefix: "com.amazonaws",
      };
    default:
      throw new Error(
        `The local run cannot answer the data source ${token}; it knows getCallerIdentity, getRegion and getPartition. Use a configuration value instead.`,
      );
  }
}
