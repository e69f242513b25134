import { join } from "node:path";
import { reventlessMain } from "../reventless-main.ts";
import { runProgram } from "../run-program.ts";

// Bundled to CommonJS in dist/, one folder below the kit's root.
runProgram(() => reventlessMain(join(__dirname, ".."), process.argv.slice(2)));
