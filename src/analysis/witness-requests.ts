import type { PolicyTest, RuleVariant, TypedRule } from "../check/typed-policy-set.js";
import { remembered } from "../util/remembered.js";
import type { Analysis } from "./analysis.js";
import { createBases, type PlaceBases } from "./generate/bases.js";
import {
  decidingRequest,
  likeAnother,
  type MistakeAt,
  showsNowhere,
  unlikeOthers,
} from "./generate/find-shown.js";
import { kindOf, kindsBeside } from "./generate/kinds-beside.js";
import { createKnownRequests } from "./generate/known-requests.js";
import { type NearMistake, nearMistakes } from "./generate/near-mistakes.js";
import { createRulePivots, type RulePivots } from "./generate/rule-pivots.js";
import { findPlaces, mostHinges, type Places, type RulePlace } from "./generate/rule-places.js";
import {
  findLeftRequests,
  findScopeRequests,
  type LeftScope,
  type ScopeRequest,
  type ScopeTask,
} from "./generate/scope-requests.js";
import { createShownDecision, type ShownDecision } from "./generate/shown-decision.js";
import { type Hinge, isOfKind, type ShownRequest, showRequest, showsRule } from "./generate/shown-request.js";
import { createShownRequests, type ShownRequests } from "./generate/shown-requests.js";
import { conditionsOf } from "./generate/variant-formulas.js";
import { chargedFor, isQuestionLeft } from "./question-budget.js";
import { withTuples } from "./relations/given.js";
import type { JsonObject } from "./solve/build-request.js";

/** A request that shows something of a rule. */
export interface WitnessRequest {
  readonly request: JsonObject;
  readonly rule: TypedRule;
  /** The mistake in a condition of the rule with which it would be decided otherwise. */
  readonly mistake: NearMistake | undefined;
  /** Whom or what the rule's sentence names, or does not. Where neither is there, the request shows that the rule decides. */
  readonly scope: ScopeRequest | undefined;
  /** 0 where the whole decision hangs on the rule; else it is one of several that decide. */
  readonly hinge: number;
  readonly shown: ShownRequest;
}

/** A mistake in one of a variant's conditions. */
type MistakeIn = Pick<MistakeAt, "index" | "mistake">;

/**
 * For each rule a request on which it decides, for each mistake that is easily made in its conditions (`nearMistakes`) one that is decided
 * otherwise with the mistake, and some for what its sentence names and what it does not. Nothing that `tests` or an earlier request show. The same requests for the same policy set; what no
 * request can show, none does.
 */
export function witnessRequests(
  analysis: Analysis,
  tests: readonly PolicyTest[] = [],
): readonly WitnessRequest[] {
  const places = findPlaces(analysis);
  const beside = kindsBeside(analysis.graph.environments);
  const shown = createShownRequests();
  const tested = createShownRequests();
  for (const request of requestsOf(analysis, tests)) for (const each of [shown, tested]) each.add(request);
  const found: WitnessRequest[] = [];
  const search = (rule: TypedRule): SearchedRule => {
    const task = createTask(analysis, rule, { shown, places: placesOf(places, shown, rule), found });
    noteShown(task);
    for (let hinge = 0; hinge < mostHinges; hinge += 1) findAt(task, hinge);
    const scopes = { analysis, rule, beside, shown, tested };
    const left = findScopeRequests(scopes, (scope) => addWitness(task, { shown: scope.shown, scope }));
    const { decision } = task;
    return { decision, hinge: decision.hinge(), scopes, left, open: isOpen(task) ? task : undefined };
  };
  searchAgain(found, analysis.policySet.rules.map(search), search);
  return found;
}

/** What was looked for of a rule. */
interface SearchedRule {
  readonly decision: ShownDecision;
  /** What hung on the rule then. */
  readonly hinge: Hinge;
  readonly scopes: ScopeTask;
  readonly left: readonly LeftScope[];
  /** Where mistakes are left that no request shows. */
  readonly open: RuleTask | undefined;
}

/** What was found for later rules may lead to more, until nothing does: whoever has all of these tests is given no others. */
function searchAgain(
  found: WitnessRequest[],
  rules: readonly SearchedRule[],
  search: (rule: TypedRule) => SearchedRule,
): void {
  let searched = rules;
  for (let before = -1; before < found.length; ) {
    before = found.length;
    searched = searched.map((each) =>
      each.decision.hinge() === each.hinge ? each : search(each.scopes.rule),
    );
    for (const { open } of searched) if (open) findAgain(open);
    for (const { scopes, left } of searched)
      findLeftRequests(scopes, left, (scope) =>
        addWitness({ ...scopes, found }, { shown: scope.shown, scope }),
      );
  }
}

function createTask(
  analysis: Analysis,
  rule: TypedRule,
  { shown, places, found }: Pick<RuleTask, "shown" | "found"> & { readonly places: readonly RulePlace[] },
): RuleTask {
  const showIn = createKnownRequests();
  const decision = createShownDecision(rule, shown);
  return {
    analysis,
    rule,
    shown,
    decision,
    pivots: createRulePivots(rule, shown),
    places: places.map((place) =>
      createBases(showIn(analysis.policySetIn(place.kind.environment)), place, shown, decision),
    ),
    mistakesIn: remembered((variant) => mistakesAmong(analysis, variant)),
    idle: new Map(),
    done: new Set(),
    searched: new Map(places.map((place) => [place, new Set()])),
    found,
  };
}

/** A few of a rule's places; that of a test on which it decides is one of them. */
function placesOf({ few, at }: Places, shown: ShownRequests, rule: TypedRule): readonly RulePlace[] {
  const own = few.get(rule.id) ?? [];
  const base = shown.about(rule).find((each) => showsRule(each, rule));
  const isPlace = base && own.some(({ kind }) => isOfKind(base, kind.environment));
  return base === undefined || isPlace ? own : [...at(rule, kindOf(base)), ...own];
}

/** The requests of tests, but for those that fail. */
function requestsOf({ policySet }: Analysis, tests: readonly PolicyTest[]): readonly ShownRequest[] {
  return tests.flatMap(({ request, tuples, expected }) => {
    const shown = showRequest(policySet, withTuples(request, tuples), expected);
    return shown && shown.decision().decision === (expected?.decision === "allow") ? [shown] : [];
  });
}

interface RuleTask {
  readonly analysis: Analysis;
  readonly rule: TypedRule;
  readonly shown: ShownRequests;
  readonly decision: ShownDecision;
  readonly pivots: RulePivots;
  readonly places: readonly PlaceBases[];
  /** The mistakes that are easily made in the conditions of a variant of the rule. */
  readonly mistakesIn: (variant: RuleVariant) => readonly MistakeIn[];
  /** Places where no request was found on which the rule decides, and its conditions without which there is none either. */
  readonly idle: Map<RulePlace, Set<number>>;
  /** Keys of mistakes that a request shows. */
  readonly done: Set<string>;
  /** Those that a request was searched for at a place which need not be like another one. */
  readonly searched: ReadonlyMap<RulePlace, Set<NearMistake>>;
  readonly found: WitnessRequest[];
}

/** The mistakes that requests show already, wherever: one that is shown in one environment is not shown again in another. */
function noteShown({ mistakesIn, pivots, done }: RuleTask): void {
  for (const variant of pivots.variants())
    for (const { index, mistake } of mistakesIn(variant))
      if (pivots.show(variant, index, mistake)) done.add(keyOf(index, mistake));
}

function mistakesAmong({ policySet }: Analysis, variant: RuleVariant): readonly MistakeIn[] {
  return conditionsOf(variant).flatMap((condition, index) =>
    nearMistakes(condition, policySet.entities).map((mistake) => ({ index, mistake })),
  );
}

function keyOf(index: number, { key }: NearMistake): string {
  return `${index}${key}`;
}

/**
 * That the rule decides, then each mistake that no request shows yet. First wherever the whole decision hangs on the rule, then where it
 * can at least be told that the rule matches.
 */
function findAt(task: RuleTask, hinge: number): void {
  const open = task.places.filter(({ place }) => hinge < place.hingeCount);
  showDecision(task, open, hinge);
  for (const at of placesToAsk(task, open))
    for (const { index, mistake } of task.mistakesIn(at.place.variant))
      showMistake(task, at, { index, mistake, hinge });
}

/** The mistakes that no request showed, where there are more of which one may be like. */
function findAgain(task: RuleTask): void {
  for (const bases of placesToAsk(task, task.places))
    if (openAt(task, bases).length > 0 && bases.hasMore())
      for (const { index, mistake } of openAt(task, bases))
        showMistake(task, bases, { index, mistake, hinge: 0 });
}

function isOpen(task: RuleTask): boolean {
  return placesToAsk(task, task.places).some((bases) => openAt(task, bases).length > 0);
}

function openAt({ mistakesIn, done }: RuleTask, { place }: PlaceBases): readonly MistakeIn[] {
  return mistakesIn(place.variant).filter(({ index, mistake }) => !done.has(keyOf(index, mistake)));
}

/** All places of a rule on which a whole decision hangs; of others that where it decides beside others, or one to ask what it would decide. */
function placesToAsk({ decision }: RuleTask, places: readonly PlaceBases[]): readonly PlaceBases[] {
  if (decision.hinge() === "decision") return places;
  const first = places.filter((bases) => bases.isFirst());
  return first.length > 0 ? first : places.slice(0, 1);
}

function showDecision(task: RuleTask, places: readonly PlaceBases[], hinge: number): void {
  const { analysis, rule } = task;
  const about = task.shown.about(rule);
  if (task.decision.hinge() !== "nothing") return;
  for (const { place, starts } of places) {
    const shown = decidingRequest(analysis, place, hinge, about, starts);
    if (shown) return addWitness(task, { shown, hinge });
    task.idle.set(place, new Set());
  }
}

/** Looks for a request that shows the mistake, unless one does already. */
function showMistake(
  task: RuleTask,
  bases: PlaceBases,
  { index, mistake, hinge }: MistakeIn & Pick<WitnessRequest, "hinge">,
): void {
  const key = keyOf(index, mistake);
  if (task.done.has(key)) return;
  const at: MistakeAt = { place: bases.place, index, mistake };
  const isShown = task.pivots.show(bases.place.variant, index, mistake);
  if (!isShown && !isQuestionLeft(task.analysis)) return;
  const find = () => findShown(task, at, bases, hinge);
  const shown = isShown ? undefined : chargedFor(task.analysis, find);
  if (isShown || shown) task.done.add(key);
  if (shown) addWitness(task, { shown, mistake, hinge });
}

/** First what is like another test: by values that the condition's literals suggest, then by such as are searched for. */
function findShown(
  { analysis, idle, searched }: RuleTask,
  at: MistakeAt,
  bases: PlaceBases,
  hinge: number,
): ShownRequest | undefined {
  const key = keyOf(at.index, at.mistake);
  const next = bases.next(key);
  const idleWithout = hinge === 0 ? idle.get(at.place) : undefined;
  if (next.length === 0 && idleWithout?.has(at.index)) return undefined;
  const starts = hinge === 0 ? bases.nextStarts(key) : [];
  const like = findEdited(at, bases, [...next, ...starts]) ?? likeAnother(analysis, at, next);
  // A search for what is like no other test seldom finds an edge where the rule does not decide, or anything where others decide with it.
  if (like || hinge > 0 || (at.mistake.kind === "edge" && next.length === 0)) return like;
  if (idleWithout?.has(at.index) || searched.get(at.place)?.has(at.mistake)) return undefined;
  searched.get(at.place)?.add(at.mistake);
  const found = unlikeOthers(analysis, at, hinge, idleWithout !== undefined);
  if (found !== "none") return found;
  if (isDropped(at)) idleWithout?.add(at.index);
  return undefined;
}

/** Whether the mistake is that the condition is not there: a rule that does not decide with it does with no other mistake in the condition. */
function isDropped({ place: { variant }, index, mistake: { condition } }: MistakeAt): boolean {
  const isNegated = variant.clauses[index - 1]?.negated ?? false;
  return condition.kind === "literal" && condition.value !== isNegated;
}

/** What the first request does not lead to, others seldom do: whether there is anything to be found is asked before they are tried. */
function findEdited(
  at: MistakeAt,
  bases: PlaceBases,
  requests: readonly ShownRequest[],
): ShownRequest | undefined {
  for (const [position, base] of requests.entries()) {
    if (position === 1 && showsNowhere(at)) return undefined;
    const shown = bases.edited(base, at.index).showing(at.mistake);
    if (shown) return shown;
  }
  return undefined;
}

type Found = Pick<WitnessRequest, "shown"> & Partial<Pick<WitnessRequest, "mistake" | "scope" | "hinge">>;

function addWitness(
  { rule, shown: known, found }: Pick<RuleTask, "rule" | "shown" | "found">,
  { shown, mistake, scope, hinge = 0 }: Found,
): void {
  known.add(shown);
  found.push({ request: shown.request, rule, mistake, scope, hinge, shown });
}
