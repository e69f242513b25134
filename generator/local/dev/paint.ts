export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
  faint(text: string): string;
  strong(text: string): string;
}

/** Colours for terminals; plain text everywhere else. See https://no-color.org */
export function createPaint(isTTY: boolean, environment: NodeJS.ProcessEnv = process.env): Paint {
  const coloured = isTTY && (environment.NO_COLOR ?? "") === "";
  const style = (code: number) => (text: string) =>
    coloured ? `\u001b[${code}m${text}\u001b[0m` : text;
  return { good: style(32), bad: style(31), warn: style(33), faint: style(2), strong: style(1) };
}
