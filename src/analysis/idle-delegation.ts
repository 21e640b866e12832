import type { TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Scope } from "../ir/decision-graph.js";
import type { PrincipalRole } from "../runtime/decision.js";
import type { Analysis } from "./analysis.js";
import { closedReason } from "./closed-action.js";
import { matchedWitness } from "./matched-witness.js";
import type { Occurrence } from "./occurrences.js";
import { removableRules } from "./rule-covered.js";
import { inquireRules, type RuleInquiry } from "./rule-standing.js";
import { ruleSentence } from "./rule-words.js";
import { alikePlaces, type Overruled, type RulesAlike, rulesAlike } from "./rules-alike.js";
import { someNames } from "./some-names.js";

/**
 * POL3019: an allow for one party of delegated calls, of which the other party is never allowed any.
 *
 * Law: no request that the rule matches is allowed, though its principal may be. It asks no question but for the example: the other party has no
 * allow that is alive, or a deny that is true in any case. What is told as an action that nobody is allowed, or as a rule that can be removed, is
 * not told again.
 */
export function findIdleDelegations(analysis: Analysis): readonly Diagnostic[] {
  const inquiry = inquireRules(analysis);
  const closingOf = createClosings(inquiry);
  const idle = [...inquiry.standings].flatMap(([rule, { kind }]) =>
    rule.effect === "allow" && (kind === "essential" || kind === "covered")
      ? idleDelegation(inquiry, rule, closingOf)
      : [],
  );
  return bySide(idle.filter(isNews(inquiry)))
    .flatMap(({ role, rules }) => rulesAlike(rules).map((alike) => idleRules(inquiry, alike, role)))
    .filter(({ witness }) => witness !== undefined);
}

interface IdleDelegation extends Overruled {
  /** The party that is never allowed. */
  readonly role: PrincipalRole;
}

/** Denies of which one is enough to close a scope; none where no allow is alive. Undefined where it may be open. */
type ClosingOf = (scope: Scope) => readonly TypedRule[] | undefined;

function createClosings({ standings }: RuleInquiry): ClosingOf {
  const known = new Map<Scope, readonly TypedRule[] | undefined>();
  const isDead = (rule: TypedRule): boolean => {
    const kind = standings.get(rule)?.kind;
    return kind === "impossible" || kind === "denied";
  };
  const closingOf = ({ allows, denies }: Scope): readonly TypedRule[] | undefined => {
    const deny = denies.find(({ condition }) => condition.kind === "settled" && condition.value);
    if (deny !== undefined) return [deny.rule];
    return allows.every(({ rule }) => isDead(rule)) ? [] : undefined;
  };
  return (scope) => {
    if (!known.has(scope)) known.set(scope, closingOf(scope));
    return known.get(scope);
  };
}

/** The rule, if the other party is closed wherever it can match. */
function idleDelegation(
  { occurrences }: RuleInquiry,
  rule: TypedRule,
  closingOf: ClosingOf,
): readonly IdleDelegation[] {
  const rivals = new Set<TypedRule>();
  let role: PrincipalRole | undefined;
  for (const occurrence of occurrences.of(rule)) {
    if (occurrence.body === undefined) continue;
    const other = otherParty(occurrence);
    const closing = other && closingOf(other.scope);
    if (other === undefined || closing === undefined) return [];
    role = other.role;
    for (const each of closing) rivals.add(each);
  }
  return role === undefined ? [] : [{ rule, role, rivals: [...rivals] }];
}

interface Party {
  readonly role: PrincipalRole;
  readonly scope: Scope;
}

function otherParty({ point: { environment, principal } }: Occurrence): Party | undefined {
  const role = principal === "actor" ? "subject" : "actor";
  const scope = environment[role]?.scope;
  return scope && { role, scope };
}

/** Whether an allow is told of nowhere else. */
function isNews(inquiry: RuleInquiry): (idle: IdleDelegation) => boolean {
  let removable: ReadonlySet<TypedRule> | undefined;
  return ({ rule }) => {
    removable ??= new Set(removableRules(inquiry).map((each) => each.rule));
    return !removable.has(rule) && !isToldByAction(inquiry.analysis, rule);
  };
}

function isToldByAction(analysis: Analysis, { variants }: TypedRule): boolean {
  const names = new Set(variants.flatMap(({ targets }) => targets.map(({ action }) => action)));
  return [...names].every((name) => {
    const action = analysis.policySet.actions.get(name);
    return action !== undefined && closedReason(analysis, action) !== undefined;
  });
}

function bySide(idle: readonly IdleDelegation[]) {
  return (["subject", "actor"] as const).map((role) => ({
    role,
    rules: idle.filter((each) => each.role === role),
  }));
}

function idleRules(inquiry: RuleInquiry, { rules, rivals }: RulesAlike, role: PrincipalRole): Diagnostic {
  const [first, ...others] = rules;
  const isOne = others.length === 0;
  const names = someNames(rules.map(({ id }) => id));
  const whom = role === "subject" ? "the one on whose behalf it is made" : "the one who makes it";
  return createDiagnostic(
    "POL3019",
    first.heading,
    isOne
      ? `rule ${names} can never decide: every call it allows is denied to ${whom}`
      : `rules ${names} can never decide: every call they allow is denied to ${whom}`,
    {
      label: `the ${role} of such a call is never allowed it`,
      related: [
        ...rivals.map((rival) => ({
          span: rival.heading,
          message: `\`${rival.id}\` denies the ${role}: ${ruleSentence(rival)}`,
        })),
        ...alikePlaces(others, "can never decide, either"),
      ],
      help: "an actor never exceeds the subject it acts for: both need a rule that allows the call",
      ...matchedWitness(inquiry, first, `\`${first.id}\` matches, and the request is denied`),
    },
  );
}
