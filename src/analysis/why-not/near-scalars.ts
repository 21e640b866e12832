import type { Scalar } from "../../check/typed-expression.js";
import { jsonForm } from "../../interpret/json-form.js";
import { type ReadScalar, readScalar } from "../../interpret/read-scalar.js";
import { formatIp } from "../../runtime/ip.js";
import type { Type } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";
import type { Slot } from "../encode/atom.js";
import { atomsOf } from "../encode/atoms-of.js";
import { evaluateFormula, type SlotValue } from "../encode/evaluate-formula.js";
import type { Formula } from "../encode/formula.js";
import { addresses, contains, everything } from "../encode/interval-set.js";
import { scaleOf } from "../encode/linear.js";
import { presentKey, slotKind } from "../encode/place.js";
import { addressAt } from "../encode/text-tests.js";
import { editedTexts } from "./edited-texts.js";
import type { Fact } from "./request-facts.js";
import { slotValue } from "./slot-value.js";

/** A scalar of a request, and what is asked of it. */
export interface ScalarQuestion {
  readonly slot: Slot;
  /** What makes the request allowed, as a formula about the scalar alone. */
  readonly formula: Formula;
  /** JSON: what the request has, and what was found for it. */
  readonly before: unknown;
  readonly after: unknown;
  /** {@link ScalarQuestion.before} as atoms have it. */
  readonly value: SlotValue | undefined;
}

/** Values of a scalar as JSON that are worth a try, nearest to what it was first. */
export function nearScalars(question: ScalarQuestion): readonly unknown[] {
  switch (question.slot.kind) {
    case "number":
      return typeof question.value === "number" ? nearNumbers(question, question.value) : [];
    case "address":
      return typeof question.value === "bigint" ? nearAddresses(question, question.value) : [];
    case "text":
      return nearTexts(question, question.value ?? question.before);
    default:
      return assertNever(question.slot.kind);
  }
}

/** The slot of a scalar's place; undefined where no atoms speak of the type. */
export function scalarSlot(key: string, type: Type): Slot | undefined {
  const kind = slotKind(type);
  return kind === undefined ? undefined : { key, type, kind };
}

/** The ends of the intervals that formulas ask for, and what comes next to them. */
function nearNumbers({ slot, formula }: ScalarQuestion, before: number): readonly unknown[] {
  const scale = scaleOf(slot);
  const ends = atomsOf(formula).flatMap((atom) =>
    atom.kind === "number" && atom.slot.key === slot.key ? atom.set.flat() : [],
  );
  const values = ends.flatMap((end) => [
    end,
    end > scale.minimum ? scale.before(end) : end,
    end < scale.maximum ? scale.after(end) : end,
  ]);
  return [...new Set(values)]
    .sort((left, right) => Math.abs(left - before) - Math.abs(right - before))
    .map((value) => jsonForm(slot.type, value));
}

/** In each block that formulas speak of the address with the same last bits, and what the blocks begin and end with; then what lies next to them. */
function nearAddresses({ slot, formula }: ScalarQuestion, before: bigint): readonly unknown[] {
  const blocks = atomsOf(formula).flatMap((atom) =>
    atom.kind === "address" && atom.slot.key === slot.key
      ? atom.set.filter(([end]) => isV4(end) === isV4(before))
      : [],
  );
  const alike = blocks.map(([first, last]) => first + ((before - first) & (last - first)));
  const ends = blocks.flatMap(([first, last]) => [
    first,
    last,
    addresses.before(first),
    addresses.after(last),
  ]);
  return [...byDistance(alike, before), ...byDistance(ends, before)]
    .filter((place) => contains(everything(addresses), place))
    .map((place) => formatIp(addressAt(place)));
}

function isV4(place: bigint): boolean {
  return typeof addressAt(place) === "number";
}

function byDistance(places: readonly bigint[], from: bigint): readonly bigint[] {
  const distance = (place: bigint): bigint => (place < from ? from - place : place - from);
  return [...places].sort((left, right) => (distance(left) < distance(right) ? -1 : 1));
}

/** How many texts are tried on the whole request. */
const mostTexts = 20;

/** Edits of the text by the one that was found and by those that formulas name, unless a formula speaks against them. */
function nearTexts({ slot, formula, after }: ScalarQuestion, before: unknown): readonly unknown[] {
  if (typeof before !== "string") return [];
  const named = atomsOf(formula).flatMap((atom) =>
    atom.kind === "text" ? [...(atom.bounds.upper.words ?? [])] : [],
  );
  const texts = editedTexts(before, [...(typeof after === "string" ? [after] : []), ...named]);
  const fitting: unknown[] = [];
  for (const text of texts) {
    const read = readText(slot.type, text);
    if (read === undefined || !mayHold(formula, slot, read.value)) continue;
    fitting.push(read.json);
    if (fitting.length >= mostTexts) break;
  }
  return fitting;
}

function readText(type: Type, text: string): ReadScalar | undefined {
  switch (type.kind) {
    case "String":
    case "Literals":
    case "Host":
    case "Email":
    case "Path":
    case "Url":
    case "Cidr":
      return readScalar(type, text);
    default:
      return undefined;
  }
}

/** Whether a formula about one scalar is not known to be false of a value. */
function mayHold(formula: Formula, { key, type }: Slot, value: Scalar): boolean {
  const facts = new Map<string, Fact>([[key, { kind: "scalar", type, value }]]);
  const truth = evaluateFormula(formula, {
    flag: (flag) => (flag === presentKey(key) ? true : undefined),
    value: (slot) => slotValue(facts, slot),
    fact: () => undefined,
    elements: () => undefined,
  });
  return truth !== false;
}
