import { emitNewApp } from "../emit/new-app.ts";
import { writeFiles } from "../write/write-files.ts";
import { processIo } from "./create/process-io.ts";
import { runCreate } from "./create/run-create.ts";

/** `create-reventless-app`; the exit code of the process. */
export function createMain(kitDirectory: string, argv: readonly string[]): Promise<number> {
  const io = processIo({
    kitDirectory,
    emitNewApp: (input) => emitNewApp(kitDirectory, input),
    writeNewApp: writeFiles,
  });
  return runCreate(argv, io);
}
