/** Largest event of a synchronous invocation. */
// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
const largestEventBytes = 6 * 1024 * 1024;

/** Cuts a batch where its event would be larger than Lambda takes; the order stays. */
export function splitBySize<Entry>(records: readonly Entry[]): readonly (readonly Entry[])[] {
  const parts: Entry[][] = [];
  let size = 0;
  for (const record of records) {
    const bytes = Buffer.byteLength(JSON.stringify(record)) + 1;
    const part = parts.at(-1);
    if (part === undefined || size + bytes > largestEventBytes) {
      parts.push([record]);
      size = bytes;
    } else {
      part.push(record);
      size += bytes;
    }
  }
  return parts;
}
