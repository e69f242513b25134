import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";
import { kitDirectory } from "../support/temporary-app.ts";
import { newApp, read, reventless } from "./programs.ts";

const generated: readonly (readonly string[])[] = [
  ["aggregate", "Invoice", "--command", "SendInvoice:to=string", "--event", "InvoiceSent"],
  [
    ...["aggregate", "Shipment", "--sync"],
    ...["--command", "PlanShipment:on=IsoDate,note?=string,stops=Stop[]"],
    ...["--command", "MoveShipment:to=IsoDateTime,weights=Record<string,number>"],
    ...["--command", "CancelShipment"],
    ...["--event", "ShipmentPlanned:on=IsoDate,note?=string,stops=Stop[]"],
    ...["--event", "ShipmentMoved:to=IsoDateTime|null", "--event", "ShipmentCancelled"],
    ...["--rejection", "ShipmentNotPlanned", "--rejection", "ShipmentGone:since=IsoDate"],
    ...["--type", "Stop:city=string,zip?=string,kind=StopKind"],
  ],
  ["aggregate", "Cart"],
  ["read-model", "InvoiceList", "--from", "Invoice"],
  ["read-model", "ShipmentBoard", "--from", "Shipment"],
];

test("an app that grew type-checks and passes its own tests", { timeout: 60_000 }, () => {
  const cwd = newApp();
  for (const args of generated) {
    const { code, stderr } = reventless(["generate", ...args], { cwd });
    expect({ args, code, stderr }).toEqual({ args, code: 0, stderr: "" });
  }
  expect(reventless(["regenerate"], { cwd }).stdout).toBe("Everything is up to date.\n");
  expect(runTool("typescript/bin/tsc", ["--noEmit"], cwd)).toEqual({ code: 0, output: "" });
  const options = ["run", "--reporter=json", "--outputFile=report.json"];
  const tests = runTool("vitest/vitest.mjs", options, cwd);
  const { numFailedTests, numPassedTests } = JSON.parse(read(cwd, "report.json"));
  expect(numFailedTests).toBe(0);
  expect(numPassedTests).toBeGreaterThan(10);
  expect(tests.code).toBe(0);
});

function runTool(tool: string, args: readonly string[], cwd: string) {
  const file = join(kitDirectory, "node_modules", tool);
  const env = { ...process.env };
  // The tests of the app are a run of their own.
  for (const name of Object.keys(env)) if (name.startsWith("VITEST")) delete env[name];
  const { status, stdout } = spawnSync(process.execPath, [file, ...args], {
    cwd,
    env,
    encoding: "utf8",
  });
  return { code: status, output: stdout };
}
