/** A text with the line ends and the byte order mark of the file it replaces. */
export function writtenLike(text: string, before: string): string {
  const mark = before.startsWith("\uFEFF") ? "\uFEFF" : "";
  const crlf = before.split("\r\n").length - 1;
  const isCrlf = crlf > 0 && crlf * 2 > before.split("\n").length - 1;
  return mark + (isCrlf ? text.replaceAll("\n", "\r\n") : text);
}

/** As the generator writes texts: LF line ends and no byte order mark. */
export function plainText(raw: string): string {
  const text = raw.includes("\r\n") ? raw.replaceAll("\r\n", "\n") : raw;
  return text.startsWith("\uFEFF") ? text.slice(1) : text;
}
