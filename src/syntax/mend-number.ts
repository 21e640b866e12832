/** What a number or duration of another language is in Pol; undefined where languages disagree, or where it cannot be written. */
export function mendNumber(image: string): string | undefined {
  for (const mend of [mendBase, mendExponent, mendUnderscores, mendUnit]) {
    const mended = mend(image);
    if (mended !== undefined) return mended;
  }
  return undefined;
}

function mendBase(image: string): string | undefined {
  if (!/^0(?:[xX][0-9a-fA-F]+|[bB][01]+|[oO][0-7]+)$/.test(image)) return undefined;
  return exact(Number(image.toLowerCase()));
}

function mendExponent(image: string): string | undefined {
  const [found, whole = "", fraction = "", exponent = ""] =
    /^([0-9]+)(?:\.([0-9]+))?[eE]([0-9]+)$/.exec(image.replaceAll("_", "")) ?? [];
  const zeros = Number(exponent) - fraction.length;
  if (found === undefined || zeros < 0 || zeros > 15) return undefined;
  return exact(Number(whole + fraction + "0".repeat(zeros)));
}

/** A whole number in its digits, if they are exact. */
function exact(value: number): string | undefined {
  return Number.isSafeInteger(value) ? String(value) : undefined;
}

function mendUnderscores(image: string): string | undefined {
  if (!/^[0-9][0-9_]*$/.test(image)) return undefined;
  return image.replaceAll(/_+/g, "_").replace(/_$/, "");
}

const unitWords = [
  [/^(?:ms|msecs?|milliseconds?)$/, 1, "ms"],
  [/^(?:s|secs?|seconds?)$/, 1, "s"],
  [/^(?:m|mins?|minutes?)$/, 1, "m"],
  [/^(?:h|hrs?|hours?)$/, 1, "h"],
  [/^(?:d|days?)$/, 1, "d"],
  [/^(?:w|weeks?)$/, 7, "d"],
] as const;

/** From the largest on, each with how many of the next one it is. */
const smallerUnits = { d: [24, "h"], h: [60, "m"], m: [60, "s"], s: [1000, "ms"], ms: undefined } as const;

type Unit = keyof typeof smallerUnits;

/** A duration with the unit in words, or with a fraction: that of the next smaller unit in which it is whole. */
function mendUnit(image: string): string | undefined {
  const [, whole = "", fraction = "", word = ""] = /^([0-9_]+)(?:\.([0-9_]+))?([a-z]+)$/.exec(image) ?? [];
  const [, factor, unit] = unitWords.find(([words]) => words.test(word)) ?? [];
  if (factor === undefined || unit === undefined || fraction.length > 15) return undefined;
  const digits = fraction.replaceAll("_", "");
  const scale = 10n ** BigInt(digits.length);
  return wholeDuration(BigInt(whole.replaceAll("_", "") + digits) * BigInt(factor), scale, unit);
}

function wholeDuration(amount: bigint, scale: bigint, unit: Unit): string | undefined {
  if (amount % scale === 0n) return `${amount / scale}${unit}`;
  const smaller = smallerUnits[unit];
  return smaller && wholeDuration(amount * BigInt(smaller[0]), scale, smaller[1]);
}
