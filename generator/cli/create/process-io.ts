import { askWithPrompts } from "./ask-with-prompts.ts";
import type { CreateIo } from "./create-io.ts";
import { runCommand } from "./run-command.ts";

const interruptions = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/** The real outside of `create-reventless-app`, but for what emits and writes an app. */
export function processIo(
  connected: Pick<CreateIo, "kitDirectory" | "emitNewApp" | "writeNewApp">,
): CreateIo {
  return {
    ...connected,
    cwd: process.cwd(),
    env: process.env,
    nodeVersion: process.version,
    isInteractive: process.stdin.isTTY === true && process.stdout.isTTY === true,
    stdout: process.stdout,
    stderr: process.stderr,
    prompt: askWithPrompts,
    runCommand,
    onInterrupt: (listener) => {
      for (const name of interruptions) process.on(name, listener);
      return () => {
        for (const name of interruptions) process.off(name, listener);
      };
    },
  };
}
