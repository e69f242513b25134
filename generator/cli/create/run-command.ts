import { spawn } from "node:child_process";
import type { Command, CommandResult } from "./create-io.ts";

/** Runs a program to its end and keeps what it printed. */
export function runCommand({ program, args, cwd, signal }: Command): Promise<CommandResult> {
  return new Promise((resolve) => {
    // Package managers are .cmd files on Windows, which only a shell starts; the arguments are constants.
    const child = spawn(program, [...args], {
      cwd,
      shell: process.platform === "win32",
      stdio: ["ignore", "pipe", "pipe"],
      ...(signal === undefined ? {} : { signal }),
    });
    const output = { stdout: "", stderr: "" };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      output.stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output.stderr += text;
    });
    let failure = "";
    child.on("error", (error) => {
      failure = error.message;
      // A program that did not start never closes; one that was told to end still has to.
      if (child.pid === undefined) resolve({ exitCode: null, ...output, stderr: failure });
    });
    // What the program started may hold its output open for long: an interruption does not wait for that.
    child.on("exit", () => {
      if (signal?.aborted) resolve({ exitCode: null, ...output });
    });
    child.on("close", (exitCode) => {
      resolve({ exitCode, stdout: output.stdout, stderr: output.stderr || failure });
    });
  });
}
