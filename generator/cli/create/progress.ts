import { performance } from "node:perf_hooks";
import type { TextOutput } from "./create-io.ts";

const frames = ["|", "/", "-", "\\"];
const eraseLine = "\r\u001b[2K";

/** Shows that something is under way, with the seconds it takes: a moving line on a terminal, two plain lines elsewhere. */
export async function withProgress<T>(
  title: string,
  output: TextOutput,
  work: () => Promise<T>,
): Promise<T> {
  const start = performance.now();
  const seconds = () => Math.round((performance.now() - start) / 1000);
  if (output.isTTY !== true) {
    output.write(`${title} …\n`);
    try {
      return await work();
    } finally {
      output.write(`${title}: ended after ${seconds()} s\n`);
    }
  }
  let frame = 0;
  const draw = () => {
    output.write(`${eraseLine}${frames[frame % frames.length]} ${title} … ${seconds()} s`);
    frame += 1;
  };
  draw();
  const timer = setInterval(draw, 100);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    output.write(eraseLine);
  }
}
