import type { Overrides } from "../../../runtime/stack/overrides.ts";

/**
 * Changes to generated resources, by `<type>::<name>`. For example, commands that wait a second:
 *
 *   "aws:sqs/queue:Queue::order-commands.fifo": (queue) => ({ ...queue, delaySeconds: 1 }),
 */
export const overrides: Overrides = {};
