/** A number as Pol writes it: no exponent, and a fraction where it is too large for a whole number to be exact. */
export function printNumber(value: number): string {
  const written = String(value);
  const [, sign = "", whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(written) ?? [];
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const left = point > 0 ? digits.slice(0, point).padEnd(point, "0") : "0";
  const right = point > 0 ? digits.slice(point) : "0".repeat(-point) + digits;
  const decimals = right === "" && Math.abs(value) > Number.MAX_SAFE_INTEGER ? "0" : right;
  return `${sign}${left}${decimals === "" ? "" : `.${decimals}`}`;
}

/** Beyond these a number is hundreds of digits long. */
const largest = 1e30;
const smallest = 1e-15;

/**
 * The nearest lower bound that a reader can take in and that refuses nothing more: for the double after 0, whose 324 digits say nothing,
 * it is 0; undefined where it is no bound that matters. An upper bound is the mirror image.
 */
export function readableMinimum(value: number): number | undefined {
  if (value === 0 || (Math.abs(value) >= smallest && Math.abs(value) <= largest)) return value;
  if (Math.abs(value) < smallest) return value > 0 ? 0 : -smallest;
  return value > 0 ? largest : undefined;
}
