import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleOutcome } from "../interpret/decide-principal.js";
import { type ClauseAt, clausesAt } from "./clauses-at.js";
import { and, conjunctsOf, type Formula } from "./encode/formula.js";
import type { Occurrence } from "./occurrences.js";
import { isNever, type RuleSearch } from "./rule-standing.js";
import type { Background } from "./solve/background.js";
import { conjunctModel } from "./solve/conjunct-models.js";
import { backgroundIn } from "./solve/model-background.js";

/**
 * Whether no request of an occurrence's kind is as `differs` says while others of the rule's clauses are met. A rule is asked about each of its
 * conditions, so one request that it matches is behind all of these questions: of the other clauses, those alone are looked at that what differs
 * has to do with.
 */
export function isNeverBeside(
  search: RuleSearch,
  occurrence: Occurrence,
  differs: Formula,
  others: readonly ClauseAt[],
  confirms: (outcome: RuleOutcome) => boolean,
): boolean {
  const background = matchingBackground(search, occurrence);
  const goal = and(differs, ...others.map(({ isMet }) => isMet));
  const options = background === undefined ? {} : { background, first: conjunctsOf(differs).length };
  return isNever(search, occurrence, goal, confirms, options);
}

/** A request that a rule matches, if one is soon found: once for the points that share its clauses. */
function matchingBackground({ analysis }: RuleSearch, occurrence: Occurrence): Background | undefined {
  const clauses = clausesAt(analysis, occurrence);
  const known = backgrounds.get(clauses) ?? { background: findBackground(occurrence, clauses) };
  backgrounds.set(clauses, known);
  return known.background;
}

const backgrounds = new WeakMap<readonly ClauseAt[], { readonly background: Background | undefined }>();

function findBackground({ point }: Occurrence, clauses: readonly ClauseAt[]): Background | undefined {
  const { encoder } = point;
  const model = conjunctModel(encoder, conjunctsOf(and(...clauses.map(({ isMet }) => isMet))));
  return model && backgroundIn({ encoder, ...model });
}

/** The points of a rule, but for those that make the same formulas of it as another one: there the answers are the same. */
export function* distinctOccurrences({ occurrences }: RuleSearch, rule: TypedRule): Iterable<Occurrence> {
  const seen = new Map<Occurrence["variant"], Set<unknown>>();
  for (const occurrence of occurrences.of(rule)) {
    const { truthOf } = occurrence.point.encoder;
    const known = seen.get(occurrence.variant) ?? new Set();
    seen.set(occurrence.variant, known);
    if (!known.has(truthOf)) yield occurrence;
    known.add(truthOf);
  }
}
