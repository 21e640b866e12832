import type { Atom, RelationAtom } from "../encode/atom.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { definitionOf } from "../encode/encode-relation.js";
import { evaluateFormula, type RequestReader } from "../encode/evaluate-formula.js";
import { conjunctsOf, type Formula, literal, negate, or } from "../encode/formula.js";
import { counted } from "../steps.js";
import { type Background, before, takenIn } from "./background.js";
import { buildRequest, type JsonObject, type Model } from "./build-request.js";
import { candidateReader, withoutUnknowns } from "./candidate-reader.js";
import { ClauseSolver, type Literal, opposite } from "./clause-solver.js";
import { confirmedRequest } from "./confirmed-request.js";
import { DomainTheory, isUnary } from "./domain-theory.js";
import { Elements } from "./elements.js";
import { factClashes } from "./fact-clashes.js";
import { FormulaClauses } from "./formula-clauses.js";
import type { SeenCandidate } from "./formula-index.js";
import { type Candidate, endFor, type KnownTrial, type TrialQuestion } from "./known-trials.js";
import { memberSetsOf, type TakenMembers } from "./member-sets.js";
import { nextChoice } from "./next-choice.js";
import { noteRefuted, refutationOf } from "./refuted.js";
import {
  isRestart,
  type SearchBudget,
  type SearchEffort,
  searchBudget,
  valuesContradiction,
  valuesCost,
} from "./search-budget.js";
import type { SearchOptions } from "./search-options.js";
import { type AssumedAtom, assumptionsOf, solveComponents } from "./solve-components.js";
import { plainSupport } from "./support.js";
import { areFactsPlain, withFewestFacts } from "./supposed-facts.js";

/** What became of a search. */
export type SearchTrial =
  /** A request; undefined, of a sketch alone, where none can be made of the values. */
  | { readonly kind: "found"; readonly request: () => JsonObject | undefined; readonly model: Model }
  /** Conjuncts of the goal cannot all hold. */
  | { readonly kind: "none"; readonly core: readonly Formula[] }
  | { readonly kind: "unknown"; readonly limit: SearchLimit };

/**
 * Why a search came to nothing.
 *
 *   conflicts   it met as many contradictions as it may
 *   steps       it took as many steps as it may
 *   values      no values could be chosen for what was left, and none were excluded: a test is beyond what is reasoned about
 *   requests    what was tried was not as it was asked for
 */
export type SearchLimit = "conflicts" | "steps" | "values" | "requests";

/**
 * Searches for a request for which a formula holds: conflict-driven clause learning over the formula's atoms, with lemmas from the domains
 * of slots, from lists, and from values that could not be chosen. The formula's conjuncts are taken in when a candidate fails them: of the
 * hundred denies that must not match, most never matter.
 */
export function search(
  encoder: NotingEncoder,
  goal: Formula,
  confirms: (request: JsonObject) => boolean,
  options: SearchOptions = {},
): SearchTrial {
  const core = refutationOf(encoder.atoms, conjunctsOf(goal));
  if (core !== undefined) return { kind: "none", core };
  const known = options.trials?.find(questionOf(goal, options), encoder);
  if (known) options.onEnd?.(known.effort);
  const trial = known ? endFor(encoder, known.end) : begin(encoder, goal, confirms, options);
  if (trial.kind === "none") noteRefuted(encoder.atoms, trial.core);
  return trial;
}

function begin(
  encoder: NotingEncoder,
  goal: Formula,
  confirms: (request: JsonObject) => boolean,
  options: SearchOptions,
): SearchTrial {
  const started = new Search(encoder, goal, confirms, options);
  const trial = started.run();
  const { path, effort } = started;
  options.onEnd?.(effort);
  if (options.trials === undefined || path === undefined || trial.kind === "unknown") return trial;
  options.trials.note(questionOf(goal, options), { ...path, effort, end: trial });
  return endFor(encoder, trial);
}

function questionOf(
  goal: Formula,
  { first = firstTaken, background, isPrecise }: SearchOptions,
): TrialQuestion {
  return { conjuncts: conjunctsOf(goal), first, background, isPrecise: isPrecise === true };
}

type FoundCandidate = Pick<Extract<SearchTrial, { readonly kind: "found" }>, "request" | "model">;

class Search {
  readonly #encoder: NotingEncoder;
  readonly #confirms: (request: JsonObject) => boolean;
  readonly #budget: SearchBudget;
  readonly #isSketch: boolean;
  readonly #isPrecise: boolean;
  readonly #background: Background | undefined;
  readonly #solver = new ClauseSolver();
  readonly #theory = new DomainTheory();
  readonly #formulas = new FormulaClauses(this.#solver, (atom, variable) => {
    this.#theory.addAtom(atom, variable);
    this.#elements.addAtom(atom);
    if (atom.kind === "relation") this.#related.push(atom);
  });
  readonly #elements: Elements;
  /** Relations of which it is to be said next how they are defined, and those of which it has been. */
  readonly #related: RelationAtom[] = [];
  readonly #defined = new Set<RelationAtom>();
  /** Conjuncts that were taken in: where they contradict each other, whatever waits does not matter. */
  readonly #taken: Formula[] = [];
  /** Conjuncts that no candidate has failed yet; where those that may fail are found otherwise, those that were taken in are still among them. */
  #waiting: readonly Formula[] = [];
  readonly #openIn: SearchOptions["openIn"];
  readonly #tried: Candidate[] = [];
  /** Conjuncts that waited and were not seen to hold in one of these. */
  readonly #open = new Set<Formula>();
  /** Whether nothing but candidates has said which conjuncts are taken in, and nobody was asked about a request. */
  #isByCandidates = true;
  #conflicts = 0;
  /** Those beside the solver's. */
  #steps = 0;
  #failures = 0;
  #lacksValues = false;
  #rounds = 0;

  constructor(
    encoder: NotingEncoder,
    goal: Formula,
    confirms: (request: JsonObject) => boolean,
    {
      budget = searchBudget,
      isSketch = false,
      background,
      first = firstTaken,
      isPrecise = false,
      openIn,
    }: SearchOptions,
  ) {
    this.#encoder = encoder;
    this.#confirms = confirms;
    this.#budget = budget;
    this.#isSketch = isSketch;
    this.#isPrecise = isPrecise;
    this.#background = background;
    this.#openIn = openIn;
    this.#elements = new Elements(encoder, this.#formulas, this.#theory);
    this.#waiting = conjunctsOf(goal);
    this.#takeIn(this.#waiting, first);
  }

  /** After a search without a result: conjuncts that cannot all hold. */
  get #core(): readonly Formula[] {
    if (!this.#isPrecise) return this.#taken;
    const refutation = this.#solver.refutation;
    return this.#taken.filter((each) => refutation.has(each));
  }

  get effort(): SearchEffort {
    return { conflicts: this.#conflicts, steps: this.#solver.steps + this.#steps };
  }

  /** The way that the search went; undefined where that hung on more than what its candidates failed. */
  get path(): Pick<KnownTrial, "tried" | "open"> | undefined {
    return this.#isByCandidates ? { tried: this.#tried, open: this.#open } : undefined;
  }

  run(): SearchTrial {
    while (this.#infer()) {
      const limit = this.#reached;
      if (limit !== undefined) return { kind: "unknown", limit };
      const { way, steps } = nextChoice(this.#solver, this.#formulas);
      this.#steps += steps;
      if (way !== undefined) this.#solver.decide(way);
      else if (!this.#elements.unfold()) {
        const found = this.#tryCandidate();
        if (found) return { kind: "found", ...found };
        if (this.#failures >= this.#budget.failures) return { kind: "unknown", limit: this.#limit };
      }
    }
    const limit = this.#reached;
    if (limit !== undefined && !this.#solver.isRefuted) return { kind: "unknown", limit };
    return this.#failures > 0 ? { kind: "unknown", limit: this.#limit } : { kind: "none", core: this.#core };
  }

  /** The limit at which the search ends, if it has come to one. */
  get #reached(): "conflicts" | "steps" | undefined {
    const { conflicts, steps } = this.effort;
    if (conflicts >= this.#budget.conflicts) return "conflicts";
    return steps >= this.#budget.steps ? "steps" : undefined;
  }

  /** Why ways to make the formula hold came to no request. */
  get #limit(): SearchLimit {
    return this.#lacksValues ? "values" : "requests";
  }

  /** Infers all that follows, by clauses and lemmas; false if that is a contradiction, or the budget is used up. */
  #infer(): boolean {
    for (;;) {
      this.#define();
      if (this.#solver.isRefuted) return false;
      if (!this.#solver.propagate()) {
        this.#conflicts += 1;
        if (this.#reached !== undefined) return false;
        if (isRestart(this.#conflicts)) this.#solver.restart();
        continue;
      }
      this.#learnDomains();
      const lemmas = this.#theory.takeLemmas();
      if (lemmas.length === 0 && this.#related.length === 0) return true;
      for (const lemma of lemmas) this.#solver.addClause(lemma);
    }
  }

  /** Says of relations that have come up that they hold iff their definitions do. */
  #define(): void {
    for (const atom of this.#related.splice(0)) {
      const definition = definitionOf(this.#encoder, atom);
      this.#defined.add(atom);
      if (definition === undefined) continue;
      this.#formulas.assert(or(literal(atom, false), definition));
      this.#formulas.assert(or(literal(atom), negate(definition)));
    }
    // What definitions lead to waits until something is assumed of it: of hundreds that follow from each other, most never matter.
    this.#related.length = 0;
  }

  /** Lets the theory see what has been assumed since it last did. */
  #learnDomains(): void {
    const { trail } = this.#solver;
    const from = this.#solver.takeLowest();
    this.#theory.retract(from);
    const isOpen = (literal: Literal): boolean => this.#solver.valueOf(literal) === 0;
    for (let position = from; position < trail.length; position += 1) {
      const literal = trail[position] ?? 0;
      const atom = this.#formulas.atomOf(literal);
      if (atom?.kind === "relation" && !this.#defined.has(atom)) this.#related.push(atom);
      if (atom !== undefined && isUnary(atom) && !this.#theory.assume(atom, literal, position, isOpen))
        return;
    }
  }

  /** Chooses values for all that is assumed, and tries the request with them. */
  #tryCandidate(): FoundCandidate | undefined {
    const assumed = this.#assumed();
    const { result: values, steps } = counted(() => solveComponents(this.#encoder.atoms, assumed));
    this.#steps += steps + assumed.length;
    if (values.kind !== "found") {
      this.#exclude(values.blamed);
      this.#conflicts += valuesContradiction(values.blamed.length);
      if (values.kind === "unknown") {
        this.#lacksValues = true;
        this.#failures += valuesCost;
      }
      return undefined;
    }
    const own = { assumptions: assumptionsOf(assumed), values: values.result };
    const taken = this.#takenIn(own);
    const found = this.#background === undefined ? own : before(this.#background, own, taken);
    const model = { encoder: this.#encoder, assumptions: found.assumptions, values: found.values };
    const reader = candidateReader(this.#encoder, model.assumptions, model.values);
    const clashes = factClashes(this.#encoder, model.assumptions, reader);
    for (const clash of clashes) this.#formulas.assert(clash);
    if (clashes.length > 0) return undefined;
    this.#tried.push(found);
    const failed = this.#failedBy(reader, taken);
    if (failed === "none plainly") {
      if (areFactsPlain(this.#encoder, model.assumptions.facts)) return this.#plainlyFound(model, taken);
    } else if (this.#rounds > mostRounds ? this.#takeInMore() : this.#takeIn(failed)) return undefined;
    this.#isByCandidates = false;
    const confirmed = confirmedRequest(model, this.#confirms);
    if (confirmed !== undefined) return confirmed;
    if (this.#takeInMore()) return undefined;
    this.#solver.addClause(this.#solver.decisions.map(opposite));
    this.#failures += 1;
    return undefined;
  }

  /** What plainly is as it was asked for, with as few facts as it takes. */
  #plainlyFound(model: Model, taken: TakenMembers): FoundCandidate {
    const fewest = withFewestFacts(model, (smaller) => {
      const reader = candidateReader(this.#encoder, smaller.assumptions, smaller.values);
      const plainly = withoutUnknowns(reader);
      if (!this.#taken.every((each) => holds(each, plainly))) return false;
      this.#tried.push({ assumptions: smaller.assumptions, values: smaller.values });
      return this.#failedBy(reader, taken) === "none plainly";
    });
    return { model: fewest, request: requestLater(fewest) };
  }

  #takenIn(own: Omit<Model, "encoder">): TakenMembers {
    const quantified = this.#formulas.quantifiedAmong(this.#solver.trail);
    const lists = quantified.map(({ formula }) => formula.list.key);
    return takenIn(own, lists, memberSetsOf(this.#encoder.atoms));
  }

  #assumed(): readonly AssumedAtom[] {
    const assumed: AssumedAtom[] = [];
    for (const literal of this.#solver.trail) {
      const atom = this.#formulas.atomOf(literal);
      if (atom !== undefined) assumed.push({ atom, wanted: (literal & 1) === 0 });
    }
    return assumed;
  }

  #exclude(assumed: readonly AssumedAtom[]): void {
    this.#solver.addClause(assumed.map(({ atom, wanted }) => this.#literalOf(atom, !wanted)));
  }

  #literalOf(atom: Atom, wanted: boolean): Literal {
    return this.#formulas.literalOf({ kind: "literal", atom, wanted });
  }

  /**
   * The first of the conjuncts that still wait and that a candidate fails, as many as are taken in at once; of a sketch also whether all conjuncts
   * plainly hold.
   */
  #failedBy(reader: RequestReader, taken: TakenMembers): readonly Formula[] | "none plainly" {
    const plainly = withoutUnknowns(reader);
    const open: Formula[] = [];
    const failed = new Set<Formula>();
    // What holds in the background, or where nothing is said, still does if it rests on nothing else.
    const support = this.#background?.support ?? plainSupport(this.#encoder);
    const isSeen = (formula: Formula): boolean => support.isKept(formula, taken) || holds(formula, plainly);
    for (const conjunct of this.#suspects({ reader: plainly, holds: isSeen })) {
      if (failed.size >= this.#mostTaken) break;
      if (support.isKept(conjunct, taken)) continue;
      const truth = evaluateFormula(conjunct, plainly);
      if (truth === false) failed.add(conjunct);
      if (truth !== true) open.push(conjunct);
    }
    for (const conjunct of open) this.#open.add(conjunct);
    if (this.#isSketch && open.length === 0 && this.#taken.every((each) => holds(each, plainly)))
      return "none plainly";
    return open.filter((each) => failed.has(each) || evaluateFormula(each, reader) === false);
  }

  /** Those of the conjuncts that still wait of which a candidate may fail some. */
  #suspects(candidate: SeenCandidate): readonly Formula[] {
    if (this.#openIn === undefined) return this.#waiting;
    const taken = new Set(this.#taken);
    return this.#openIn(candidate).filter((conjunct) => !taken.has(conjunct));
  }

  /** How many conjuncts are taken in at once. */
  get #mostTaken(): number {
    return Math.max(firstTaken, this.#taken.length);
  }

  /** Takes in the first few of all that wait. */
  #takeInMore(): boolean {
    this.#isByCandidates = false;
    return this.#takeIn(this.#waiting);
  }

  /** Takes in the first few of some of the conjuncts that still wait; whether there were any. */
  #takeIn(some: readonly Formula[], most = this.#mostTaken): boolean {
    this.#rounds += 1;
    const wanted = new Set<Formula>();
    const taken = this.#openIn && new Set(this.#taken);
    for (const conjunct of some) {
      if (wanted.size >= most) break;
      if (!taken?.has(conjunct)) wanted.add(conjunct);
    }
    if (wanted.size === 0) return false;
    if (this.#openIn === undefined) this.#waiting = this.#waiting.filter((conjunct) => !wanted.has(conjunct));
    for (const conjunct of wanted) this.#formulas.assert(conjunct, conjunct);
    this.#taken.push(...wanted);
    return true;
  }
}

function holds(formula: Formula, reader: RequestReader): boolean {
  return evaluateFormula(formula, reader) === true;
}

/** Made here, so that nothing of the search is kept with it. */
function requestLater(model: Model): () => JsonObject | undefined {
  return () => buildRequest(model);
}

/** Conjuncts that are taken in before the first candidate is tried: few, so that a contradiction is between few. Then twice as many each time. */
const firstTaken = 4;

/** Candidates after which all conjuncts are taken in. */
const mostRounds = 24;
