import type { TypedRule } from "../check/typed-policy-set.js";
import type { RuleOutcome } from "../interpret/decide-principal.js";
import type { Replay } from "./analysis.js";
import type { JsonObject } from "./solve/build-request.js";

/** What requests have shown of rules: each that is decided says something of every rule in its scope. */
export interface Evidence {
  /** Rules that a request matches, each with the first such. */
  readonly matched: ReadonlyMap<TypedRule, JsonObject>;
  /** Allows by which a request is allowed. */
  readonly decided: ReadonlyMap<TypedRule, JsonObject>;
  /** Rules that decide some request alone: no other rule of their effect matches it, and no deny an allow's. */
  readonly alone: ReadonlySet<TypedRule>;
  /** Of each rule the clauses, by their places, that alone keep some request from matching it. */
  readonly hinging: ReadonlyMap<TypedRule, ReadonlySet<number>>;
  note(request: JsonObject, replay: Replay): void;
}

/** No evidence yet. */
export function createEvidence(): Evidence {
  const matched = new Map<TypedRule, JsonObject>();
  const decided = new Map<TypedRule, JsonObject>();
  const alone = new Set<TypedRule>();
  const hinging = new Map<TypedRule, Set<number>>();
  return {
    matched,
    decided,
    alone,
    hinging,
    note(request, { outcomes, isAllowed }) {
      const matching = outcomes.filter((outcome) => outcome.matches).map(({ rule }) => rule);
      for (const rule of matching) keepFirst(matched, rule, request);
      const allows = matching.filter(({ effect }) => effect === "allow");
      const denies = matching.filter(({ effect }) => effect === "deny");
      if (isAllowed) for (const rule of allows) keepFirst(decided, rule, request);
      const deciding = isAllowed ? allows : denies;
      if (deciding.length === 1) for (const rule of deciding) alone.add(rule);
      for (const rule of matching) if (rule.effect === "oblige") alone.add(rule);
      for (const outcome of outcomes) noteHinge(hinging, outcome);
    },
  };
}

function keepFirst<K, V>(map: Map<K, V>, key: K, value: V): void {
  if (!map.has(key)) map.set(key, value);
}

/** Notes the one clause without which the rule would have matched. */
function noteHinge(hinging: Map<TypedRule, Set<number>>, outcome: RuleOutcome): void {
  if (outcome.matches) return;
  const [only, ...others] = unmetClauses(outcome);
  if (only === undefined || others.length > 0 || !isMet(outcome.rule, outcome.scope)) return;
  const known = hinging.get(outcome.rule) ?? new Set<number>();
  hinging.set(outcome.rule, known.add(only));
}

/** The clauses, by their places, that keep a rule from matching. */
export function unmetClauses({ rule, clauses }: Pick<RuleOutcome, "rule" | "clauses">): readonly number[] {
  return clauses.flatMap((truth, index) => (isMet(rule, truth) ? [] : [index]));
}

/** An allow wants what is true; a deny and an obligation also take what is an error. */
function isMet({ effect }: TypedRule, truth: RuleOutcome["outcome"]): boolean {
  return effect === "allow" ? truth === true : truth !== false;
}
