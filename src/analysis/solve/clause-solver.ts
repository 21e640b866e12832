/** A variable, or its negation: twice the variable's number, and one more for the negation. */
export type Literal = number;

/** The literal that a variable is true. */
export function positive(variable: number): Literal {
  return variable * 2;
}

/** The opposite literal. */
export function opposite(literal: Literal): Literal {
  return literal ^ 1;
}

/** The variable of a literal. */
export function variableOf(literal: Literal): number {
  return literal >> 1;
}

type Clause = Literal[];

/** What a clause was learnt from: other clauses, and literals that are false whatever is assumed. */
interface Derivation {
  readonly clauses: readonly Clause[];
  readonly settled: readonly Literal[];
}

const decay = 1 / 0.95;
const highestActivity = 1e100;

/**
 * Clauses over two-valued variables, and what follows from what is assumed: conflict-driven clause learning as in MiniSat (Eén and Sörensson
 * 2003), with two watched literals to a clause and the first unique implication point. What to assume next, the caller decides. A class
 * because every step changes it and can be taken back.
 */
export class ClauseSolver {
  /** By variable: 1 is true, -1 is false, 0 is open. */
  readonly #values: number[] = [];
  readonly #levels: number[] = [];
  readonly #reasons: (Clause | undefined)[] = [];
  readonly #activities: number[] = [];
  readonly #seen: boolean[] = [];
  /** By literal: the clauses that watch it, which are looked at when it becomes false. */
  readonly #watches: Clause[][] = [];
  readonly #trail: Literal[] = [];
  readonly #levelStarts: number[] = [];
  #propagated = 0;
  #increment = 1;
  #steps = 0;
  #lowest = 0;
  #refuted = false;
  /** Of clauses that were learnt. */
  readonly #derivations = new Map<Clause, Derivation>();
  /** What clauses were added for. */
  readonly #origins = new Map<Clause, unknown>();
  /** The clause that cannot be met. */
  #refuting: Clause = [];

  /** Adds a variable, and gives its number. */
  addVariable(): number {
    this.#values.push(0);
    this.#levels.push(0);
    this.#reasons.push(undefined);
    this.#activities.push(0);
    this.#seen.push(false);
    this.#watches.push([], []);
    return this.#values.length - 1;
  }

  /** 1 for a literal that is true, -1 for one that is false, 0 for one that is open. */
  valueOf(literal: Literal): number {
    const value = this.#values[literal >> 1] ?? 0;
    return literal & 1 ? -value : value;
  }

  /** How often a variable took part in conflicts, late ones counting for more. */
  activityOf(literal: Literal): number {
    return this.#activities[literal >> 1] ?? 0;
  }

  /** All literals that are true, in the order in which they became so. */
  get trail(): readonly Literal[] {
    return this.#trail;
  }

  /** Whether the clauses contradict each other, whatever is assumed. */
  get isRefuted(): boolean {
    return this.#refuted;
  }

  /** Of clauses that contradict each other: what those of them were added for of which it was said. */
  get refutation(): ReadonlySet<unknown> {
    const origins = new Set<unknown>();
    const reached = new Set<Clause>([this.#refuting]);
    const settle = (literal: Literal): void => {
      const reason = this.#reasons[literal >> 1];
      if (reason !== undefined) reached.add(reason);
    };
    for (const literal of this.#refuting) settle(literal);
    // What is added while the set is gone through is gone through, too.
    for (const clause of reached) {
      if (this.#origins.has(clause)) origins.add(this.#origins.get(clause));
      const derivation = this.#derivations.get(clause);
      if (derivation === undefined) for (const literal of clause) settle(literal);
      for (const each of derivation?.clauses ?? []) reached.add(each);
      for (const each of derivation?.settled ?? []) settle(each);
    }
    return origins;
  }

  /** The literals that were assumed, and not inferred. */
  get decisions(): readonly Literal[] {
    return this.#levelStarts.map((start) => this.#trail[start] ?? 0);
  }

  /** How many clauses and literals were looked at. */
  get steps(): number {
    return this.#steps;
  }

  /** The length to which the trail was cut since this was last asked: what stood beyond it is new. */
  takeLowest(): number {
    const lowest = this.#lowest;
    this.#lowest = this.#trail.length;
    return lowest;
  }

  /** Assumes an open literal. */
  decide(literal: Literal): void {
    this.#levelStarts.push(this.#trail.length);
    this.#assign(literal, undefined);
  }

  /** Takes back all that was assumed. */
  restart(): void {
    this.#backTo(0);
  }

  /** Infers all that follows; false for a conflict, of which the solver has learnt a clause and taken back what led to it. */
  propagate(): boolean {
    const conflict = this.#findConflict();
    if (conflict === undefined) return true;
    this.#resolve(conflict);
    return false;
  }

  /**
   * Adds a clause at any time, even one that all that is assumed contradicts; assumptions are taken back as far as it needs. `origin` is what it is
   * added for, if it is not true anyway.
   */
  addClause(literals: readonly Literal[], origin?: unknown): void {
    const clause: Clause = [];
    for (const literal of literals) if (!clause.includes(literal)) clause.push(literal);
    if (clause.some((literal) => clause.includes(opposite(literal)))) return;
    if (origin !== undefined) this.#origins.set(clause, origin);
    this.#steps += clause.length;
    // What is true or unassigned is watched first. Where no literal is false, any two will do.
    if (clause.some((literal) => this.valueOf(literal) < 0))
      clause.sort((a, b) => this.#worth(b) - this.#worth(a));
    const [first, second] = clause;
    if (first === undefined) this.#refute(clause);
    else if (second === undefined) this.#addUnit(clause, first);
    else this.#addLong(clause, first, second);
  }

  #addUnit(clause: Clause, literal: Literal): void {
    this.#backTo(0);
    if (this.valueOf(literal) < 0) this.#refute(clause);
    else if (this.valueOf(literal) === 0) this.#assign(literal, clause);
  }

  #refute(clause: Clause): void {
    if (!this.#refuted) this.#refuting = clause;
    this.#refuted = true;
  }

  #addLong(clause: Clause, first: Literal, second: Literal): void {
    this.#watch(clause, first, second);
    if (this.valueOf(first) < 0) {
      // All are false: it is a conflict of the level of its last literal.
      this.#backTo(this.#levelOf(first));
      this.#resolve(clause);
    } else if (this.valueOf(first) === 0 && this.valueOf(second) < 0) {
      this.#backTo(this.#levelOf(second));
      this.#assign(first, clause);
    }
  }

  /** What is true or open is worth more than what is false, and what became false last more than what was before. */
  #worth(literal: Literal): number {
    return this.valueOf(literal) >= 0 ? Number.POSITIVE_INFINITY : this.#levelOf(literal);
  }

  #levelOf(literal: Literal): number {
    return this.#levels[literal >> 1] ?? 0;
  }

  #watch(clause: Clause, first: Literal, second: Literal): void {
    this.#watches[first]?.push(clause);
    this.#watches[second]?.push(clause);
  }

  #assign(literal: Literal, reason: Clause | undefined): void {
    const variable = literal >> 1;
    this.#values[variable] = literal & 1 ? -1 : 1;
    this.#levels[variable] = this.#levelStarts.length;
    this.#reasons[variable] = reason;
    this.#trail.push(literal);
  }

  #backTo(level: number): void {
    const start = this.#levelStarts[level];
    if (start === undefined) return;
    for (const literal of this.#trail.splice(start)) this.#values[literal >> 1] = 0;
    this.#levelStarts.length = level;
    this.#propagated = Math.min(this.#propagated, start);
    this.#lowest = Math.min(this.#lowest, start);
  }

  #findConflict(): Clause | undefined {
    for (; this.#propagated < this.#trail.length; this.#propagated += 1) {
      const conflict = this.#visitWatches(opposite(this.#trail[this.#propagated] ?? 0));
      if (conflict) return conflict;
    }
    return undefined;
  }

  /** Looks at the clauses that watch a literal that has become false; what they infer is assigned. */
  #visitWatches(literal: Literal): Clause | undefined {
    const watching = this.#watches[literal] ?? [];
    let kept = 0;
    let conflict: Clause | undefined;
    this.#steps += watching.length;
    for (const clause of watching) {
      if (conflict === undefined && this.#moveWatch(clause, literal)) continue;
      watching[kept] = clause;
      kept += 1;
      const other = clause[0] ?? 0;
      if (conflict !== undefined || this.valueOf(other) > 0) continue;
      if (this.valueOf(other) < 0) conflict = clause;
      else this.#assign(other, clause);
    }
    watching.length = kept;
    return conflict;
  }

  /** Finds the clause another literal to watch in place of a false one; leaves the other watched literal in front. */
  #moveWatch(clause: Clause, literal: Literal): boolean {
    if (clause[0] === literal) {
      clause[0] = clause[1] ?? literal;
      clause[1] = literal;
    }
    if (this.valueOf(clause[0] ?? literal) > 0) return false;
    for (let index = 2; index < clause.length; index += 1) {
      const candidate = clause[index] ?? literal;
      if (this.valueOf(candidate) < 0) continue;
      clause[1] = candidate;
      clause[index] = literal;
      this.#watches[candidate]?.push(clause);
      this.#steps += index;
      return true;
    }
    this.#steps += clause.length;
    return false;
  }

  /** Learns from a conflict, takes back what led to it, and infers what was learnt. */
  #resolve(conflict: Clause): void {
    if (this.#levelStarts.length === 0) {
      this.#refute(conflict);
      return;
    }
    const learnt = this.#analyse(conflict);
    const [first, second] = learnt;
    if (first === undefined) return;
    this.#backTo(second === undefined ? 0 : this.#levelOf(second));
    if (second !== undefined) this.#watch(learnt, first, second);
    this.#assign(first, learnt);
    this.#increment *= decay;
  }

  /** The clause of the first unique implication point: that point in front, then the literal of the next level down. */
  #analyse(conflict: Clause): Clause {
    const level = this.#levelStarts.length;
    const lower: Literal[] = [];
    let open = 0;
    let reason: readonly Literal[] = conflict;
    let index = this.#trail.length - 1;
    let point = 0;
    const touched: number[] = [];
    const clauses: Clause[] = [conflict];
    const settled: Literal[] = [];
    for (;;) {
      this.#steps += reason.length;
      for (const literal of reason) {
        const variable = literal >> 1;
        if (this.#seen[variable]) continue;
        if ((this.#levels[variable] ?? 0) === 0) {
          settled.push(literal);
          continue;
        }
        this.#seen[variable] = true;
        touched.push(variable);
        this.#bump(variable);
        if ((this.#levels[variable] ?? 0) === level) open += 1;
        else lower.push(literal);
      }
      while (!this.#seen[(this.#trail[index] ?? 0) >> 1]) index -= 1;
      point = this.#trail[index] ?? 0;
      index -= 1;
      open -= 1;
      if (open === 0) break;
      const behind = this.#reasons[point >> 1] ?? [];
      clauses.push(behind);
      reason = behind.filter((literal) => literal !== point);
    }
    const kept = lower.filter((literal) => !this.#isImplied(literal));
    for (const literal of lower) {
      const behind = this.#reasons[literal >> 1];
      if (behind === undefined || kept.includes(literal)) continue;
      clauses.push(behind);
      settled.push(...behind.filter((each) => this.#levelOf(each) === 0));
    }
    for (const variable of touched) this.#seen[variable] = false;
    kept.sort((a, b) => this.#levelOf(b) - this.#levelOf(a));
    const learnt = [opposite(point), ...kept];
    this.#derivations.set(learnt, { clauses, settled });
    return learnt;
  }

  /** Whether a literal of a learnt clause follows from the others, so that it can be left out. */
  #isImplied(literal: Literal): boolean {
    const reason = this.#reasons[literal >> 1];
    return (
      reason?.every(
        (each) => each >> 1 === literal >> 1 || this.#seen[each >> 1] || this.#levelOf(each) === 0,
      ) ?? false
    );
  }

  #bump(variable: number): void {
    const activity = (this.#activities[variable] ?? 0) + this.#increment;
    this.#activities[variable] = activity;
    if (activity < highestActivity) return;
    for (const [index, each] of this.#activities.entries()) this.#activities[index] = each / highestActivity;
    this.#increment /= highestActivity;
  }
}
