import { sortableNumber } from "./decimal.ts";

const ABOVE_SURROGATES = /[\ud800-\uffff]/;

/**
 * A text whose code units sort as the UTF-8 bytes of `text` do, which is DynamoDB's order for
 * strings. UTF-16 puts surrogate pairs (above U+FFFF) before U+E000–U+FFFF; swapping the two
 * ranges repairs that and keeps prefixes prefixes.
 */
export function sortableText(text: string): string {
  if (!ABOVE_SURROGATES.test(text)) return text;
  let sortable = "";
  for (let index = 0; index < text.length; index += 1) {
    const unit = text.charCodeAt(index);
    if (unit >= 0xe000) sortable += String.fromCharCode(unit - 0x800);
    else if (unit >= 0xd800) sortable += String.fromCharCode(unit + 0x2000);
    else sortable += text[index];
  }
  return sortable;
}

/** One character per byte, so that code units sort as the unsigned bytes do. */
export function sortableBinary(base64: string): string {
  return Buffer.from(base64, "base64").toString("latin1");
}

/** A text that sorts as DynamoDB sorts keys of the given type. */
export function sortableKey(type: "S" | "N" | "B", text: string): string {
  if (type === "S") return sortableText(text);
  return type === "N" ? sortableNumber(text) : sortableBinary(text);
}
