import type { Atom, Slot } from "../encode/atom.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { termAt } from "../encode/encode-value.js";
import { isEqual } from "../encode/equality.js";
import { and, type Formula, literal, negate, no, or, yes } from "../encode/formula.js";
import { inIntervals } from "../encode/linear.js";
import { elementPlace, lengthSlot, mostElements, type Place } from "../encode/place.js";
import type { Term } from "../encode/term.js";
import { type Literal, opposite } from "./clause-solver.js";
import { type Domain, fullDomain } from "./domain.js";
import type { DomainTheory } from "./domain-theory.js";
import type { FormulaClauses, QuantifiedLiteral } from "./formula-clauses.js";

interface ListState {
  readonly list: Place;
  readonly length: Slot;
  /** What its length can be, by its type. */
  readonly lengths: Domain;
  /** Those that stand for all that are not constants. */
  readonly elements: Member[];
  readonly every: QuantifiedLiteral[];
  /** Those of which the question asks whether they are there. */
  readonly constants: Member[];
}

/**
 * Lists, as far as a question needs them. A list has, beside the constants that tests ask for by name (of each a flag says whether it is
 * there), one element for each demand that some element be such and such. What is asked of every element is asked of those that are there.
 * Whatever is left out makes the set of requests larger, never smaller.
 */
export class Elements {
  readonly #encoder: NotingEncoder;
  readonly #formulas: FormulaClauses;
  readonly #theory: DomainTheory;
  readonly #lists = new Map<string, ListState>();
  readonly #said = new Set<string>();

  constructor(encoder: NotingEncoder, formulas: FormulaClauses, theory: DomainTheory) {
    this.#encoder = encoder;
    this.#formulas = formulas;
    this.#theory = theory;
  }

  /** Makes an atom known: the flag of a constant, or another one. */
  addAtom(atom: Atom): void {
    const constant = atom.kind === "flag" ? this.#encoder.constants.get(atom.key) : undefined;
    if (constant === undefined) return;
    const { list, term, flag } = constant;
    this.#stateOf(list).constants.push({ key: flag, term, presence: literal(atom) });
  }

  /** Says what is assumed asks of lists and has not been said; whether there was anything. */
  unfold(): boolean {
    const before = this.#said.size;
    for (const each of this.#formulas.quantifiedAmong(this.#formulas.solver.trail))
      if (each.formula.kind === "some") this.#unfoldSome(each);
      else this.#noteEvery(each);
    for (const state of this.#lists.values()) this.#unfoldEvery(state);
    if (this.#said.size === before) for (const state of this.#lists.values()) this.#sayLength(state);
    return this.#said.size > before;
  }

  #unfoldSome({ literal: truth, formula }: QuantifiedLiteral): void {
    const state = this.#stateOf(formula.list);
    if (state.elements.length >= mostElements) return;
    this.#once(`some ${truth}`, () => {
      const element = this.#addElement(state);
      const others = state.list.type.kind === "Map" ? this.#keysOf(state, element) : [];
      const ways = [...others, element].map(({ presence, term }) => and(presence, formula.body(term)));
      this.#implies(truth, or(...ways));
    });
  }

  /** The keys of a map: no two of them are one, so a demand may be for one that is there anyway. */
  #keysOf(state: ListState, last: Member): readonly Member[] {
    const others = [...state.constants, ...state.elements.slice(0, -1)];
    for (const { presence, term } of others) {
      const isSame = isEqual(this.#encoder, last.term, term) ?? no;
      this.#formulas.assert(or(negate(last.presence), negate(presence), negate(isSame)));
    }
    return others;
  }

  #noteEvery(each: QuantifiedLiteral): void {
    const state = this.#stateOf(each.formula.list);
    if (!state.every.includes(each)) state.every.push(each);
  }

  #unfoldEvery(state: ListState): void {
    if (state.every.length === 0) return;
    const members = this.#presentMembers(state);
    for (const { literal: truth, formula } of state.every) {
      if (this.#formulas.solver.valueOf(truth) <= 0) continue;
      for (const { key, presence, term } of members)
        this.#once(`every ${truth} ${key}`, () =>
          this.#implies(truth, or(negate(presence), formula.body(term))),
        );
    }
  }

  /** Constants and elements that are assumed to be there. */
  #presentMembers(state: ListState): readonly Member[] {
    return [...state.constants, ...state.elements].filter(({ presence }) => this.#holds(presence));
  }

  #element(list: Place, index: number): Member {
    const place = elementPlace(this.#encoder.atoms, list, index);
    return { key: place.key, presence: place.presence, term: termAt(this.#encoder, place) };
  }

  #addElement(state: ListState): Member {
    const element = this.#element(state.list, state.elements.length);
    state.elements.push(element);
    return element;
  }

  /** An element that is a constant sets the constant's flag; so many as are there, so long is the list; where it is long, there are some. */
  #sayLength(state: ListState): void {
    const { constants } = state;
    const present = this.#presentMembers(state);
    const elements = present.filter(({ key }) => !constants.some((constant) => constant.key === key));
    for (const element of elements)
      for (const constant of constants)
        this.#once(`distinct ${element.key} ${constant.key}`, () => {
          const isSame = isEqual(this.#encoder, element.term, constant.term) ?? no;
          this.#formulas.assert(or(negate(element.presence), negate(isSame), constant.presence));
        });
    const known = constants.filter(({ presence }) => this.#holds(presence));
    this.#sayShortest(state, known.length > 0 ? known : elements.slice(0, 1));
    this.#sayShortest(state, [...known, ...elements]);
    if (present.length === 0 && (state.every.length > 0 || constants.length > 0))
      this.#saySome(state, constants);
  }

  /** That the list is as long as it has members, if no two of them are the same. Constants never are. */
  #sayShortest(state: ListState, members: readonly Member[]): void {
    if (members.length === 0) return;
    const [shortest, longest] = this.#lengths(state);
    if (shortest >= members.length && longest >= members.length) return;
    this.#once(`length ${members.map(({ key }) => key).join()}`, () => {
      const isLong = this.#isLong(state, members.length);
      const same = this.#sameAmong(state, members);
      this.#formulas.assert(or(...members.map(({ presence }) => negate(presence)), ...same, isLong));
    });
  }

  /** For each two of the members, of which one at least is no constant, that they are the same; where no formula says it, they may be. */
  #sameAmong({ constants }: ListState, members: readonly Member[]): readonly Formula[] {
    const isConstant = ({ key }: Member) => constants.some((constant) => constant.key === key);
    return members.flatMap((left, index) =>
      members
        .slice(index + 1)
        .filter((right) => !isConstant(left) || !isConstant(right))
        .map((right) => isEqual(this.#encoder, left.term, right.term) ?? yes),
    );
  }

  /** That a list that is not empty has a member: a constant, or an element of which all is asked that every one has to be. */
  #saySome(state: ListState, constants: readonly Member[]): void {
    if (this.#lengths(state)[0] < 1 || state.elements.length >= mostElements) return;
    this.#once(`members ${state.list.key} ${constants.length} ${state.elements.length}`, () => {
      if (state.elements.length === 0) this.#addElement(state);
      const members = [...constants, ...state.elements];
      const isLong = this.#isLong(state, 1);
      const some = members.map(({ presence }) => presence);
      this.#formulas.assert(or(negate(state.list.presence), negate(isLong), ...some));
    });
  }

  #isLong({ length }: ListState, count: number): Formula {
    return inIntervals(this.#encoder.atoms, length, [[count, Number.MAX_SAFE_INTEGER]]);
  }

  #lengths({ length, lengths }: ListState): readonly [number, number] {
    const domain = this.#theory.domainOf(length.key) ?? lengths;
    const set = domain.kind === "number" ? domain.set : [];
    return [set[0]?.[0] ?? 0, set.at(-1)?.[1] ?? 0];
  }

  #stateOf(list: Place): ListState {
    const known = this.#lists.get(list.key);
    if (known !== undefined) return known;
    const length = lengthSlot(list);
    const state = { list, length, lengths: fullDomain(length), elements: [], every: [], constants: [] };
    this.#lists.set(list.key, state);
    return state;
  }

  #holds(formula: Formula): boolean {
    if (formula.kind !== "literal") return formula.kind === "constant" && formula.value;
    const known = this.#formulas.knownLiteral(formula.atom);
    if (known === undefined) return false;
    return this.#formulas.solver.valueOf(formula.wanted ? known : opposite(known)) > 0;
  }

  #implies(truth: Literal, formula: Formula): void {
    this.#formulas.solver.addClause([opposite(truth), this.#formulas.literalOf(formula)]);
  }

  #once(name: string, say: () => void): void {
    if (this.#said.has(name)) return;
    this.#said.add(name);
    say();
  }
}

interface Member {
  readonly key: string;
  readonly presence: Formula;
  readonly term: Term;
}
