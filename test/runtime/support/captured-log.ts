import { vi } from "vitest";

/** Runs `action` and gives back the lines it wrote to stdout. */
export async function linesOf(action: () => unknown): Promise<readonly string[]> {
  const written: string[] = [];
  const spy = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
    written.push(String(text));
    return true;
  });
  try {
    await action();
  } finally {
    spy.mockRestore();
  }
  return written;
}

/** The lines as objects, without what differs with every run. */
export async function logOf(action: () => unknown): Promise<readonly Record<string, unknown>[]> {
  const lines = await linesOf(action);
  return lines.map((line) => {
    const { time, error, ...fields } = JSON.parse(line) as Record<string, unknown>;
    return fields;
  });
}
