/** The specs of messages, as options give them. */
export interface MessageAnswers {
  readonly commands: readonly string[];
  readonly events: readonly string[];
  readonly rejections: readonly string[];
  readonly types: readonly string[];
}

const orderMessages: MessageAnswers = {
  commands: ["PlaceOrder:customerId=string,lines=OrderLine[]", "CancelOrder:reason=string"],
  events: ["OrderPlaced:customerId=string,lines=OrderLine[]", "OrderCancelled:reason=string"],
  rejections: ["OrderAlreadyPlaced", "OrderNotPlaced"],
  types: ["OrderLine:sku=string,quantity=number"],
};

/** Messages to begin with: orders in full, for other aggregates the same in small. */
export function defaultMessages(aggregate: string): MessageAnswers {
  if (aggregate === "Order") return orderMessages;
  return {
    commands: [`Create${aggregate}:name=string`],
    events: [`${aggregate}Created:name=string`],
    rejections: [`${aggregate}AlreadyCreated`],
    types: [],
  };
}

/** `npm/10.8.2 node/v22.12.0 linux x64` as package managers describe themselves to what they run. */
export function packageManagerOf(userAgent = "npm"): "npm" | "pnpm" | "yarn" | "bun" {
  const [name] = userAgent.split("/");
  return name === "pnpm" || name === "yarn" || name === "bun" ? name : "npm";
}

/** The emitted app needs Node.js 22.12, from which on `require` loads ES modules. */
export function isTooOldForApps(nodeVersion: string): boolean {
  const [major = 0, minor = 0] = nodeVersion.replace(/^v/, "").split(".").map(Number);
  return major < 22 || (major === 22 && minor < 12);
}
