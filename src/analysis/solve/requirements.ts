import type { Formula } from "../encode/formula.js";
import { type FormulaKey, formulaKey } from "./formula-key.js";
import { formulaMembers } from "./formula-members.js";
import type { RequestPart } from "./request-part.js";

/** Some of the conjuncts that are required, a bit for each. */
export type RequiredSet = Int32Array;

/**
 * What is required of a request all at once. Most ways in which a conjunct holds speak of one member of the request, so what a member holds settles
 * once, for all requests that it stands in, which conjuncts it makes hold.
 */
export class Requirements {
  readonly conjuncts: readonly Formula[];
  /** The members of the request that conjuncts speak of. */
  readonly members: readonly string[];
  readonly #words: number;
  /** The ways that speak of one member, by members. */
  readonly #byMember = new Map<string, Map<FormulaKey, Way>>();
  readonly #held = new Map<RequestPart, RequiredSet>();

  constructor(conjuncts: readonly Formula[]) {
    this.conjuncts = conjuncts;
    this.#words = (conjuncts.length + 31) >> 5;
    for (const [place, conjunct] of conjuncts.entries())
      for (const formula of waysOf(conjunct)) this.#insert(formula, place);
    this.members = [...this.#byMember.keys()];
  }

  /** None of the conjuncts. */
  none(): RequiredSet {
    return new Int32Array(this.#words);
  }

  /** The conjuncts that a part of a request makes hold, whatever the rest is. */
  heldBy(part: RequestPart): RequiredSet {
    const known = this.#held.get(part);
    if (known !== undefined) return known;
    const held = this.none();
    for (const member of part.members)
      for (const { formula, key, places } of this.#byMember.get(member)?.values() ?? [])
        if (part.makesHold(formula, key)) for (const place of places) add(held, place);
    if (this.#held.size >= mostRemembered) this.#held.clear();
    this.#held.set(part, held);
    return held;
  }

  #insert(formula: Formula, place: number): void {
    const [member, ...others] = formulaMembers(formula) ?? [];
    if (member === undefined || others.length > 0) return;
    const ofMember = this.#byMember.get(member) ?? new Map<FormulaKey, Way>();
    this.#byMember.set(member, ofMember);
    const key = formulaKey(formula);
    const way = ofMember.get(key);
    if (way === undefined) ofMember.set(key, { formula, key, places: [place] });
    else way.places.push(place);
  }
}

/** Parts of requests of one kind. */
const mostRemembered = 4096;

interface Way {
  readonly formula: Formula;
  readonly key: FormulaKey;
  /** The conjuncts that hold by it. */
  readonly places: number[];
}

/** The ways in which a formula holds. */
export function waysOf(formula: Formula): readonly Formula[] {
  if (formula.kind === "constant" && !formula.value) return [];
  return formula.kind === "or" ? formula.operands : [formula];
}

function add(set: RequiredSet, place: number): void {
  set[place >> 5] = (set[place >> 5] ?? 0) | (1 << (place & 31));
}

/** Adds all of another set. */
export function addAll(set: RequiredSet, other: RequiredSet): void {
  for (let word = 0; word < set.length; word += 1) set[word] = (set[word] ?? 0) | (other[word] ?? 0);
}

/** Whether a conjunct is in a set. */
export function has(set: RequiredSet, place: number): boolean {
  return ((set[place >> 5] ?? 0) & (1 << (place & 31))) !== 0;
}
