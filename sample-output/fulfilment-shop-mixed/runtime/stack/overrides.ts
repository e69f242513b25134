import { runtime } from "@pulumi/pulumi";

/** Changes to the arguments of one generated resource. */
// biome-ignore lint/suspicious/noExplicitAny: the arguments of every resource type there is
export type Override = (args: any) => object;

/** Changes by resource: `<type>::<name>`, for example `aws:sqs/queue:Queue::order-commands.fifo`. */
export type Overrides = Readonly<Record<string, Override>>;

/** Has every resource made after this call pass through its override. */
export function applyOverrides(overrides: Overrides): void {
  runtime.registerStackTransformation(({ type, name, props, opts }) => {
    const override = overrides[`${type}::${name}`];
    return override === undefined ? undefined : { props: override(props), opts };
  });
}
