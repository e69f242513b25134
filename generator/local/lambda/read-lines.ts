import type { Readable } from "node:stream";

/**
 * Calls back for every line; what is left without a line end comes when the stream ends. A line of
 * more characters than `longest` comes in parts.
 */
export function readLines(
  stream: Readable,
  onLine: (line: string) => void,
  longest = Number.POSITIVE_INFINITY,
): void {
  let rest = "";
  const flush = (): void => {
    const lines = rest.split(/\r?\n/);
    rest = "";
    for (const line of lines) if (line !== "") onLine(line);
  };
  stream.setEncoding("utf8");
  stream.on("data", (text: string) => {
    const end = text.lastIndexOf("\n") + 1;
    rest += text.slice(0, end);
    if (end > 0) flush();
    rest += text.slice(end);
    if (rest.length > longest) flush();
  });
  stream.on("end", flush);
}
