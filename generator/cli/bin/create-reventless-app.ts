import { join } from "node:path";
import { createMain } from "../create-main.ts";
import { runProgram } from "../run-program.ts";

// Bundled to CommonJS in dist/, one folder below the kit's root.
runProgram(() => createMain(join(__dirname, ".."), process.argv.slice(2)));
