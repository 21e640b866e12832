import type { QuestionBudget } from "../question-budget.js";
import { apart } from "../solve/refuted.js";
import type { Aspect, Look, Looks, Sight } from "./looks.js";

/*
 * An analysis is made of *units*: what becomes of one rule, whether some request of one kind is allowed. What a unit finds hangs on what it
 * looks at and on nothing else, in particular not on the units before it. So it is found again wherever all of that is as it was.
 */

/** Tells what there is to see in one version of a policy set. */
export interface Contents {
  /** Two numbers for a look are the same iff what there is to see is the same, in this version and the one before. */
  of(look: Look): number;
  /** From now on `tell` says what has been shown at a place. */
  showing(tell: (place: string) => Sight): void;
}

/** What a unit comes to, and how it is kept for the next version. */
export interface UnitWork<T> {
  compute(): T;
  /** As plain data, without rules, points or formulas; undefined if it is not worth keeping. */
  freeze(found: T): unknown;
  /** What was frozen, with the rules and points of today; undefined if that cannot be done. */
  thaw(frozen: unknown): Thawed<T> | undefined;
}

/** What was thawed: it may be undefined itself. */
export interface Thawed<T> {
  readonly found: T;
}

/** Work that comes to plain data: to what holds no rule, no point and no formula, which are of one version. */
export function plainly<T>(compute: () => T): UnitWork<T> {
  return {
    compute,
    freeze: (found) => ({ found }),
    // What is thawed was frozen here.
    thaw: (frozen) => frozen as Thawed<T>,
  };
}

/** The units of one analysis. */
export interface Units {
  /** Notes that the unit at work looks at something. */
  look(aspect: Aspect, place: string): void;
  /** From now on `tell` says what has been shown at a place. */
  showing(tell: (place: string) => Sight): void;
  /** What the unit of this name comes to: found once, or kept from the version before. */
  remember<T>(name: string, work: UnitWork<T>): T;
}

/** What is kept of a unit. */
export interface KeptUnit {
  readonly looks: readonly Look[];
  /** What there was to see, look by look. */
  readonly contents: readonly number[];
  /** Names of the units that it rests on. */
  readonly nested: readonly string[];
  /** How many questions it asked, but for those of nested units. */
  readonly questions: number;
  readonly frozen: unknown;
}

/** What is kept of the units of one version, by their names. */
export type KeptUnits = ReadonlyMap<string, KeptUnit>;

/** Units that keep nothing: each is found once. */
export function plainUnits(): Units {
  const finished = new Map<string, unknown>();
  return {
    look() {},
    showing() {},
    remember<T>(name: string, { compute }: UnitWork<T>): T {
      if (!finished.has(name)) finished.set(name, apart(compute));
      // What is finished under a name is what was computed under it.
      return finished.get(name) as T;
    },
  };
}

/** A unit at work. */
interface Frame {
  readonly looks: Set<Look>;
  readonly nested: Set<string>;
  /** Questions asked by nested units. */
  questions: number;
  /** Whether all nested units are kept. */
  isKept: boolean;
}

/** Units that are kept for the next version, and kept ones that are still as they were. */
export class KeepingUnits implements Units {
  readonly #before: KeptUnits;
  readonly #contents: Contents;
  readonly #looks: Looks;
  readonly #budget: QuestionBudget;
  readonly #finished = new Map<string, unknown>();
  readonly #kept = new Map<string, KeptUnit>();
  readonly #isCurrent = new Map<string, boolean>();
  readonly #frames: Frame[] = [];

  constructor(before: KeptUnits, contents: Contents, looks: Looks, budget: QuestionBudget) {
    this.#before = before;
    this.#contents = contents;
    this.#looks = looks;
    this.#budget = budget;
  }

  /** What the next version may keep: units that nobody asked for any more are not among them. */
  get kept(): KeptUnits {
    return this.#kept;
  }

  look(aspect: Aspect, place: string): void {
    const frame = this.#frames.at(-1);
    if (frame !== undefined) frame.looks.add(this.#looks.at(aspect, place));
  }

  showing(tell: (place: string) => Sight): void {
    this.#contents.showing(tell);
  }

  remember<T>(name: string, work: UnitWork<T>): T {
    if (!this.#finished.has(name)) {
      const thawed = this.#thawed(name, work);
      this.#finished.set(name, thawed ? thawed.found : this.#computed(name, work));
    }
    const frame = this.#frames.at(-1);
    frame?.nested.add(name);
    if (frame !== undefined && !this.#kept.has(name)) frame.isKept = false;
    // What is finished under a name is what was computed under it.
    return this.#finished.get(name) as T;
  }

  #thawed<T>(name: string, { thaw }: UnitWork<T>): Thawed<T> | undefined {
    const unit = this.#before.get(name);
    if (unit === undefined || !this.#stands(name)) return undefined;
    const charged = new Map<string, KeptUnit>();
    const questions = this.#collect(name, charged);
    // A limit that is reached is reached where it is reached without what is kept.
    if (this.#budget.isSpent || questions > this.#budget.questions) return undefined;
    const thawed = thaw(unit.frozen);
    if (thawed === undefined) return undefined;
    for (const [each, kept] of charged) this.#kept.set(each, kept);
    this.#charge(questions);
    return thawed;
  }

  /** Whether all that a kept unit looked at, and the units that it rests on, are as they were. */
  #stands(name: string): boolean {
    const known = this.#isCurrent.get(name);
    if (known !== undefined) return known;
    const unit = this.#before.get(name);
    const stands = unit !== undefined && this.#seesTheSame(unit) && this.#restsOnTheSame(unit);
    this.#isCurrent.set(name, stands);
    return stands;
  }

  // Thousands of units are looked through after each edit: loops make nothing.

  #seesTheSame({ looks, contents }: KeptUnit): boolean {
    for (let index = 0; index < looks.length; index++) {
      const look = looks[index];
      if (look !== undefined && this.#contents.of(look) !== contents[index]) return false;
    }
    return true;
  }

  #restsOnTheSame({ nested }: KeptUnit): boolean {
    for (const name of nested) if (!this.#stands(name)) return false;
    return true;
  }

  /** A kept unit and those that it rests on, but for those that were taken over or found anew already; how many questions they asked. */
  #collect(name: string, into: Map<string, KeptUnit>): number {
    const unit = this.#before.get(name);
    if (unit === undefined || this.#kept.has(name) || into.has(name)) return 0;
    into.set(name, unit);
    let { questions } = unit;
    for (const nested of unit.nested) questions += this.#collect(nested, into);
    return questions;
  }

  #charge(questions: number): void {
    this.#budget.questions -= questions;
    const frame = this.#frames.at(-1);
    if (frame !== undefined) frame.questions += questions;
  }

  #computed<T>(name: string, { compute, freeze }: UnitWork<T>): T {
    const frame: Frame = { looks: new Set(), nested: new Set(), questions: 0, isKept: true };
    const before = this.#budget.questions;
    this.#frames.push(frame);
    const found = apart(compute);
    this.#frames.pop();
    const asked = before - this.#budget.questions;
    const outer = this.#frames.at(-1);
    if (outer !== undefined) outer.questions += asked;
    const frozen = this.#budget.isSpent || !frame.isKept ? undefined : freeze(found);
    if (frozen !== undefined) this.#keep(name, frame, asked - frame.questions, frozen);
    return found;
  }

  #keep(name: string, { looks, nested }: Frame, questions: number, frozen: unknown): void {
    const all = [...looks];
    const contents = all.map((look) => this.#contents.of(look));
    this.#kept.set(name, { looks: all, contents, nested: [...nested], questions, frozen });
  }
}
