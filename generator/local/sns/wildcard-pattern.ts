/** True when the text fits an IAM pattern, where `*` is any text and `?` any one character. */
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
export function matchesWildcard(pattern: string, text: string): boolean {
  let patternIndex = 0;
  let textIndex = 0;
  let starIndex = -1;
  let resumeAt = 0;
  while (textIndex < text.length) {
    const symbol = pattern[patternIndex];
    if (symbol === "*") {
      starIndex = patternIndex++;
      resumeAt = textIndex;
    } else if (symbol === "?" || symbol === text[textIndex]) {
      patternIndex += 1;
      textIndex += 1;
    } else if (starIndex >= 0) {
      // Let the last star take one more character; only the last one ever needs another try.
      patternIndex = starIndex + 1;
      textIndex = ++resumeAt;
    } else {
      return false;
    }
  }
  while (pattern[patternIndex] === "*") patternIndex += 1;
  return patternIndex === pattern.length;
}

/** ARN patterns are compared part by part, so a star does not reach over a colon before the resource. */
export function matchesArn(pattern: string, arn: string): boolean {
  const patterns = arnParts(pattern);
  const parts = arnParts(arn);
  return (
    patterns.length === parts.length &&
    patterns.every((part, index) => matchesWildcard(part, parts[index] ?? ""))
  );
}

/** arn, partition, service, region, account, and the resource with any further colons. */
function arnParts(arn: string): readonly string[] {
  const parts = arn.split(":");
  return [...parts.slice(0, 5), ...(parts.length > 5 ? [parts.slice(5).join(":")] : [])];
}
