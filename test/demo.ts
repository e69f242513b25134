/**
 * `npm run demo`: packs the kit, creates an app from the package as a newcomer would, starts it and
 * sends commands through it. Everything happens in a temporary folder, which is removed at the end.
 */
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const folder = mkdtempSync(join(tmpdir(), "reventless-demo-"));
const app = join(folder, "shop");
const shell = process.platform === "win32";

function show(title: string): void {
  console.log(`\n── ${title}`);
}

/** Runs a program to its end; what it prints is shown. */
function run(program: string, args: readonly string[], cwd: string): void {
  console.log(`$ ${[program, ...args].join(" ")}`);
  const { status } = spawnSync(program, args, { cwd, stdio: "inherit", shell });
  if (status !== 0) throw new Error(`${program} ended with ${status}`);
}

function pack(): string {
  const { stdout, status } = spawnSync(
    "npm",
    ["pack", "--silent", "--ignore-scripts", "--pack-destination", folder],
    { cwd: root, encoding: "utf8", shell },
  );
  if (status !== 0) throw new Error("npm pack failed");
  return join(folder, stdout.trim());
}

/** Starts `npm run dev` and answers where its API is, once it is ready. */
async function startApp(): Promise<{ readonly child: ChildProcess; readonly url: string }> {
  console.log("$ npm run dev");
  const child = spawn("npm", ["run", "--silent", "dev", "--", "--port", "0"], {
    cwd: app,
    stdio: ["ignore", "pipe", "inherit"],
    shell,
    // A group of its own, so that npm and what it started end together.
    detached: !shell,
  });
  const url = await new Promise<string>((resolve, reject) => {
    let printed = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      process.stdout.write(chunk);
      printed += chunk.toString();
      const ready = /Ready in .*?(http:\/\/\S+)/.exec(printed);
      if (ready?.[1] !== undefined) resolve(ready[1]);
    });
    child.on("exit", (code) => reject(new Error(`npm run dev ended with ${code}`)));
  });
  return { child, url };
}

async function call(
  method: string,
  url: string,
  body?: object,
): Promise<{ status: number; text: string }> {
  console.log(
    `$ curl -X ${method} ${url}${body === undefined ? "" : ` -d '${JSON.stringify(body)}'`}`,
  );
  const response = await fetch(url, {
    method,
    headers: { "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  console.log(`${response.status} ${text}`);
  return { status: response.status, text };
}

async function settle(): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 1500));
}

function stop(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.removeAllListeners("exit");
    child.on("exit", () => resolve());
    if (shell || child.pid === undefined) child.kill("SIGINT");
    else process.kill(-child.pid, "SIGINT");
  });
}

try {
  show("Create an app from the packed kit");
  run(
    "npx",
    ["--yes", "--package", pack(), "create-reventless-app", "shop", "--yes", "--no-git"],
    folder,
  );

  show("Start it: the real Pulumi program, on this machine");
  const { child, url } = await startApp();
  try {
    show("Send commands, ask for outcomes and rows");
    const place = {
      type: "PlaceOrder",
      customerId: "ann",
      lines: [{ sku: "tea", quantity: 2 }],
    };
    const placed = await call("POST", `${url}/ordering/order/order-1`, place);
    await call("POST", `${url}/ordering/order/order-1`, {
      type: "CancelOrder",
      reason: "too late",
    });
    const again = await call("POST", `${url}/ordering/order/order-1`, place);
    await call("POST", `${url}/ordering/order/order-1`, { type: "PlaceOrder", customerId: 7 });
    await settle();
    for (const { text } of [placed, again]) await call("GET", url + JSON.parse(text).outcome);
    const row = await call("GET", `${url}/ordering/order-summary/order-1`);
    const { version } = JSON.parse(row.text);
    if (row.status !== 200 || version !== 2) throw new Error("The row is not what was expected.");
  } finally {
    await stop(child);
  }

  show("Its own tests");
  run("npm", ["test", "--silent"], app);
  run("npm", ["run", "--silent", "typecheck"], app);
  console.log("\nAll of it ran without an AWS account.");
} finally {
  rmSync(folder, { recursive: true, force: true });
}
