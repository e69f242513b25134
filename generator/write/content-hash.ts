/**
 * 64 bits of a text as 16 hexadecimal digits: tells whether a text is the one that was written, against
 * accidents and not against attackers, who could change the code itself. Two multiplicative hashes side
 * by side (cyrb53 by bryc, public domain, with all its bits); loading `node:crypto` takes longer than
 * hashing what a small command touches.
 */
export function contentHash(text: string): string {
  let hash = known.get(text);
  if (hash === undefined) {
    hash = hashed(text);
    if (known.size >= keptHashes) known.clear();
    known.set(text, hash);
  }
  return hash;
}

/** A run asks for the same texts again and again: planned, staged, looked at once more. */
const known = new Map<string, string>();

/** More than a command that adds something touches, few enough to weigh nothing. */
const keptHashes = 500;

function hashed(text: string): string {
  let one = 0xdeadbeef;
  let two = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    one = Math.imul(one ^ unit, 2654435761);
    two = Math.imul(two ^ unit, 1597334677);
  }
  const first = mixed(one, two);
  const second = mixed(two, one);
  return hexadecimal(second) + hexadecimal(first);
}

function mixed(value: number, other: number): number {
  return (
    Math.imul(value ^ (value >>> 16), 2246822507) ^ Math.imul(other ^ (other >>> 13), 3266489909)
  );
}

function hexadecimal(value: number): string {
  return (value >>> 0).toString(16).padStart(8, "0");
}
