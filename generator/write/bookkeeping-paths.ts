/** What belongs to the generator alone; nobody needs to hear of it. */
export function isBookkeeping(path: string): boolean {
  return path.startsWith(".reventless/");
}

/** What can be thrown away at any time, and is not committed. */
export function isCache(path: string): boolean {
  return path.startsWith(".reventless/cache/");
}

/** Where what is new for a file waits while its edits clash with it. */
export function proposalPath(path: string): string {
  return `.reventless/conflicts/${path}.merge`;
}
