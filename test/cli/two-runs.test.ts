import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { whileUnchanged } from "../../generator/write/app-lock.ts";
import { temporaryApp } from "../support/temporary-app.ts";

it("lets one run write at a time, and none on a model that changed meanwhile", () => {
  const app = temporaryApp();
  try {
    const file = join(app.directory, "reventless.json");
    const text = readFileSync(file, "utf8");
    const lock = join(app.directory, ".reventless/lock");
    const written: string[] = [];

    whileUnchanged(app.directory, text, () => {
      written.push("first");
      expect(() => whileUnchanged(app.directory, text, () => written.push("second"))).toThrow(
        `Another run (process ${process.pid}) is writing to this app; nothing was written.`,
      );
    });
    expect(existsSync(lock)).toBe(false);

    writeFileSync(file, `${text}\n`);
    expect(() => whileUnchanged(app.directory, text, () => written.push("third"))).toThrow(
      "reventless.json was changed while this run was planned; nothing was written.",
    );
    // The process of this lock ended without giving it back.
    writeFileSync(lock, JSON.stringify({ host: hostname(), pid: 999_999_999 }));
    whileUnchanged(app.directory, `${text}\n`, () => written.push("fourth"));
    expect(written).toEqual(["first", "fourth"]);
  } finally {
    app.remove();
  }
});
