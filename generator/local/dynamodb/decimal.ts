import { validationError } from "./service-errors.ts";

/**
 * DynamoDB numbers: at most 38 significant digits, magnitude 1E-130 to 9.99E+125.
 * https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/HowItWorks.NamingRulesDataTypes.html
 */
const MAX_DIGITS = 38;
const MAX_MAGNITUDE = 125;
const MIN_MAGNITUDE = -130;

interface Decimal {
  readonly negative: boolean;
  /** Significant digits without leading or trailing zeros; empty for zero. */
  readonly digits: string;
  /** Power of ten of the last digit. */
  readonly exponent: number;
}

const SHORT_INTEGER = /^(?:0|-?[1-9]\d{0,14})$/;
const NUMBER = /^([+-]?)(\d+\.?\d*|\.\d+)(?:[eE]([+-]?\d+))?$/;
const LARGEST_JAVA_LONG = 9223372036854775807n;

/** The one text under which DynamoDB stores a number, e.g. `1000` for `1.0e3`; throws for no number. */
export function normalizeNumber(text: string): string {
  if (SHORT_INTEGER.test(text)) return text;
  const decimal = parseDecimal(text);
  return formatDecimal(decimal);
}

/** Sum (or, with `subtract`, difference) of two normalized numbers, exact; throws outside DynamoDB's range. */
export function addNumbers(left: string, right: string, subtract: boolean): string {
  const a = splitNormalized(left);
  const b = splitNormalized(right);
  const exponent = Math.min(a.exponent, b.exponent);
  const first = coefficient(a, exponent);
  const second = coefficient(b, exponent);
  const sum = subtract ? first - second : first + second;
  const negative = sum < 0n;
  const text = (negative ? -sum : sum).toString();
  return formatDecimal(checkRange(trimZeros(negative, text, exponent), exponent));
}

/** Negative, zero or positive as `left` is smaller than, equal to or greater than `right` (both normalized). */
export function compareNumbers(left: string, right: string): number {
  if (left === right) return 0;
  if (SHORT_INTEGER.test(left) && SHORT_INTEGER.test(right)) return Number(left) - Number(right);
  return sortableNumber(left) < sortableNumber(right) ? -1 : 1;
}

/** A text that sorts (by code unit) as the normalized number does: sign, magnitude, digits. */
export function sortableNumber(text: string): string {
  const { negative, digits, exponent } = splitNormalized(text);
  if (digits === "") return "1";
  const magnitude = String(digits.length + exponent - 1 + 200).padStart(3, "0");
  if (!negative) return `2${magnitude}${digits}`;
  const complement = (magnitude + digits).replace(/\d/g, (digit) => String(9 - Number(digit)));
  return `0${complement}~`;
}

/**
 * Stored bytes of a normalized number: one byte, one per two significant digits on each side
 * of the point, one for a minus sign (measured on AWS at the 400 KB limit).
 */
export function numberSize(text: string): number {
  const { negative, digits, exponent } = splitNormalized(text);
  if (digits === "") return 1;
  const integerDigits = Math.min(digits.length, Math.max(0, digits.length + exponent));
  const fractionDigits = digits.length - integerDigits;
  return 1 + Math.ceil(integerDigits / 2) + Math.ceil(fractionDigits / 2) + (negative ? 1 : 0);
}

function parseDecimal(text: string): Decimal {
  const match = NUMBER.exec(text);
  const power = BigInt((match?.[3] ?? "0").replace("+", ""));
  if (match === null || power > LARGEST_JAVA_LONG || power < -LARGEST_JAVA_LONG - 1n)
    throw validationError(`The parameter cannot be converted to a numeric value: ${text}`);
  const [whole = "", fraction = ""] = (match[2] ?? "").split(".");
  const exponent = Number(power) - fraction.length;
  return checkRange(trimZeros(match[1] === "-", whole + fraction, exponent), Number(power));
}

/** Zero has no magnitude of its own; AWS checks it by the exponent it is written with. */
function checkRange(decimal: Decimal, writtenExponent: number): Decimal {
  const { digits, exponent } = decimal;
  const magnitude = digits === "" ? writtenExponent : digits.length + exponent - 1;
  if (magnitude > MAX_MAGNITUDE)
    throw validationError(
      "Number overflow. Attempting to store a number with magnitude larger than supported range",
    );
  if (magnitude < MIN_MAGNITUDE)
    throw validationError(
      "Number underflow. Attempting to store a number with magnitude smaller than supported range",
    );
  if (digits.length > MAX_DIGITS)
    throw validationError("Attempting to store more than 38 significant digits in a Number");
  return decimal;
}

function trimZeros(negative: boolean, text: string, exponent: number): Decimal {
  const withoutLeading = text.replace(/^0+/, "");
  const digits = withoutLeading.replace(/0+$/, "");
  if (digits === "") return { negative: false, digits, exponent: 0 };
  return { negative, digits, exponent: exponent + withoutLeading.length - digits.length };
}

function splitNormalized(text: string): Decimal {
  const negative = text.startsWith("-");
  const [whole = "", fraction = ""] = (negative ? text.slice(1) : text).split(".");
  return trimZeros(negative, whole + fraction, -fraction.length);
}

function coefficient(decimal: Decimal, exponent: number): bigint {
  const value = BigInt(decimal.digits || "0") * 10n ** BigInt(decimal.exponent - exponent);
  return decimal.negative ? -value : value;
}

function formatDecimal({ negative, digits, exponent }: Decimal): string {
  if (digits === "") return "0";
  const sign = negative ? "-" : "";
  if (exponent >= 0) return sign + digits + "0".repeat(exponent);
  const point = digits.length + exponent;
  if (point > 0) return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
  return `${sign}0.${"0".repeat(-point)}${digits}`;
}
