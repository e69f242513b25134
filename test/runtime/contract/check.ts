/** A rule as a function that throws, so that wrong implementations can be put through it as well. */
export interface Check<Subject> {
  readonly title: string;
  run(subject: Subject): Promise<void>;
}

/** The titles of the checks that fail on the subject. */
export async function failedTitles<Subject>(
  checks: readonly Check<Subject>[],
  subject: () => Subject,
): Promise<readonly string[]> {
  const failed: string[] = [];
  for (const { title, run } of checks) {
    await run(subject()).catch(() => failed.push(title));
  }
  return failed;
}

/** Code and message of what the action throws. */
export async function failureOf(action: () => unknown): Promise<string> {
  try {
    await action();
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    return `${code ?? name}: ${message}`;
  }
  return "no failure";
}
