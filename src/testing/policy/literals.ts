import { printMilliseconds } from "../../types/print-type.js";
import type { Bounds, Type } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";
import { type Choices, chance, pick, several } from "../choices.js";
import { sampleString } from "../sample-string.js";
import { notableIntegers, notableNumbers, validTexts } from "../sample-values.js";
import { sampleIds } from "./names.js";
import { level, operand, type Phrase, primary, quote } from "./pol-text.js";

/** Whether expressions have a literal of the type. */
export function hasLiteral(type: Type): boolean {
  if (type.kind === "List") return hasLiteral(type.element);
  return type.kind !== "Map" && type.kind !== "Record" && type.kind !== "Json";
}

/** A literal of the type, within its refinements. There must be one: see {@link hasLiteral}. */
export function literal(choices: Choices, type: Type): Phrase {
  switch (type.kind) {
    case "Bool":
      return primary(String(chance(choices, 50)));
    case "Int":
      return numberPhrase(choices, integerWithin(choices, type.bounds));
    case "Number":
      return numberPhrase(choices, numberWithin(choices, type.bounds));
    case "Duration":
      return signed(printMilliseconds(durationWithin(choices, type.bounds)));
    case "String":
      return primary(quote(sampleString(choices, type)));
    case "Literals":
      return primary(quote(pick(choices, type.values)));
    case "Time":
    case "Date":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
      return primary(quote(pick(choices, validTexts[type.kind])));
    case "List":
      return listLiteral(choices, type.element, lengthWithin(choices, type.length));
    case "Entity":
      return primary(`${pick(choices, type.names)}(${quote(pick(choices, sampleIds))})`);
    case "Map":
    case "Record":
    case "Json":
      throw new RangeError(`there is no literal of ${type.kind}`);
    default:
      return assertNever(type);
  }
}

/** A list literal of `length` literals. */
export function listLiteral(choices: Choices, element: Type, length: number): Phrase {
  const elements = several(choices, length, length, () => literal(choices, element).text);
  return primary(`[${elements.join(", ")}${length > 0 && chance(choices, 10) ? "," : ""}]`);
}

/** A whole number inside the bounds: near their ends, or one of the notable ones. */
export function integerWithin(choices: Choices, bounds: Bounds | undefined): number {
  const minimum = Math.ceil(bounds?.minimum ?? Number.MIN_SAFE_INTEGER);
  const maximum = Math.floor(bounds?.maximum ?? Number.MAX_SAFE_INTEGER);
  const fitting = notableIntegers.filter((value) => value >= minimum && value <= maximum);
  const ends = [bounds?.minimum, bounds?.maximum].filter((value) => value !== undefined);
  const near = ends.flatMap((end) => [Math.ceil(end), end + 1, end - 1]);
  const candidates = [...fitting, ...near.filter((value) => Number.isInteger(value))];
  return clamp(chance(choices, 30) ? choices.int(-20, 200) : pick(choices, candidates), minimum, maximum);
}

/** A number inside the bounds. */
export function numberWithin(choices: Choices, bounds: Bounds | undefined): number {
  const candidates = [...notableNumbers, bounds?.minimum ?? 3, bounds?.maximum ?? 7];
  return clamp(pick(choices, candidates), bounds?.minimum ?? -Infinity, bounds?.maximum ?? Infinity);
}

/** Milliseconds inside the bounds: most often a round time. */
export function durationWithin(choices: Choices, bounds: Bounds | undefined): number {
  const candidates = [0, 1000, 900_000, 3_600_000, 86_400_000, 1, 1500, 172_800_000, -60_000, 90_061_001];
  return clamp(
    pick(choices, candidates),
    bounds?.minimum ?? Number.MIN_SAFE_INTEGER,
    bounds?.maximum ?? Number.MAX_SAFE_INTEGER,
  );
}

/** A length inside the bounds, of a few elements. */
export function lengthWithin(choices: Choices, bounds: Bounds | undefined): number {
  const minimum = bounds?.minimum ?? 0;
  return choices.int(minimum, Math.min(bounds?.maximum ?? minimum + 3, minimum + 3));
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Math.min(Math.max(value, minimum), maximum);
}

/** A literal number: Pol writes neither exponents nor numbers that are not exact. */
function numberPhrase(choices: Choices, value: number): Phrase {
  const tiny = value !== 0 && Math.abs(value) < 1e-6;
  const exact = Math.min(Math.max(value, Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
  const text = tiny ? "0.000001" : String(exact);
  return signed(Number.isInteger(value) && chance(choices, 10) ? grouped(text) : text);
}

/** `1_000`: a separator may stand between any two digits. */
function grouped(text: string): string {
  return text.replace(/(?<=\d)(?=(\d{3})+$)/g, "_");
}

function signed(text: string): Phrase {
  return text.startsWith("-") ? { text: `-${text.slice(1)}`, level: level.unary } : primary(text);
}

/** The text of a literal where an operand of an operator stands. */
export function literalOperand(choices: Choices, type: Type): string {
  return operand(literal(choices, type), level.coalesce);
}
