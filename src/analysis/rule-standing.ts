import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleOutcome } from "../interpret/decide-principal.js";
import { rememberedOf } from "../util/remembered.js";
import { aside, isMatchSettled, type Proof, searchAlone, strongestProofs } from "./alone-search.js";
import { type Analysis, type Replay, sketch } from "./analysis.js";
import type { Formula } from "./encode/formula.js";
import { createEvidence, type Evidence } from "./evidence.js";
import { type FoundStanding, keepStanding } from "./incremental/keep-standing.js";
import { shownIn, standingPlace } from "./incremental/shown.js";
import { createKnownCovers, type KnownCovers } from "./known-covers.js";
import { areContenders } from "./least-contested.js";
import { createOccurrences, type Occurrence, type Occurrences } from "./occurrences.js";
import { createQuietPoints, type QuietPoints } from "./quiet-points.js";
import type { JsonObject } from "./solve/build-request.js";
import type { SketchOptions } from "./solve/find-request.js";
import { undeniedSearch } from "./undenied-search.js";

/**
 * What a rule does to decisions.
 *
 *   essential   some request is decided as it is by this rule alone (of an obligation: some request matches it)
 *   impossible  no request matches it
 *   denied      of an allow: requests match it, and each is denied
 *   covered     requests match it, and each that it could decide is decided so by other rules of its effect too
 *   unknown     it could not be settled
 */
export type Standing =
  | { readonly kind: "essential" | "impossible" | "unknown" }
  /** `proofs`: which rules stand in its way, point by point; not yet the fewest. `witness`: a request that it matches. */
  | {
      readonly kind: "denied" | "covered";
      readonly proofs: readonly Proof[];
      readonly witness: JsonObject;
    };

/** What is known of rules while they are looked at: what was asked for one of them serves the others. */
export interface RuleSearch {
  readonly analysis: Analysis;
  readonly occurrences: Occurrences;
  readonly evidence: Evidence;
  readonly quiet: QuietPoints;
  readonly covers: KnownCovers;
}

/** A look at the rules of one policy set. */
export interface RuleInquiry extends RuleSearch {
  /** Every rule's standing, by rule. */
  readonly standings: ReadonlyMap<TypedRule, Standing>;
}

/** The standing of every rule: settled once for an analysis. */
export const inquireRules = rememberedOf(createInquiry);

/** Settles the standing of some rules before all are asked for. */
export function settleStandings(analysis: Analysis, rules: readonly TypedRule[]): void {
  for (const rule of rules) findStanding(searchOf(analysis), rule);
}

/** What is known of rules while those of an analysis are looked at. */
export const searchOf = rememberedOf(
  (analysis: Analysis): RuleSearch => ({
    analysis,
    occurrences: createOccurrences(analysis),
    evidence: createEvidence(),
    quiet: createQuietPoints(undefined, analysis.trials),
    covers: createKnownCovers(),
  }),
);

function createInquiry(analysis: Analysis): RuleInquiry {
  const standings = new Map<TypedRule, Standing>();
  const search = searchOf(analysis);
  for (const rule of analysis.policySet.rules) {
    const { standing, matched, decided } = findStanding(search, rule);
    if (matched !== undefined) search.evidence.note(rule, matched, true);
    if (decided !== undefined) search.evidence.note(rule, decided, false);
    standings.set(rule, standing);
  }
  analysis.units.showing(shownIn(search.evidence, standings));
  return { ...search, standings };
}

/** What a rule does, found without what is known of others. `isDenied`: by all that is known, its requests are. */
export function findStanding(search: RuleSearch, rule: TypedRule, isDenied = false): FoundStanding {
  return search.analysis.units.remember(`standing ${rule.id}`, {
    ...keepStanding(search.occurrences, rule),
    compute() {
      const own = aside(search);
      const standing = standingOf(own, rule, isDenied);
      const { matched, decided } = own.evidence;
      return { standing, matched: matched.get(rule), decided: decided.get(rule) };
    },
  });
}

/** A rule's standing, for a unit that looks at it. */
export function standingIn(
  { analysis, standings }: RuleInquiry,
  rule: TypedRule,
): Standing["kind"] | undefined {
  analysis.units.look("shown", standingPlace(rule));
  return standings.get(rule)?.kind;
}

function standingOf(search: RuleSearch, rule: TypedRule, isDenied: boolean): Standing {
  // What is asked first changes nothing but how soon it ends.
  const isDeniedFirst = isDenied || hasCrowd(search, rule);
  const first = isDeniedFirst ? deniedStanding(search, rule) : undefined;
  if (first !== undefined) return first;
  const result = searchAlone(search, rule);
  if (result.kind === "alone") return { kind: "essential" };
  const denied = isDeniedFirst ? undefined : deniedStanding(search, rule);
  if (denied !== undefined) return denied;
  return result.kind === "unknown" ? { kind: "unknown" } : coveredStanding(search, rule, result.proofs);
}

/** How many rules are so many that an allow among them is often denied, and that it takes long to ask for it alone. */
const crowd = 96;

/** Whether many rules decide wherever a rule is in scope. */
function hasCrowd(search: RuleSearch, rule: TypedRule): boolean {
  return rule.effect === "allow" && areContenders(search, rule, crowd);
}

/** The standing of an allow whose requests are all denied, if there is one; undefined of any other rule. */
function deniedStanding(search: RuleSearch, rule: TypedRule): Standing | undefined {
  const undenied = rule.effect === "allow" ? undeniedSearch(search, rule) : undefined;
  if (undenied?.kind !== "never") return undefined;
  const { proofs } = undenied;
  if (!proofs.every(({ occurrence }) => isMatchSettled(search, occurrence))) return { kind: "unknown" };
  const shown = search.evidence.matched.get(rule);
  if (shown === undefined) return { kind: "impossible" };
  const witness = shown.request();
  return witness === undefined ? { kind: "unknown" } : { kind: "denied", proofs, witness };
}

/** The standing of a rule of which it is proved that it decides nothing alone. */
function coveredStanding(search: RuleSearch, rule: TypedRule, found: readonly Proof[]): Standing {
  const { matched, decided } = search.evidence;
  const proofs = strongestProofs(search, found);
  if (proofs === undefined) return { kind: "unknown" };
  const shown = decided.get(rule) ?? matched.get(rule);
  if (shown === undefined) return { kind: "impossible" };
  const witness = shown.request();
  if (witness === undefined) return { kind: "unknown" };
  const isDenied = rule.effect === "allow" && !decided.has(rule);
  return { kind: isDenied ? "denied" : "covered", proofs, witness };
}

/**
 * Whether no request of an occurrence's kind is as the goal says. `confirms` says, of what became of the rule, whether the request is what
 * was asked for.
 */
export function isNever(
  { analysis }: RuleSearch,
  { point, rule }: Occurrence,
  goal: Formula,
  confirms: (outcome: RuleOutcome) => boolean,
  options: SketchOptions = {},
): boolean {
  const confirmsReplay = (replay: Replay): boolean => {
    const outcome = replay.outcomeOf(rule);
    return outcome !== undefined && confirms(outcome);
  };
  const answer = sketch(analysis, point, goal, confirmsReplay, options);
  return answer.kind === "none";
}
