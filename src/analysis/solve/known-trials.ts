import { needsKey } from "../../ir/unite-needs.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { evaluateFormula } from "../encode/evaluate-formula.js";
import type { Formula } from "../encode/formula.js";
import { hasRelations } from "../relations/given.js";
import type { Assumptions } from "./assumptions.js";
import type { Background } from "./background.js";
import { buildRequest, type JsonObject, type Model } from "./build-request.js";
import { candidateReader, withoutUnknowns } from "./candidate-reader.js";
import type { SearchEffort } from "./search-budget.js";

/*
 * Of one version of a policy set and the next almost the same is asked: a rule's own conjuncts are as they were, and of a hundred rules that must
 * not match one is another. A search takes in the conjuncts that one of its candidates fails, and looks at no other. So where whatever was
 * added holds in all candidates, and whatever is gone held in them, a search would go the same way again, step by step, and end where it ended.
 */

/** What a search was asked: `first` of the conjuncts are taken in before anything is tried. */
export interface TrialQuestion {
  readonly conjuncts: readonly Formula[];
  readonly first: number;
  readonly background: Background | undefined;
  readonly isPrecise: boolean;
}

/** What a search tried, and what it came to. */
export interface KnownTrial {
  readonly tried: readonly Candidate[];
  /** Conjuncts that were not seen to hold in one of these. */
  readonly open: ReadonlySet<Formula>;
  readonly effort: SearchEffort;
  readonly end:
    | { readonly kind: "found"; readonly model: Candidate }
    | { readonly kind: "none"; readonly core: readonly Formula[] };
}

/** Values that were tried, whoever made the formulas. */
export type Candidate = Omit<Model, "encoder">;

/** How many trials are remembered of one question: with all rules and without some. */
const mostAlike = 4;

/** How many are remembered at all. */
const mostTrials = 4096;

/** Trials that were made at one place, and are told there. */
export interface TrialsAt {
  /** How a search would go, if that is known. */
  find(question: TrialQuestion, encoder: NotingEncoder): KnownTrial | undefined;
  note(question: TrialQuestion, trial: KnownTrial): void;
}

/** Searches that were made, for later versions of a policy set, whose encoders go on with the same formulas. */
export class KnownTrials {
  readonly #byPlace = new Map<string, Map<Formula, Remembered[]>>();
  #size = 0;

  /** Those of a place: the same words for the same point in every version. */
  at(place: string): TrialsAt {
    return {
      find: (question, encoder) =>
        this.#alike(place, question)?.find((known) => endsAlike(known, question, encoder))?.trial,
      note: (question, trial) => this.#note(place, question, trial),
    };
  }

  #note(place: string, question: TrialQuestion, trial: KnownTrial): void {
    const [own] = question.conjuncts;
    if (own === undefined || !areDistinct(question)) return;
    if (this.#size >= mostTrials) this.#forget();
    const atPlace = this.#byPlace.get(place) ?? new Map<Formula, Remembered[]>();
    this.#byPlace.set(place, atPlace);
    const alike = atPlace.get(own) ?? [];
    atPlace.set(own, alike);
    this.#size += alike.length < mostAlike ? 1 : 0;
    alike.unshift({ question, trial: withoutEncoder(trial) });
    alike.splice(mostAlike);
  }

  #alike(place: string, { conjuncts: [own] }: TrialQuestion): readonly Remembered[] | undefined {
    return own && this.#byPlace.get(place)?.get(own);
  }

  #forget(): void {
    this.#byPlace.clear();
    this.#size = 0;
  }
}

/** What a search comes to whose encoder is of this version. */
export function endFor(
  encoder: NotingEncoder,
  end: KnownTrial["end"],
): EndFound | Extract<KnownTrial["end"], { readonly kind: "none" }> {
  if (end.kind === "none") return end;
  const model = { ...end.model, encoder };
  return { kind: "found", model, request: () => requestOnce(model) };
}

interface EndFound {
  readonly kind: "found";
  readonly model: Model;
  readonly request: () => JsonObject | undefined;
}

/** The request of a model, made once for all versions whose rules on such requests read the same. */
function requestOnce(model: Model): JsonObject | undefined {
  const { policySet, environment } = model.encoder.viewpoint;
  // What follows from tuples is asked of the relations that rules test.
  if (hasRelations(policySet)) return buildRequest(model);
  const needs = needsKey(environment.needs);
  const known = requests.get(model.assumptions);
  const made = known?.needs === needs ? known : { needs, request: buildRequest(model) };
  requests.set(model.assumptions, made);
  return made.request;
}

/** What a search assumes is an object of its own. */
const requests = new WeakMap<
  Assumptions,
  { readonly needs: string; readonly request: JsonObject | undefined }
>();

/** An encoder has its policy set, which is not to be kept for what was found in it. */
function withoutEncoder({ end, ...trial }: KnownTrial): KnownTrial {
  if (end.kind === "none") return { ...trial, end };
  const { assumptions, values } = end.model;
  return { ...trial, end: { kind: "found", model: { assumptions, values } } };
}

interface Remembered {
  readonly question: TrialQuestion;
  readonly trial: KnownTrial;
}

/** Of the first conjuncts none is there twice: then just these are taken in first, whatever follows. */
function areDistinct({ conjuncts, first }: TrialQuestion): boolean {
  return first <= conjuncts.length && new Set(conjuncts.slice(0, first)).size === first;
}

function endsAlike(
  { question: before, trial: { tried, open } }: Remembered,
  question: TrialQuestion,
  encoder: NotingEncoder,
): boolean {
  if (!beginAlike(before, question)) return false;
  const { gone, added } = differenceBetween(before.conjuncts, question.conjuncts);
  if (added.length > mostAdded || gone.some((each) => open.has(each))) return false;
  return added.length === 0 || tried.every((candidate) => hold(added, candidate, encoder));
}

function beginAlike(
  before: TrialQuestion,
  { conjuncts, first, background, isPrecise }: TrialQuestion,
): boolean {
  if (before.first !== first || before.background !== background || before.isPrecise !== isPrecise)
    return false;
  for (let place = 0; place < first; place += 1)
    if (before.conjuncts[place] !== conjuncts[place]) return false;
  return true;
}

/** More are hardly ever met by all candidates. */
const mostAdded = 16;

function hold(formulas: readonly Formula[], candidate: Candidate, encoder: NotingEncoder): boolean {
  const { assumptions, values } = candidate;
  const reader = withoutUnknowns(candidateReader(encoder, assumptions, values));
  return formulas.every((formula) => evaluateFormula(formula, reader) === true);
}

/** What one list has that another one has not. What has moved is gone from one place and added at another. */
function differenceBetween<T>(
  before: readonly T[],
  now: readonly T[],
): { readonly gone: readonly T[]; readonly added: readonly T[] } {
  const gone: T[] = [];
  const added: T[] = [];
  let [old, next] = [0, 0];
  while (old < before.length && next < now.length && added.length <= mostAdded) {
    const [leftOut, putIn] = before[old] === now[next] ? [0, 0] : stepsToSame(before, old, now, next);
    gone.push(...before.slice(old, old + leftOut));
    added.push(...now.slice(next, next + putIn));
    old += leftOut;
    next += putIn;
    if (before[old] === now[next]) [old, next] = [old + 1, next + 1];
  }
  return { gone: [...gone, ...before.slice(old)], added: [...added, ...now.slice(next)] };
}

/** How many are left out of one list, or put into another, before they go on with the same; one of each where that is far. */
function stepsToSame<T>(
  before: readonly T[],
  old: number,
  now: readonly T[],
  next: number,
): readonly [leftOut: number, putIn: number] {
  for (let steps = 1; steps <= mostSteps; steps += 1) {
    if (before[old] === now[next + steps]) return [0, steps];
    if (before[old + steps] === now[next]) return [steps, 0];
  }
  return [1, 1];
}

/** A rule has few conjuncts. */
const mostSteps = 4;
