import type { PolicySet, TypedAssertion, TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic, RelatedPlace } from "../diagnostics/diagnostic.js";
import type { PrincipalRole } from "../runtime/decision.js";
import { assertNever } from "../util/invariant.js";
import { type Analysis, ask, noneMatches, type Point, type Replay, someMatches } from "./analysis.js";
import { type Beside, besideRule, type PointBeside } from "./beside.js";
import { type CoveringDenies, createCoveringDenies } from "./covering-denies.js";
import { and, type Formula, or } from "./encode/formula.js";
import { assertionPlace } from "./incremental/contents.js";
import { printTestBlock } from "./print-test-block.js";
import type { JsonObject } from "./solve/build-request.js";
import type { SearchLimit } from "./solve/search.js";
import { searchBudget } from "./solve/search-budget.js";
import { wholeCounterexample } from "./whole-counterexample.js";

/*
 * Law: an assertion is proved iff no valid request has a principal that it describes and that is decided otherwise; whatever refutes one
 * is a request that the interpreter has decided so.
 */

/** What can be said of an assertion. */
export type AssertionVerdict = { readonly assertion: TypedAssertion } & (
  | { readonly kind: "proved" }
  | ({ readonly kind: "refuted" } & Counterexample)
  | ({ readonly kind: "unknown" } & Unsettled)
  /** No request is described: what is stated holds of nothing. */
  | { readonly kind: "vacuous" }
);

/** Where a limit was reached first. */
export interface Unsettled {
  readonly point: Point;
  /** All questions of the analysis were asked, or the search for one came to nothing. */
  readonly limit: "questions" | SearchLimit;
}

/** A request for which an assertion does not hold. */
export interface Counterexample {
  readonly request: JsonObject;
  /** The side from which it is seen: that of the principal described. */
  readonly point: Point;
  readonly replay: Replay;
}

const known = new WeakMap<Analysis, readonly AssertionVerdict[]>();

/** Proves or refutes every assertion of the policy set, in their order: once for an analysis. */
export function proveAssertions(analysis: Analysis): readonly AssertionVerdict[] {
  const verdicts =
    known.get(analysis) ??
    analysis.policySet.assertions.map((assertion, index) => proveAssertion(analysis, assertion, index));
  known.set(analysis, verdicts);
  return verdicts;
}

/**
 * Proves or refutes one assertion of the policy set. What is not refuted and not left open is kept: the others are told with a request, or where
 * the search ended.
 */
export function proveAssertion(
  analysis: Analysis,
  assertion: TypedAssertion,
  index: number,
): AssertionVerdict {
  const { units } = analysis;
  return units.remember(`assertion ${index}`, {
    compute: (): AssertionVerdict => {
      units.look("rule", assertionPlace(index));
      return searchVerdict(analysis, assertion);
    },
    freeze: ({ kind }) => (kind === "proved" || kind === "vacuous" ? kind : undefined),
    // What is thawed was frozen here.
    thaw: (kind) => ({ found: { assertion, kind: kind as "proved" | "vacuous" } }),
  });
}

function searchVerdict(analysis: Analysis, assertion: TypedAssertion): AssertionVerdict {
  const rule = ruleOf(assertion);
  const search = findCounterexample(besideRule(analysis, rule), assertion);
  if (search.kind === "unknown") return { assertion, kind: "unknown", ...search.unsettled };
  if (search.kind !== "refuted") return { assertion, kind: search.kind };
  const { point, replay } = search.counterexample;
  const isPartial = replay.isAllowed && !replay.decision.decision;
  const whole = isPartial ? wholeCounterexample(analysis, rule, point) : undefined;
  return { assertion, kind: "refuted", ...search.counterexample, ...whole };
}

/** An assertion as a rule that obliges to nothing. A rule's id has a point in it, so this is nobody else's. */
function ruleOf({ name, variants, documentation, text, span, heading }: TypedAssertion): TypedRule {
  return {
    id: name,
    policy: "",
    name,
    effect: "oblige",
    because: undefined,
    documentation,
    variants,
    text,
    span,
    heading,
  };
}

type Search =
  | { readonly kind: "refuted"; readonly counterexample: Counterexample }
  | { readonly kind: "unknown"; readonly unsettled: Unsettled }
  | { readonly kind: "proved" | "vacuous" };

function findCounterexample(beside: Beside, assertion: TypedAssertion): Search {
  const describesNobody = emptyDescriptions(beside, assertion);
  const denies = createCoveringDenies(beside.analysis);
  let verdict: Search = { kind: "vacuous" };
  for (const place of beside.points) {
    if (describesNobody(place)) continue;
    const answer = counterexampleAt(beside.analysis, place, assertion, denies);
    if (answer.kind === "refuted") return answer;
    if (verdict.kind === "vacuous" || (answer.kind === "unknown" && verdict.kind === "proved"))
      verdict = answer;
  }
  return verdict;
}

function counterexampleAt(
  analysis: Analysis,
  { point, body }: PointBeside,
  assertion: TypedAssertion,
  denies: CoveringDenies,
): Search {
  const allows = assertion.effect === "allow";
  const description = describes(point, body);
  if (!allows && denies.isCovered(point, description)) return { kind: "proved" };
  let last: Replay | undefined;
  const answer = ask(analysis, point, and(description, isDecided(point, !allows)), (replay) => {
    last = replay;
    return isDescribed(replay, assertion) && replay.isAllowed !== allows;
  });
  if (answer.kind === "found" && last !== undefined)
    return { kind: "refuted", counterexample: { request: answer.request, point, replay: last } };
  if (answer.kind !== "none") {
    const limit = answer.kind === "unknown" && answer.limit ? answer.limit : "requests";
    return { kind: "unknown", unsettled: { point, limit: analysis.budget.isSpent ? "questions" : limit } };
  }
  if (!allows && point.scope.allows.length > 0) denies.learn(point, description);
  return { kind: "proved" };
}

/** Tells, before any rule is looked at, where the sentence describes no valid request; asked once for all points at which it says the same. */
function emptyDescriptions({ analysis }: Beside, assertion: TypedAssertion): (place: PointBeside) => boolean {
  const empty = new Map<Formula, boolean>();
  return ({ point, body }) => {
    const description = describes(point, body);
    const isKnown = empty.get(description);
    if (isKnown !== undefined) return isKnown;
    const answer = ask(analysis, point, description, (replay) => isDescribed(replay, assertion));
    empty.set(description, answer.kind === "none");
    return answer.kind === "none";
  };
}

/** A sentence describes a principal iff its clauses are true: an error describes nobody. */
function describes({ encoder }: Point, { condition }: PointBeside["body"]): Formula {
  return encoder.truthOf(condition).holds;
}

function isDescribed({ outcomes }: Replay, { name }: TypedAssertion): boolean {
  return outcomes.some(({ rule, outcome }) => rule.id === name && outcome === true);
}

/** That the point's principal is allowed, or that it is not. */
function isDecided(point: Point, allowed: boolean): Formula {
  const { allows, denies } = point.scope;
  return allowed
    ? and(someMatches(point, allows), noneMatches(point, denies))
    : or(noneMatches(point, allows), someMatches(point, denies));
}

/** What is to be said of the policy set's assertions: nothing of those that are proved. */
export function checkAssertions(analysis: Analysis): readonly Diagnostic[] {
  return proveAssertions(analysis).flatMap((verdict) => diagnosticsOf(analysis, verdict));
}

/** How many assertions are proved, by what {@link checkAssertions} says. */
export function provedAssertions({ assertions }: PolicySet, findings: readonly Diagnostic[]): number {
  return assertions.length - findings.filter(isAboutAssertion).length;
}

/** Whether a finding is one of {@link checkAssertions}. */
export function isAboutAssertion({ code }: Diagnostic): boolean {
  return assertionCodes.has(code);
}

/** The codes of what is said of assertions. */
export const assertionCodes: ReadonlySet<string> = new Set(["POL3020", "POL3021", "POL3022"]);

function diagnosticsOf(analysis: Analysis, verdict: AssertionVerdict): readonly Diagnostic[] {
  const { name, heading, effect } = verdict.assertion;
  switch (verdict.kind) {
    case "proved":
      return [];
    case "refuted":
      return [refutation(analysis, verdict.assertion, verdict)];
    case "unknown":
      return [
        createDiagnostic("POL3021", heading, `whether the assertion \`${name}\` holds could not be settled`, {
          label: `no request against it was found, ${limitWords(verdict)}`,
          help: helpAgainst(verdict.limit),
        }),
      ];
    case "vacuous":
      return [
        createDiagnostic("POL3022", heading, `the assertion \`${name}\` describes no request`, {
          label: `nothing is ${effect === "allow" ? "allowed" : "denied"} by this`,
          help: "its clauses contradict each other, or what the types let through: correct them or remove it",
        }),
      ];
    default:
      return assertNever(verdict);
  }
}

function limitWords({ point, limit }: Unsettled): string {
  const where = `\`${describePrincipal(point)}\` and \`${point.environment.action}\``;
  const { conflicts, steps, failures } = searchBudget;
  switch (limit) {
    case "questions":
      return `but the analysis had asked all its questions when it came to ${where}`;
    case "conflicts":
      return `but for ${where} the search reached its limit of ${conflicts.toLocaleString("en")} conflicts`;
    case "steps":
      return `but for ${where} the search reached its limit of ${steps.toLocaleString("en")} steps`;
    case "values":
      return `but for ${where} no values were found for what is left, and none are excluded: a test there is beyond what polc can reason about`;
    case "requests":
      return `but for ${where} what was tried (${failures} requests at most) did not show it`;
    default:
      return assertNever(limit);
  }
}

function helpAgainst(limit: Unsettled["limit"]): string {
  return limit === "questions"
    ? "take it for unproved: `--questions` lets the analysis ask more"
    : "take it for unproved; state it of fewer actions, or make the rules' conditions simpler";
}

function refutation(
  { policySet }: Analysis,
  { name, heading, effect }: TypedAssertion,
  { request, point, replay }: Counterexample,
): Diagnostic {
  const verb = effect === "allow" ? "denied" : "allowed";
  const what = `\`${describePrincipal(point)}\` can be ${verb} \`${point.environment.action}\``;
  return createDiagnostic("POL3020", heading, `the assertion \`${name}\` does not hold: ${what}`, {
    label: "this is not so for every request",
    related: matchedRules(replay),
    help: shownRequest(policySet, `against ${name}`, request, replay, point.principal),
    witness: { request },
  });
}

const longestShown = 10_000;

/** A counterexample as a test, unless nobody would read it. */
function shownRequest(
  policySet: PolicySet,
  name: string,
  request: JsonObject,
  { decision, isAllowed }: Replay,
  principal: PrincipalRole,
): string {
  const verb = isAllowed ? "allowed" : "denied";
  const what =
    decision.decision === isAllowed
      ? `this request is ${verb}`
      : `the ${principal} of this request is ${verb}`;
  if (JSON.stringify(request).length > longestShown) return `${what}, but it is too long to be shown`;
  return `${what}:\n${printTestBlock(policySet, name, request, decision).trimEnd()}`;
}

/** `Agent acting for User`, as a sentence names it. */
function describePrincipal({ environment: { subject, actor }, principal }: Point): string {
  if (actor === undefined) return subject.type;
  return principal === "actor" ? `${actor.type} acting for ${subject.type}` : subject.type;
}

/** The rules that decided on the principal. */
function matchedRules({ outcomes, isAllowed }: Replay): readonly RelatedPlace[] {
  const effect = isAllowed ? "allow" : "deny";
  return outcomes
    .filter(({ rule, matches: isMatch }) => isMatch && rule.effect === effect)
    .map(({ rule, outcome }) => ({
      span: rule.span,
      message: `\`${rule.id}\` ${isAllowed ? "allows" : "denies"} it${outcome === true ? "" : ", for it cannot be evaluated"}`,
    }));
}
