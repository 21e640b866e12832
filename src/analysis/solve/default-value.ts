import type { Type } from "../../types/type.js";
import type { Slot } from "../encode/atom.js";
import type { SlotValue } from "../encode/evaluate-formula.js";
import { nearest } from "../encode/interval-set.js";
import { plainForms } from "../texts/plain-forms.js";
import { fullDomain } from "./domain.js";
import { solveTexts } from "./solve-texts.js";

/** 10.0.0.1 */
export const preferredAddress = 167_772_161n;

/** The number of a slot that a reader would like best. */
export function preferredNumber({ type, of }: Slot): number {
  if (type.kind === "Time") return Date.UTC(2026, 0, 1);
  if (type.kind === "Date") return Date.UTC(2026, 0, 1) / 86_400_000;
  return of?.part === "hour" ? 12 : 0;
}

/** The value of a slot of which nothing is assumed; undefined if its type has none. */
export function defaultValue(slot: Slot): SlotValue | undefined {
  if (slot.kind === "address") return preferredAddress;
  if (slot.kind === "text") return defaultText(slot);
  const domain = fullDomain(slot);
  return domain.kind === "number" ? nearest(domain.set, preferredNumber(slot)) : undefined;
}

const texts = new WeakMap<Type, Map<string, string | undefined>>();

function defaultText(slot: Slot): string | undefined {
  const known = texts.get(slot.type) ?? new Map<string, string | undefined>();
  texts.set(slot.type, known);
  if (known.has(slot.key)) return known.get(slot.key);
  const trial = solveTexts([{ slot, languages: plainForms(slot.type) ?? [] }], []);
  const text = trial.kind === "found" ? trial.result.get(slot.key) : undefined;
  known.set(slot.key, text);
  return text;
}
