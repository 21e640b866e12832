import {
  type Analysis,
  ask,
  createAnalysis,
  matches,
  noneMatches,
  type Point,
} from "../../analysis/analysis.js";
import { proveAssertions } from "../../analysis/assertions.js";
import { and } from "../../analysis/encode/formula.js";
import type { PolicySet, TypedAssertion, TypedRule } from "../../check/typed-policy-set.js";
import { check } from "../../compiler.js";
import { interpretWithOutcomes } from "../../interpret/interpret.js";
import type { RuleBody } from "../../ir/decision-graph.js";
import { lower } from "../../ir/lower.js";
import type { Decision } from "../../runtime/decision.js";
import type { JsonObject } from "../../util/json-object.js";
import { finiteRequests } from "./finite-requests.js";
import type { FiniteSet } from "./finite-set.js";
import { countWorlds, relatedRequests } from "./related-requests.js";
import { relationVectors } from "./relation-vectors.js";

/** How the answers of the analysis compare with those of trying every request. */
export interface Comparison {
  readonly answers: number;
  /** What was answered with "unknown". */
  readonly open: readonly string[];
  /** What was answered wrongly, in words. */
  readonly wrong: readonly string[];
}

/**
 * Asks of a finite set whether each rule can match, whether each allow can decide, and whether each assertion holds, and finds out by
 * trying every request. Undefined if the set has errors, or if that would take too long.
 */
export function compareWithAll(set: FiniteSet): Comparison | undefined {
  const { policySet } = check(set.files);
  if (policySet === undefined || isTooLarge(policySet, set)) return undefined;
  const analysis = createAnalysis(lower(policySet));
  const facts = tryAll(policySet, set);
  const verdicts = [...ruleVerdicts(analysis), ...assertionVerdicts(analysis)];
  const wrong = verdicts.filter(
    ({ name, kind }) => kind !== "unknown" && (kind === "found") !== facts.has(name),
  );
  return {
    answers: verdicts.length,
    open: verdicts.filter(({ kind }) => kind === "unknown").map(({ name }) => name),
    wrong: wrong.map(({ name, kind }) => `${name}: ${kind}`),
  };
}

/** A statement that a request of some sort exists. */
interface Verdict {
  readonly name: string;
  readonly kind: "found" | "none" | "unknown";
}

function placeOf(subject: string, actor: string | undefined, principal: string): string {
  return `${subject} ${actor ?? "alone"} ${principal}`;
}

/** What some request shows. */
function tryAll(policySet: PolicySet, set: FiniteSet): ReadonlySet<string> {
  const facts = new Set<string>();
  const described = { ...policySet, rules: policySet.assertions.map(asRule) };
  for (const request of requestsOf(policySet, set)) {
    const { outcomes, decision } = interpretWithOutcomes(policySet, request);
    const { subject, actor } = request as { subject: { type: string }; actor?: { type: string } };
    for (const { rule, principal, matches: isMatched } of outcomes) {
      if (!isMatched) continue;
      const place = placeOf(subject.type, actor?.type, principal);
      facts.add(`${place} ${rule.id} matches`);
      if (rule.effect === "allow" && decision[principal]?.decision) facts.add(`${place} ${rule.id} decides`);
    }
    for (const refuted of refutedBy(described, request, decision)) facts.add(refuted);
  }
  return facts;
}

/** Worlds of one request that are tried at most. */
const mostWorlds = 2_000;

function isTooLarge({ entities }: PolicySet, set: FiniteSet): boolean {
  const { relations } = set;
  if (relations === undefined) return false;
  const vectors = relationVectors(entities);
  const counts = [...finiteRequests(set)].map((request) => countWorlds(vectors, relations, request));
  return counts.some((count) => count > mostWorlds);
}

/** Every request; with every set of answers that tuples can give, where rules test relations. */
function* requestsOf({ entities }: PolicySet, set: FiniteSet): Generator<JsonObject> {
  const { relations } = set;
  const vectors = relationVectors(entities);
  for (const request of finiteRequests(set)) {
    if (relations) yield* relatedRequests(vectors, relations, request);
    else yield request;
  }
}

function ruleVerdicts(analysis: Analysis): readonly Verdict[] {
  return analysis.points.flatMap((point) => {
    const { allows, denies } = point.scope;
    return [
      ...[...allows, ...denies].map((body) => matchVerdict(analysis, point, body)),
      ...allows.map((body) => decideVerdict(analysis, point, body)),
    ];
  });
}

function nameAt({ environment, principal }: Point, { rule }: RuleBody): string {
  return `${placeOf(environment.subject.type, environment.actor?.type, principal)} ${rule.id}`;
}

function matchVerdict(analysis: Analysis, point: Point, body: RuleBody): Verdict {
  const { kind } = ask(analysis, point, matches(point, body), ({ matching }) => matching.has(body.rule.id));
  return { name: `${nameAt(point, body)} matches`, kind };
}

function decideVerdict(analysis: Analysis, point: Point, body: RuleBody): Verdict {
  const goal = and(matches(point, body), noneMatches(point, point.scope.denies));
  const { kind } = ask(
    analysis,
    point,
    goal,
    ({ matching, isAllowed }) => isAllowed && matching.has(body.rule.id),
  );
  return { name: `${nameAt(point, body)} decides`, kind };
}

function assertionVerdicts(analysis: Analysis): readonly Verdict[] {
  return proveAssertions(analysis).map(({ assertion, kind }) => ({
    name: `${assertion.name} is refuted`,
    kind: kind === "refuted" ? "found" : kind === "unknown" ? "unknown" : "none",
  }));
}

/** The assertions that a request refutes: it describes one of its principals, and that one is decided otherwise. */
function refutedBy(described: PolicySet, request: JsonObject, decision: Decision): readonly string[] {
  if (described.rules.length === 0) return [];
  return interpretWithOutcomes(described, request)
    .outcomes.filter(({ matches: isDescribed }) => isDescribed)
    .flatMap(({ rule, principal }) => {
      const stated = described.assertions.find(({ name }) => name === rule.id)?.effect === "allow";
      return decision[principal]?.decision === stated ? [] : [`${rule.id} is refuted`];
    });
}

/** A rule that matches whom the assertion describes. */
function asRule({ name, ...assertion }: TypedAssertion): TypedRule {
  const { span } = assertion;
  return { ...assertion, id: name, policy: "", name, effect: "allow", because: undefined, heading: span };
}
