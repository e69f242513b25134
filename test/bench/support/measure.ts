import { spawnSync } from "node:child_process";

/** One row of the report: what was measured, its floor or rival, and the wanted bound. */
export interface Row {
  readonly name: string;
  readonly value: string;
  readonly beside: string;
  readonly bound: string;
  readonly met: boolean;
}

export interface ProcessToTime {
  readonly command: string;
  readonly args: readonly string[] | ((run: number) => readonly string[]);
  readonly cwd?: string | ((run: number) => string);
}

/** Milliseconds of whole processes, the given ones in turn (A B A B …), after one run each to warm up. */
export function timeProcesses(
  processes: readonly ProcessToTime[],
  runs: number,
): readonly (readonly number[])[] {
  const times: number[][] = processes.map(() => []);
  for (let run = -1; run < runs; run++) {
    for (const [index, each] of processes.entries()) {
      const args = typeof each.args === "function" ? each.args(run) : each.args;
      const cwd = typeof each.cwd === "function" ? each.cwd(run) : each.cwd;
      const start = process.hrtime.bigint();
      const { status, stderr } = spawnSync(each.command, args, {
        ...(cwd !== undefined && { cwd }),
        encoding: "utf8",
        env: { ...process.env, NODE_EXTRA_CA_CERTS: "" },
      });
      const elapsed = Number(process.hrtime.bigint() - start) / 1e6;
      if (status !== 0) throw new Error(`${each.command} ${args.join(" ")} failed: ${stderr}`);
      if (run >= 0) times[index]?.push(elapsed);
    }
  }
  return times;
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Median of the ratios pair by pair: the machine's speed drifts, but hardly within a pair. */
export function pairedRatio(a: readonly number[], b: readonly number[]): number {
  return median(a.map((value, index) => value / (b[index] ?? Number.NaN)));
}

export function printRows(rows: readonly Row[]): void {
  const widths = (["name", "value", "beside", "bound"] as const).map((key) =>
    Math.max(...rows.map((row) => row[key].length)),
  );
  for (const row of rows) {
    const cells = [row.name, row.value, row.beside, row.bound];
    const line = cells.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join("  ");
    console.log(`${row.met ? "met   " : "MISSED"}  ${line}`);
  }
}
