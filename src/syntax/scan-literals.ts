import { replacing } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import { mendEscape } from "./mend-escape.js";
import { mendNumber } from "./mend-number.js";
import { endOfLine, isDigit, isWordCode, pushBroken, pushToken, type Scanner, spanIn } from "./scanner.js";
import { syntaxError } from "./syntax-errors.js";
import { DurationToken, NumberToken, RegexToken, StringToken, word } from "./tokens.js";

const quote = 34;
const backslash = 92;

/** A string literal at the current offset; its token carries the value, escapes resolved. */
export function scanString(scanner: Scanner): void {
  const { text, offset } = scanner;
  let end = offset + 1;
  let plain = true;
  for (; ; end++) {
    const code = text.charCodeAt(end);
    if (code === quote) break;
    if (isLineEnd(code)) {
      unterminatedString(scanner, end);
      return;
    }
    if (code === backslash) {
      plain = false;
      if (!isLineEnd(text.charCodeAt(end + 1))) end++;
    }
  }
  if (plain) pushToken(scanner, StringToken, end + 1, text.slice(offset + 1, end));
  else pushEscapedString(scanner, end);
}

/** Whether the code unit ends a line; NaN, past the end of the text, does too. */
function isLineEnd(code: number): boolean {
  return code === 10 || code === 13 || Number.isNaN(code);
}

function unterminatedString(scanner: Scanner, end: number): void {
  const span = spanIn(scanner, scanner.offset, end);
  scanner.diagnostics.push(
    syntaxError("unterminated-literal", span, "found a string without its closing quote", {
      label: "begins here and does not end on this line",
      help: 'end it with `"`; a line break inside is written `\\n`',
    }),
  );
  pushBroken(scanner, StringToken, end, scanner.text.slice(scanner.offset + 1, end));
}

function pushEscapedString(scanner: Scanner, close: number): void {
  const start = scanner.offset + 1;
  const before = scanner.diagnostics.length;
  const value = resolveEscapes(scanner, start, close);
  const push = scanner.diagnostics.length === before ? pushToken : pushBroken;
  push(scanner, StringToken, close + 1, value);
}

const escapePattern = /\\(?:u\{([^}"\\]*)\}?|(.))/gsu;

const simpleEscapes: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  n: "\n",
  r: "\r",
  t: "\t",
};

function resolveEscapes(scanner: Scanner, start: number, end: number): string {
  return scanner.text.slice(start, end).replace(escapePattern, (written, hex, character, at: number) => {
    const span = spanIn(scanner, start + at, start + at + written.length);
    if (hex !== undefined) return unescapeCodePoint(scanner, span, written, hex);
    return simpleEscapes[character] ?? invalidEscape(scanner, span, written);
  });
}

function unescapeCodePoint(scanner: Scanner, span: Span, written: string, hex: string): string {
  const code = Number.parseInt(hex, 16);
  const wellFormed = written.endsWith("}") && /^[0-9A-Fa-f]{1,6}$/.test(hex);
  const surrogate = code >= 0xd800 && code <= 0xdfff;
  if (wellFormed && code <= 0x10ffff && !surrogate) return String.fromCodePoint(code);
  return invalidEscape(scanner, span, written);
}

function invalidEscape(scanner: Scanner, span: Span, written: string): string {
  const inPattern = scanner.tokens.at(-1)?.tokenType === word.like;
  const mend = mendEscape(scanner.text.slice(span.start), inPattern);
  scanner.diagnostics.push(
    syntaxError("invalid-escape", span, `found the escape \`${written}\`, which does not exist`, {
      help: helpForEscape(written),
      ...(mend !== undefined && {
        fix: replacing({ ...span, end: span.start + mend.length }, mend.text, `write \`${mend.text}\``),
      }),
    }),
  );
  return "";
}

function helpForEscape(written: string): string {
  if (/^\\[*?]/.test(written))
    return `a string has no escape for it; in a \`like\` pattern write \`\\${written}\``;
  if (/^\\u\{/.test(written))
    return "write a Unicode scalar value of one to six hexadecimal digits: `\\u{200b}`";
  if (/^\\[ux]/.test(written)) return "write a character by its number as `\\u{e9}`";
  return 'the escapes are `\\"`, `\\\\`, `\\/`, `\\n`, `\\r`, `\\t` and `\\u{…}`; a backslash itself is `\\\\`';
}

/** A regular expression at the current offset; its token carries the text between the slashes. */
export function scanRegex(scanner: Scanner): void {
  const { text, offset } = scanner;
  let end = offset + 1;
  for (; text.charCodeAt(end) !== 47; end++) {
    if (text.charCodeAt(end) === backslash) end++;
    if (isLineEnd(text.charCodeAt(end))) {
      unterminatedRegex(scanner);
      return;
    }
  }
  pushToken(scanner, RegexToken, end + 1, text.slice(offset + 1, end));
}

function unterminatedRegex(scanner: Scanner): void {
  const end = endOfLine(scanner.text, scanner.offset);
  const span = spanIn(scanner, scanner.offset, end);
  scanner.diagnostics.push(
    syntaxError("unterminated-literal", span, "found a regular expression without its closing slash", {
      label: "begins here and does not end on this line",
      help: "end it with `/`; there is no division, and a comment begins with `//`",
    }),
  );
  pushBroken(scanner, RegexToken, end, scanner.text.slice(scanner.offset + 1, end));
}

const units = new Set(["ms", "s", "m", "h", "d"]);

/** A number or duration at the current offset. */
export function scanNumber(scanner: Scanner): void {
  const { text, offset } = scanner;
  const whole = endOfDigits(text, offset);
  const fraction = text.charCodeAt(whole) === 46 && isDigit(text.charCodeAt(whole + 1));
  const digits = fraction ? endOfDigits(text, whole + 1) : whole;
  let end = digits;
  while (isWordCode(text.charCodeAt(end))) end++;
  const unit = text.slice(digits, end);
  if (unit === "") pushChecked(scanner, NumberToken, digits, digits);
  else if (!fraction && units.has(unit)) pushChecked(scanner, DurationToken, digits, end);
  else invalidNumber(scanner, unit, fraction, end);
}

function endOfDigits(text: string, start: number): number {
  let end = start + 1;
  for (; ; end++) {
    const code = text.charCodeAt(end);
    const joined = code === 95 && isDigit(text.charCodeAt(end + 1));
    if (!joined && !isDigit(code)) return end;
  }
}

/** The units of a duration. */
export const unitMilliseconds: Readonly<Record<string, number>> = {
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** The value of a number as written, or of a duration in milliseconds. */
export function numberValue(image: string): number {
  const [, digits = "", unit = ""] = /^(-?\s*[0-9._]*)(.*)$/s.exec(image) ?? [];
  return Number(digits.replace(/[_\s]/g, "")) * (unitMilliseconds[unit] ?? 1);
}

function pushChecked(scanner: Scanner, type: typeof NumberToken, digits: number, end: number): void {
  const image = scanner.text.slice(scanner.offset, end);
  const limit = image.includes(".") ? Number.MAX_VALUE : Number.MAX_SAFE_INTEGER;
  if (numberValue(image) <= limit) {
    pushToken(scanner, type, end);
    return;
  }
  const span = spanIn(scanner, scanner.offset, end);
  const what = digits === end ? "number" : "duration";
  scanner.diagnostics.push(
    syntaxError("invalid-number", span, `found a ${what} that is too large to be exact`, {
      help: `the largest is ${Number.MAX_SAFE_INTEGER}${digits === end ? "" : " milliseconds"}`,
    }),
  );
  pushBroken(scanner, type, end);
}

function invalidNumber(scanner: Scanner, unit: string, fraction: boolean, end: number): void {
  const image = scanner.text.slice(scanner.offset, end);
  const span = spanIn(scanner, scanner.offset, end);
  const mended = mendNumber(image);
  scanner.diagnostics.push(
    syntaxError("invalid-number", span, `found \`${image}\`, which is neither a number nor a duration`, {
      help: helpForUnit(image, unit, fraction),
      ...(mended !== undefined && { fix: replacing(span, mended, `write \`${mended}\``) }),
    }),
  );
  pushBroken(scanner, units.has(unit) ? DurationToken : NumberToken, end);
}

function helpForUnit(image: string, unit: string, fraction: boolean): string {
  if (fraction && units.has(unit))
    return "a duration has no fraction; take a smaller unit, such as `90m` for 1.5 h";
  if (/^(x|b|o)/i.test(unit) && image.startsWith("0")) return "numbers are decimal";
  if (/^e/i.test(unit))
    return "there is no exponent; write the digits out, in groups if you like: `1_000_000`";
  if (/^_/.test(unit)) return "an underscore stands between two digits";
  if (/^(w|week)/.test(unit)) return "there is no unit for weeks; write days: `7d`";
  return "a duration is digits and one unit: `ms`, `s`, `m` (minutes), `h` or `d` (24 hours)";
}
