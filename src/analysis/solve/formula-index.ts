import { lazy } from "../../util/lazy.js";
import type { Slot } from "../encode/atom.js";
import { evaluateFormula, type RequestReader, type SlotValue } from "../encode/evaluate-formula.js";
import type { Formula } from "../encode/formula.js";
import type { Language } from "../texts/language.js";
import { createLanguageIndex, type LanguageIndex } from "../texts/language-index.js";
import { isUnary } from "./domain-theory.js";
import { type FormulaKey, formulaKey } from "./formula-key.js";

/** Finds among many formulas those that may not hold. */
export interface FormulaIndex<T> {
  /** What has a formula that a candidate is not seen to make hold, in their order; perhaps some whose formula it does. */
  open(candidate: SeenCandidate): readonly T[];
}

/** Values that were chosen, and what is seen of them. */
export interface SeenCandidate {
  readonly reader: RequestReader;
  /** Whether a formula is seen to hold, by the reader or otherwise. */
  holds(formula: Formula): boolean;
}

/**
 * An index of formulas by their alternatives: of hundreds of rules that do not match, most have their first alternative in common with many others, so
 * where that holds none of these is looked at. Where it asks for one value, it is remembered of each value which alternatives fail.
 */
export function createFormulaIndex<T>(
  entries: readonly T[],
  formulaOf: (entry: T) => Formula,
): FormulaIndex<T> {
  const roots: Branches = new Map();
  for (const [place, entry] of entries.entries()) insert(roots, alternativesOf(formulaOf(entry)), place);
  const { bySlot, others } = grouped([...roots.values()]);
  return {
    open(candidate) {
      const places: number[] = [];
      for (const group of bySlot)
        for (const branch of failingIn(group, candidate.reader)) collectFrom(branch, candidate, places);
      collect(others, candidate, places);
      return places.sort((a, b) => a - b).flatMap((place) => entries[place] ?? []);
    },
  };
}

/** Formulas that begin with the same alternatives: those after the next one, by what tells it apart. */
type Branches = Map<FormulaKey, Branch>;

interface Branch {
  readonly alternative: Formula;
  readonly next: Branches;
  /** The places of formulas that have no more alternatives, or whose others are not looked at. */
  readonly places: number[];
}

/** How many alternatives of a formula are looked at: where none of so many holds, it is asked by itself. */
const mostAlternatives = 8;

function alternativesOf(formula: Formula): readonly Formula[] {
  // Of no alternatives, or of what is no choice, there is the formula itself.
  return formula.kind === "or" && formula.operands.length > 0
    ? formula.operands.slice(0, mostAlternatives)
    : [formula];
}

function insert(roots: Branches, alternatives: readonly Formula[], place: number): void {
  let branches = roots;
  let last: Branch | undefined;
  for (const alternative of alternatives) {
    const key = formulaKey(alternative);
    last = branches.get(key) ?? { alternative, next: new Map(), places: [] };
    branches.set(key, last);
    branches = last.next;
  }
  last?.places.push(place);
}

/** Branches whose alternatives hang on the value of one slot. */
interface SlotBranches {
  readonly slot: Slot;
  readonly branches: Branch[];
  /** Those that may fail for a value. */
  readonly suspects: (value: SlotValue) => readonly Branch[];
  /** Those that fail, by values. */
  readonly failing: Map<SlotValue, readonly Branch[]>;
}

/** How many values of a slot are remembered. */
const mostValues = 16_384;

function grouped(branches: readonly Branch[]): {
  readonly bySlot: readonly SlotBranches[];
  readonly others: readonly Branch[];
} {
  const groups = new Map<string, SlotBranches>();
  const others: Branch[] = [];
  for (const branch of branches) {
    const slot = slotOf(branch.alternative);
    if (slot === undefined) {
      others.push(branch);
      continue;
    }
    const group = groups.get(slot.key) ?? createSlotBranches(slot);
    groups.set(slot.key, group);
    group.branches.push(branch);
  }
  return { bySlot: [...groups.values()], others };
}

function createSlotBranches(slot: Slot): SlotBranches {
  const branches: Branch[] = [];
  const byLanguage = lazy(() => languagesAmong(branches));
  return {
    slot,
    branches,
    suspects: (value) => {
      if (typeof value !== "string") return branches;
      const { outside, others } = byLanguage();
      return [...outside.perhapsWith(value), ...others];
    },
    failing: new Map(),
  };
}

/** Of what a text is not to be like, few languages have it. */
function languagesAmong(branches: readonly Branch[]): {
  readonly outside: LanguageIndex<Branch>;
  readonly others: readonly Branch[];
} {
  const outside: { readonly branch: Branch; readonly language: Language }[] = [];
  const others: Branch[] = [];
  for (const branch of branches) {
    const { alternative } = branch;
    if (alternative.kind !== "literal" || alternative.wanted || alternative.atom.kind !== "text")
      others.push(branch);
    else outside.push({ branch, language: alternative.atom.bounds.upper });
  }
  const index = createLanguageIndex(outside, ({ language }) => language);
  return {
    outside: { perhapsWith: (text) => index.perhapsWith(text).map(({ branch }) => branch) },
    others,
  };
}

/** The slot whose value alone says whether a formula holds. */
function slotOf(formula: Formula): Slot | undefined {
  return formula.kind === "literal" && isUnary(formula.atom) ? formula.atom.slot : undefined;
}

function failingIn(
  { slot, branches, suspects, failing }: SlotBranches,
  reader: RequestReader,
): readonly Branch[] {
  const value = reader.value(slot);
  // Of no value nothing is seen to hold.
  if (value === undefined) return branches;
  const known = failing.get(value);
  if (known !== undefined) return known;
  // Each is an atom of its own, and is not asked for again: nothing is won by noting what holds.
  const { atoms: _, ...plain } = reader;
  const found = suspects(value).filter(({ alternative }) => evaluateFormula(alternative, plain) !== true);
  if (failing.size >= mostValues) failing.clear();
  failing.set(value, found);
  return found;
}

function collect(branches: Iterable<Branch>, candidate: SeenCandidate, places: number[]): void {
  for (const branch of branches)
    if (!candidate.holds(branch.alternative)) collectFrom(branch, candidate, places);
}

function collectFrom({ places: own, next }: Branch, candidate: SeenCandidate, places: number[]): void {
  for (const place of own) places.push(place);
  collect(next.values(), candidate, places);
}
