/** How V8's report begins when it gives up for want of memory; nothing of the function comes after it. */
const dumpStart =
  /^(<--- Last few GCs --->|FATAL ERROR: .* out of memory|# Fatal process out of memory.*)$/;

/** Passes a function's own lines on and keeps V8's report of some thirty lines back. */
export function withoutCrashDump(
  onLine: (line: string) => void,
  onDump: () => void,
): (line: string) => void {
  let dumping = false;
  return (line) => {
    if (!dumping && dumpStart.test(line)) {
      dumping = true;
      onDump();
    }
    if (!dumping) onLine(line);
  };
}
