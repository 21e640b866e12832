import type { PolicySet, TypedRule } from "../check/typed-policy-set.js";
import { evaluateRule, type RuleOutcome } from "../interpret/decide-principal.js";
import { principalsOf, type RuleInScope, rulesInScope } from "../interpret/environment.js";
import { interpret } from "../interpret/interpret.js";
import { readRequest } from "../interpret/read-request.js";
import type { DecisionGraph, Environment, RuleBody, Scope } from "../ir/decision-graph.js";
import type { TestNode } from "../ir/node.js";
import { targetKey } from "../ir/place-variants.js";
import type { Decision, PrincipalRole } from "../runtime/decision.js";
import { printType } from "../types/print-type.js";
import { invariant } from "../util/invariant.js";
import { lazy } from "../util/lazy.js";
import { rememberedOf } from "../util/remembered.js";
import { type NotingEncoder, sharingEncoders } from "./encode/create-encoder.js";
import { argumentsType } from "./encode/environment.js";
import { and, type Formula, negate, or } from "./encode/formula.js";
import { plainUnits, type Units } from "./incremental/units.js";
import { pointPlaces } from "./point-places.js";
import { type Budgeted, chargeFor, type QuestionBudget, takeQuestion } from "./question-budget.js";
import { answeredAnew } from "./relations/given.js";
import { ruleTargets } from "./rule-targets.js";
import type { JsonObject } from "./solve/build-request.js";
import {
  type Answer,
  findRequest,
  type Sketch,
  type SketchOptions,
  sketchRequest,
} from "./solve/find-request.js";
import type { KnownTrials } from "./solve/known-trials.js";
import { watchedReplay } from "./watched-replay.js";

/*
 * START HERE: what polc can prove. A question is a formula over the requests of one kind, seen from one of their principals (a *point*):
 *
 *   encode/   when a test of the decision graph is true, false or an error, as formulas of two-valued logic over atoms
 *   solve/    whether a formula can hold: a search over its choices, then values for what is assumed, then a request
 *   texts/    sets of texts as automata, and the shortest texts in them
 *
 * What is found is a request, and is reported only after the interpreter, which knows nothing of formulas, has confirmed it. That there is
 * none, rests on sets that are never too small. In between there is a third answer: unknown.
 */

/** One kind of request, seen from one of its principals, with the rules that decide on it. */
export interface Point {
  readonly environment: Environment;
  readonly principal: PrincipalRole;
  readonly scope: Scope;
  /** How many rules of the scope can decide. It is not noted: who goes by it, looks at where a rule is contested (`least-contested.ts`). */
  readonly contenders: number;
  readonly encoder: NotingEncoder;
}

/** What the interpreter makes of a request, from a point. It is asked for each part when that is looked at. */
export interface Replay {
  readonly isValid: boolean;
  readonly decision: Decision;
  /** What became of the rules in scope of the point's principal. */
  readonly outcomes: readonly RuleOutcome[];
  /** Ids of those that match. */
  readonly matching: ReadonlySet<string>;
  /** Whether the point's principal by itself is allowed. */
  readonly isAllowed: boolean;
  /** Whether a rule is in scope of the point's principal and matches. */
  isMatched(rule: TypedRule): boolean;
  /** What became of one rule; undefined where it is not in scope. */
  outcomeOf(rule: TypedRule): RuleOutcome | undefined;
}

/** A policy set, ready to be asked about. */
export interface Analysis {
  readonly graph: DecisionGraph;
  readonly policySet: PolicySet;
  /** Every kind of request from every principal's side, in the graph's order; the sides of one kind share their atoms. */
  readonly points: readonly Point[];
  /** The policy set with the rules alone that can matter in an environment of the graph: it decides requests of that kind as the whole does. */
  policySetIn(environment: Environment): PolicySet;
  readonly budget: QuestionBudget;
  /** The units that it is made of. Whatever a unit looks at, it is noted: a point's scope, its encoder, what a replay says. */
  readonly units: Units;
  /** Searches that were made for earlier versions; absent where there are none to come. */
  readonly trials: KnownTrials | undefined;
  /** Decides a request of the point's kind, by the rules in scope there. */
  replay(point: Point, request: unknown): Replay;
}

/**
 * Prepares a lowered policy set. Nothing is proved yet: that is what {@link ask} does, question by question, `questions` of them at most. A
 * budget is a count and no time, so that every machine comes to the same answers. `encoders` are those of another version with the same schema and
 * table of nodes: what was put into formulas there is not again. `trials` are searches over those formulas.
 */
export function createAnalysis(
  graph: DecisionGraph,
  questions = Number.POSITIVE_INFINITY,
  unitsWith: (budget: QuestionBudget) => Units = plainUnits,
  encoders: KnownEncoders = new Map(),
  trials?: KnownTrials,
): Analysis {
  const { policySet, environments } = graph;
  const budget = { questions, isSpent: false };
  const units = unitsWith(budget);
  const points = environments.flatMap((environment) => pointsOf(policySet, environment, encoders, units));
  const setOf = restrictionsOf(policySet);
  return {
    graph,
    policySet,
    points,
    budget,
    units,
    trials,
    policySetIn(environment) {
      units.look("rules", pointPlaces(environment).target);
      return setOf(environment);
    },
    replay(point, request) {
      const { environment } = point;
      return watchedReplay(replayOn(setOf(environment), point, request), pointPlaces(environment), units);
    },
  };
}

/** The sides of one kind of request. Encoders are made when they are first asked for. */
function pointsOf(
  policySet: PolicySet,
  environment: Environment,
  known: KnownEncoders,
  units: Units,
): readonly Point[] {
  const places = pointPlaces(environment);
  const encodersOf = lazy(() => encodersFor(policySet, environment, known));
  return rolesIn(environment).flatMap((principal, index): Point[] => {
    const inScope = environment[principal];
    if (inScope === undefined) return [];
    const encoderOf = lazy(() => {
      const encoder = encodersOf()[index];
      invariant(encoder !== undefined, "each role has an encoder");
      return { ...encoder, viewpoint: { policySet, environment, principal } };
    });
    return [
      {
        environment,
        principal,
        get scope() {
          units.look("scope", places[principal]);
          return inScope.scope;
        },
        contenders: inScope.scope.allows.length + inScope.scope.denies.length,
        get encoder() {
          units.look("needs", places.kind);
          return encoderOf();
        },
      },
    ];
  });
}

function rolesIn({ actor }: Environment): readonly PrincipalRole[] {
  return actor ? ["subject", "actor"] : ["subject"];
}

/** Encoders by the types of what they read: where those agree, so do the formulas, and what was found for one serves all. */
export type KnownEncoders = Map<string, readonly NotingEncoder[]>;

function encodersFor(
  policySet: PolicySet,
  environment: Environment,
  known: KnownEncoders,
): readonly NotingEncoder[] {
  const { subject, actor, resource } = environment;
  const types = printType(argumentsType(policySet, environment));
  const key = JSON.stringify([subject.type, actor?.type, resource, types]);
  const encoders =
    known.get(key) ??
    sharingEncoders(rolesIn(environment).map((principal) => ({ policySet, environment, principal })));
  known.set(key, encoders);
  return encoders;
}

/**
 * The policy set with the rules alone that can matter in an environment: it decides requests of this kind as the whole set does. The
 * same one for all environments of an action and a resource.
 */
function restrictionsOf(policySet: PolicySet): (environment: Environment) => PolicySet {
  const rulesOf = lazy(() => rulesByTarget(policySet));
  const known = new Map<string, PolicySet>();
  return ({ action, resource }) => {
    const key = targetKey(action, resource);
    const restricted = known.get(key) ?? withRules(policySet, rulesOf().get(key) ?? []);
    known.set(key, restricted);
    return restricted;
  };
}

function withRules(policySet: PolicySet, rules: readonly TypedRule[]): PolicySet {
  const { entities, actions, context, obligations, assertions, tests } = policySet;
  const set = { entities, actions, context, obligations, assertions, tests, rules };
  return {
    ...set,
    // Not made before somebody asks.
    get digest() {
      return policySet.digest;
    },
  };
}

function rulesByTarget({ rules }: PolicySet): ReadonlyMap<string, readonly TypedRule[]> {
  const index = new Map<string, TypedRule[]>();
  for (const rule of rules)
    for (const key of ruleTargets(rule)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [rule]);
      else known.push(rule);
    }
  return index;
}

/** What a policy set makes of a request, from a point. */
export function replayOn(policySet: PolicySet, { principal: role }: Point, given: unknown): Replay {
  const request = answeredAnew(policySet, given);
  const read = readRequest(policySet, request);
  const valid = "types" in read ? read : undefined;
  const principal = valid && principalsOf(valid.types).find((each) => each.role === role);
  const decision = lazy(() => interpret(policySet, request));
  const inScope = lazy(() =>
    valid && principal ? rulesInScope(policySet, principal.environment, valid.types.target) : [],
  );
  const known = new Map<RuleInScope, RuleOutcome>();
  const outcomeOf = (candidate: RuleInScope): RuleOutcome | undefined => {
    const outcome = known.get(candidate) ?? (valid && evaluateRule(candidate, valid, role));
    if (outcome !== undefined) known.set(candidate, outcome);
    return outcome;
  };
  const outcomeIn = (rule: TypedRule): RuleOutcome | undefined => {
    const candidate = placesIn(inScope()).get(rule);
    return candidate && outcomeOf(candidate);
  };
  const outcomes = lazy(() => inScope().flatMap((candidate) => outcomeOf(candidate) ?? []));
  // Of hundreds of rules the first that matches is enough.
  const isSomeMatching = (effect: TypedRule["effect"]): boolean =>
    inScope().some((candidate) => candidate.rule.effect === effect && outcomeOf(candidate)?.matches === true);
  const matching = lazy(() => new Set(outcomes().flatMap(({ rule, matches }) => (matches ? [rule.id] : []))));
  return {
    isValid: valid !== undefined,
    get decision() {
      return decision();
    },
    get outcomes() {
      return outcomes();
    },
    get matching() {
      return matching();
    },
    get isAllowed() {
      return !isSomeMatching("deny") && isSomeMatching("allow");
    },
    isMatched: (rule) => outcomeIn(rule)?.matches === true,
    outcomeOf: outcomeIn,
  };
}

const placesIn = rememberedOf(
  (inScope: readonly RuleInScope[]) => new Map(inScope.map((candidate) => [candidate.rule, candidate])),
);

/** That a rule matches: it is true, or, unless it allows, an error. */
export function matches({ encoder }: Point, body: RuleBody): Formula {
  return verdictsOf(encoder, body).matches();
}

/** That one of several rules matches. */
export function someMatches(point: Point, bodies: readonly RuleBody[]): Formula {
  return or(...bodies.map((body) => matches(point, body)));
}

/** That a rule does not match. */
export function matchesNot({ encoder }: Point, body: RuleBody): Formula {
  return verdictsOf(encoder, body).doesNot();
}

/** That none of several rules matches. */
export function noneMatches(point: Point, bodies: readonly RuleBody[]): Formula {
  const { truthOf } = point.encoder;
  const known = knownNone.get(truthOf) ?? new WeakMap<readonly RuleBody[], Formula>();
  knownNone.set(truthOf, known);
  const formula = known.get(bodies) ?? and(...bodies.map((body) => matchesNot(point, body)));
  known.set(bodies, formula);
  return formula;
}

/** What makes formulas of tests: points that share it share formulas, those that share no more than atoms do not. */
type Origin = NotingEncoder["truthOf"];

/** A scope's denies are asked for with each of its rules. */
const knownNone = new WeakMap<Origin, WeakMap<readonly RuleBody[], Formula>>();

interface Verdicts {
  matches(): Formula;
  doesNot(): Formula;
}

/** By what a rule's effect makes of errors, and by its condition: so it is the same in the next version of a policy set. */
const verdictsAt = rememberedOf((_: Origin) => ({
  strict: new Map<TestNode, Verdicts>(),
  wary: new Map<TestNode, Verdicts>(),
}));

function verdictsOf(encoder: NotingEncoder, { rule, condition }: RuleBody): Verdicts {
  const { strict, wary } = verdictsAt(encoder.truthOf);
  const alike = rule.effect === "allow" ? strict : wary;
  const known = alike.get(condition);
  if (known !== undefined) return known;
  const verdicts = encodeVerdicts(encoder, rule.effect, condition);
  alike.set(condition, verdicts);
  return verdicts;
}

function encodeVerdicts(encoder: NotingEncoder, effect: TypedRule["effect"], condition: TestNode): Verdicts {
  const { holds, fails } = encoder.truthOf(condition);
  // Of most rules no more is asked than the one or the other.
  return effect === "allow"
    ? { matches: () => holds, doesNot: lazy(() => negate(holds)) }
    : { matches: lazy(() => negate(fails)), doesNot: () => fails };
}

/**
 * Searches for a request of the point's kind for which `goal` holds. `confirms` says, of what the interpreter makes of it, whether the
 * request is what was asked for; requests that are invalid never are.
 */
export function ask(
  analysis: Analysis,
  point: Point,
  goal: Formula,
  confirms: (replay: Replay) => boolean,
): Answer {
  return findWithin(analysis, point.encoder, goal, confirmation(analysis, point, confirms));
}

/** {@link findRequest} as one of the questions that may be asked: where none is left, the answer is unknown. */
export function findWithin(
  budgeted: Budgeted,
  encoder: NotingEncoder,
  goal: Formula,
  confirms: (request: JsonObject) => boolean,
): Answer {
  if (!takeQuestion(budgeted)) return { kind: "unknown" };
  return findRequest(encoder, goal, confirms, { onEnd: chargeFor(budgeted) });
}

/** {@link findRequest} beside the questions that may be asked: it counts as some only where it takes long. */
export function findBeside(
  budgeted: Budgeted,
  encoder: NotingEncoder,
  goal: Formula,
  confirms: (request: JsonObject) => boolean,
): Answer {
  if (budgeted.budget.questions <= 0) return { kind: "unknown" };
  return findRequest(encoder, goal, confirms, { onEnd: chargeFor(budgeted) });
}

/**
 * {@link ask} where nothing is reported if there is such a request: that the formulas hold for concrete values then suffices, and most often
 * no request is made and none is replayed.
 */
export function sketch(
  analysis: Analysis,
  point: Point,
  goal: Formula,
  confirms: (replay: Replay) => boolean,
  options: SketchOptions = {},
): Sketch {
  if (!takeQuestion(analysis)) return { kind: "unknown" };
  const onEnd = chargeFor(analysis);
  return sketchRequest(point.encoder, goal, confirmation(analysis, point, confirms), { ...options, onEnd });
}

function confirmation(
  analysis: Analysis,
  point: Point,
  confirms: (replay: Replay) => boolean,
): (request: JsonObject) => boolean {
  return (request) => {
    const replay = analysis.replay(point, request);
    return replay.isValid && confirms(replay);
  };
}
