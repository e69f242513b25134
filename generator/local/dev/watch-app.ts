import { existsSync, type FSWatcher, watch } from "node:fs";
import { join } from "node:path";

/** Editors write a file in several steps, and formatters follow. */
const quietMs = 150;

/** Calls back once when the sources of plugins or of the runtime changed. The answer stops that. */
export function watchApp(appDirectory: string, onChange: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const later = (): void => {
    clearTimeout(timer);
    timer = setTimeout(onChange, quietMs);
  };
  const watchers: FSWatcher[] = ["plugins", "runtime"]
    .map((folder) => join(appDirectory, folder))
    .filter((folder) => existsSync(folder))
    .map((folder) =>
      watch(folder, { recursive: true }, (_event, file) => {
        if (file === null || isSource(file)) later();
      }),
    );
  return () => {
    clearTimeout(timer);
    for (const watcher of watchers) watcher.close();
  };
}

/** Builds and editors write files of their own, which must not start a reload after each reload. */
export function isSource(file: string): boolean {
  return !/(^|[\\/])(node_modules|dist|build|coverage|\.[^\\/]*)([\\/]|$)|~$|\.tsbuildinfo$/.test(
    file,
  );
}
