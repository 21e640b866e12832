/**
 * Reads an instant as RFC 3339 writes it, in milliseconds since 1970: with offset, at most three digits of a second's fraction,
 * `T` and `Z` in either case (as its grammar has it), no space between date and time, no leap second. The instant, too, must lie
 * in the years 0000 to 9999 of UTC, so that it has a text.
 */
export function parseTime(text: string): number | undefined {
  const zone = fractionEnd(text);
  const seconds = daysAtStart(text) * 86_400 + secondsOfDay(text) - offsetAt(text, zone) * 60;
  const ms = seconds * 1000 + fractionBefore(text, zone);
  return ms >= -62_167_219_200_000 && ms <= 253_402_300_799_999 ? ms : undefined;
}

/** Where the zone of an instant should be: after up to three digits of a fraction. */
function fractionEnd(text: string): number {
  if (text.charCodeAt(19) !== 46) return 19;
  let end = 20;
  while (end < 23 && digitAt(text, end) >= 0) end += 1;
  return end;
}

/** The milliseconds of a fraction that ends before `end`; NaN if it has no digit. */
function fractionBefore(text: string, end: number): number {
  switch (end) {
    case 19:
      return 0;
    case 21:
      return digitAt(text, 20) * 100;
    case 22:
      return twoDigitsAt(text, 20, 99) * 10;
    case 23:
      return twoDigitsAt(text, 20, 99) * 10 + digitAt(text, 22);
    default:
      return Number.NaN;
  }
}

/** The seconds that `T10:00:00` says from the eleventh character on; NaN if it does not. */
function secondsOfDay(text: string): number {
  const isPunctuated =
    (text.charCodeAt(10) | 32) === 116 && text.charCodeAt(13) === 58 && text.charCodeAt(16) === 58;
  if (!isPunctuated) return Number.NaN;
  return (twoDigitsAt(text, 11, 23) * 60 + twoDigitsAt(text, 14, 59)) * 60 + twoDigitsAt(text, 17, 59);
}

/** The minutes that `Z` or `+01:00`, the last of a text, is ahead of UTC; NaN for anything else. */
function offsetAt(text: string, position: number): number {
  const sign = text.charCodeAt(position);
  if ((sign | 32) === 122) return text.length === position + 1 ? 0 : Number.NaN;
  if (text.length !== position + 6 || text.charCodeAt(position + 3) !== 58) return Number.NaN;
  const minutes = twoDigitsAt(text, position + 1, 23) * 60 + twoDigitsAt(text, position + 4, 59);
  return sign === 43 ? minutes : sign === 45 ? -minutes : Number.NaN;
}

/** The digit at a place of a text; NaN for anything else. */
function digitAt(text: string, position: number): number {
  const digit = text.charCodeAt(position) - 48;
  return digit >= 0 && digit <= 9 ? digit : Number.NaN;
}

/** The number of two digits at a place of a text; NaN for anything else, and above `maximum`. */
function twoDigitsAt(text: string, position: number, maximum: number): number {
  const number = digitAt(text, position) * 10 + digitAt(text, position + 1);
  return number <= maximum ? number : Number.NaN;
}

/** Reads a date, `2026-11-21`, in days since 1970-01-01 of the proleptic Gregorian calendar. */
export function parseDate(text: string): number | undefined {
  const days = text.length === 10 ? daysAtStart(text) : Number.NaN;
  return Number.isNaN(days) ? undefined : days;
}

/** The days of the date that a text begins with; NaN if it begins with none. */
function daysAtStart(text: string): number {
  if (text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return Number.NaN;
  const year = twoDigitsAt(text, 0, 99) * 100 + twoDigitsAt(text, 2, 99);
  const month = twoDigitsAt(text, 5, 12);
  const day = twoDigitsAt(text, 8, daysOfMonth(year, month));
  return month >= 1 && day >= 1 ? daysFromDate(year, month, day) : Number.NaN;
}

function daysOfMonth(year: number, month: number): number {
  if (month !== 2) return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
}

/** Days since 1970-01-01, after Howard Hinnant's `days_from_civil`: years begin in March, so that a leap day is a year's last. */
function daysFromDate(year: number, month: number, day: number): number {
  const marchYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(marchYear / 400);
  const yearOfEra = marchYear - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return (
    era * 146_097 +
    yearOfEra * 365 +
    Math.floor(yearOfEra / 4) -
    Math.floor(yearOfEra / 100) +
    dayOfYear -
    719_468
  );
}

/** The one text of a date. Years outside 0000 to 9999, which only calculation reaches, have a sign and six digits. */
export function formatDate(days: number): string {
  const era = Math.floor((days + 719_468) / 146_097);
  const dayOfEra = days + 719_468 - era * 146_097;
  const leapDays =
    Math.floor(dayOfEra / 1460) - Math.floor(dayOfEra / 36_524) + Math.floor(dayOfEra / 146_096);
  const yearOfEra = Math.floor((dayOfEra - leapDays) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = ((marchMonth + 2) % 12) + 1;
  const year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
  return `${formatYear(year)}-${twoDigits(month)}-${twoDigits(day)}`;
}

function formatYear(year: number): string {
  if (year >= 0 && year <= 9999) return String(year).padStart(4, "0");
  return `${year < 0 ? "-" : "+"}${String(Math.abs(year)).padStart(6, "0")}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}

/** The one text of an instant: in UTC, with a fraction only where there is one. */
export function formatTime(ms: number): string {
  const days = Math.floor(ms / 86_400_000);
  const rest = ms - days * 86_400_000;
  const hours = twoDigits(Math.floor(rest / 3_600_000));
  const minutes = twoDigits(Math.floor(rest / 60_000) % 60);
  const seconds = twoDigits(Math.floor(rest / 1000) % 60);
  const fraction = rest % 1000 === 0 ? "" : `.${String(rest % 1000).padStart(3, "0")}`;
  return `${formatDate(days)}T${hours}:${minutes}:${seconds}${fraction}Z`;
}

/** The hour of an instant in UTC, 0 to 23. */
export function timeHour(ms: number): number {
  return Math.floor(ms / 3_600_000) - Math.floor(ms / 86_400_000) * 24;
}

/** The day of the week of an instant in UTC. */
export function timeWeekday(ms: number): "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun" {
  const days = Math.floor(ms / 86_400_000) + 3; // 1970-01-01 was a Thursday
  return (
    (["mon", "tue", "wed", "thu", "fri", "sat", "sun"] as const)[days - Math.floor(days / 7) * 7] ?? "mon"
  );
}

/**
 * Reads a duration of ISO 8601 in milliseconds: days, hours, minutes, seconds (a month has no length, and weeks are not mixed with
 * the others), `PT15M`, `P1DT12H`. The last number may have a fraction, with a point, if the whole is whole milliseconds. A leading
 * `-` makes it negative (ISO 8601-2), since a difference of times may be.
 */
export function parseDuration(text: string): number | undefined {
  // Longer than any duration of safe length; and a fraction stands before the last letter, or nowhere.
  if (text.length > 60 || !/^-?P[^.]*(?:\d\.\d+)?[DHMS]$/.test(text)) return undefined;
  const match = /^(-?)P(?:([\d.]+)D)?(?:T(?=\d)(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, days = "0", hours = "0", minutes = "0", seconds = "0"] = match;
  const date = multiplyDecimal(days, 86_400_000) + multiplyDecimal(hours, 3_600_000);
  const total = date + multiplyDecimal(minutes, 60_000) + multiplyDecimal(seconds, 1000);
  if (!Number.isSafeInteger(total)) return undefined;
  return sign === "-" && total !== 0 ? -total : total;
}

/** `number` × `unit`, exactly; NaN unless it is a safe integer. Bigints, as a product with a fraction is beyond doubles. */
function multiplyDecimal(number: string, unit: number): number {
  const [whole = "", fraction = ""] = number.split(".");
  const scale = 10n ** BigInt(fraction.length);
  const product = BigInt(whole + fraction) * BigInt(unit);
  if (product % scale !== 0n || product / scale > BigInt(Number.MAX_SAFE_INTEGER)) return Number.NaN;
  return Number(product / scale);
}

/** The one text of a duration: `P1DT2H3M4.5S`, without the parts that are zero. */
export function formatDuration(ms: number): string {
  const size = Math.abs(ms);
  const days = Math.floor(size / 86_400_000);
  const hours = Math.floor(size / 3_600_000) % 24;
  const minutes = Math.floor(size / 60_000) % 60;
  const seconds = (size % 60_000) / 1000;
  const date = days === 0 ? "" : `${days}D`;
  const time = `${hours === 0 ? "" : `${hours}H`}${minutes === 0 ? "" : `${minutes}M`}${seconds === 0 ? "" : `${seconds}S`}`;
  if (size === 0) return "PT0S";
  return `${ms < 0 ? "-" : ""}P${date}${time === "" ? "" : `T${time}`}`;
}
