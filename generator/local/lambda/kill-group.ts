/**
 * Ends a function's process at once, with all that it started where systems have process groups;
 * Windows has none.
 */
export function killGroup(processId: number): void {
  try {
    process.kill(process.platform === "win32" ? processId : -processId, "SIGKILL");
  } catch {
    // Nothing of it is left.
  }
}
