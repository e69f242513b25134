import { runtime } from "@pulumi/pulumi";

/** A resource as the stack's program declares it. */
export interface DeclaredResource {
  readonly type: string;
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: the inputs of every resource type there is
  readonly inputs: Record<string, any>;
  readonly options: { readonly protect?: boolean; readonly retainOnDelete?: boolean };
}

/**
 * Runs a stack's program without an engine and without AWS, and tells what it declares.
 * @param program the stack's `index.ts`
 * @param stack what the stack is called, as environments may differ
 */
export async function declaredResources(
  program: URL,
  stack = "test",
): Promise<readonly DeclaredResource[]> {
  const declared: DeclaredResource[] = [];
  const options = new Map<string, DeclaredResource["options"]>();
  await runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const known = options.get(`${type}::${name}`) ?? {};
        if (type !== "pulumi:pulumi:Stack") declared.push({ type, name, inputs, options: known });
        return { id: `${name}-id`, state: { ...inputs, ...outputsOf(type, name, inputs) } };
      },
      call: ({ token }) => lookUp(token),
    },
    "project",
    stack,
  );
  await runtime.runInPulumiStack(async () => {
    runtime.registerStackTransformation(({ type, name, opts }) => {
      options.set(`${type}::${name}`, {
        protect: opts.protect === true,
        retainOnDelete: opts.retainOnDelete === true,
      });
      return undefined;
    });
    // Another address has the program run once more for another stack.
    return import(`${program.href}?stack=${stack}`);
  });
  await runtime.disconnect();
  return declared;
}

/** What AWS would answer, as far as programs pass it on. */
function outputsOf(type: string, name: string, inputs: Record<string, unknown>) {
  const physical = typeof inputs.name === "string" ? inputs.name : name;
  const qualified = type === "aws:lambda/alias:Alias" ? `${inputs.functionName}:` : "";
  const arn = `arn:aws:${type.split("/")[0]?.replace("aws:", "")}:eu-central-1:000000000000:${qualified}${physical}`;
  return {
    arn,
    name: physical,
    version: "1",
    url: `https://queue.test/${physical}`,
    streamArn: `${arn}/stream/label`,
    executionArn: arn,
    apiEndpoint: "https://api.test",
  };
}

function lookUp(token: string): Record<string, string> {
  switch (token) {
    case "aws:index/getCallerIdentity:getCallerIdentity":
      return { accountId: "000000000000" };
    case "aws:index/getRegion:getRegion":
      return { region: "eu-central-1" };
    case "aws:index/getPartition:getPartition":
      return { partition: "aws", dnsSuffix: "amazonaws.com" };
    default:
      throw new Error(`declaredResources has no answer for ${token}.`);
  }
}
