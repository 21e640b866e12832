import type {
  Decision,
  DecisionReason,
  EvaluationError,
  PrincipalDecision,
  Problem,
  ReportedRemedy,
} from "./decision.js";
import { blamedDemands, compareText, demandsOf, distinctCalls } from "./demands.js";
import { type Demand, type Findings, joined, noted } from "./findings.js";

/** What a conclusion needs to know of the policy set. Rules are numbered in the order of their ids. */
export interface PolicyFacts {
  readonly digest: string;
  readonly ids: readonly string[];
  /** The texts of the denies that have one. */
  readonly because: { get(rule: number): string | undefined };
}

/** What a conclusion needs to know, from what a module says about its policy set. */
export function factsOf(policySet: {
  readonly digest: string;
  readonly rules: readonly { readonly id: string; readonly because?: string }[];
}): PolicyFacts {
  const because = new Map<number, string>();
  policySet.rules.forEach((rule, index) => {
    if (rule.because !== undefined) because.set(index, rule.because);
  });
  return { digest: policySet.digest, ids: policySet.rules.map(({ id }) => id), because };
}

/** The decision on a request that is invalid. The problems are its own. */
export function invalidRequest({ digest }: PolicyFacts, problems: Problem[]): Decision {
  return {
    decision: false,
    reason: "invalid_request",
    because: [],
    remedies: [],
    obligations: [],
    errors: [],
    problems: problems.sort((a, b) => compareText(a.path, b.path) || compareText(a.kind, b.kind)),
    digest,
  };
}

/** Whether a request is allowed by what was found on its principals: all must be, denies override, errors fail closed. */
export function concludes(once: ReadonlySet<string>, subject: Findings, actor?: Findings): boolean {
  const blamed = blamedDemands(demandsOf(subject.obligations, actor?.obligations), once);
  return reasonOf(subject, actor, blamed) === "allowed";
}

/** The decision on a request by what was found on its principals. Every list of it is its own. */
export function conclude(
  facts: PolicyFacts,
  once: ReadonlySet<string>,
  args: { readonly [name: string]: unknown },
  subject: Findings,
  actor?: Findings,
): Decision {
  const decision =
    actor === undefined ? byAllows(facts, args, subject) : byAllowsOfBoth(facts, args, subject, actor);
  if (saysMore(subject) || (actor !== undefined && saysMore(actor))) {
    complete(decision, facts, once, subject, actor);
  }
  return decision;
}

/** A decision that is being made. */
type Draft = { -readonly [Member in keyof Decision]: Decision[Member] };

/*
 * What most decisions are, each written as one literal: an object that is put together from parts costs as much as all the rest.
 */

/** The decision by the allows alone. */
function byAllows(facts: PolicyFacts, args: { readonly [name: string]: unknown }, subject: Findings): Draft {
  const decision = subject.allows !== undefined;
  return {
    decision,
    reason: decision ? "allowed" : "no_matching_rule",
    subject: principalDecision(facts, subject),
    because: [],
    remedies: [],
    obligations: [],
    errors: [],
    problems: [],
    args,
    digest: facts.digest,
  };
}

/** The decision by the allows of two principals alone. */
function byAllowsOfBoth(
  facts: PolicyFacts,
  args: { readonly [name: string]: unknown },
  subject: Findings,
  actor: Findings,
): Draft {
  const decision = subject.allows !== undefined && actor.allows !== undefined;
  return {
    decision,
    reason: decision ? "allowed" : "no_matching_rule",
    subject: principalDecision(facts, subject),
    actor: principalDecision(facts, actor),
    because: [],
    remedies: [],
    obligations: [],
    errors: [],
    problems: [],
    args,
    digest: facts.digest,
  };
}

/** How a principal fares by itself. */
function principalDecision({ ids }: PolicyFacts, { denies, allows }: Findings): PrincipalDecision {
  return { decision: denies === undefined && allows !== undefined, rules: idsOf(ids, denies ?? allows) };
}

function idsOf(ids: readonly string[], rules: readonly number[] | undefined): readonly string[] {
  if (rules === undefined) return [];
  // One rule is the usual number, and a list of one need neither be looked through nor grow.
  if (rules.length === 1) return [ids[rules[0] ?? 0] ?? ""];
  return inOrder(rules).map((rule) => ids[rule] ?? "");
}

/** The rules sorted, each once: mostly they are noted so. */
function inOrder(rules: readonly number[]): readonly number[] {
  let previous = -1;
  for (const rule of rules) {
    if (rule <= previous) return [...new Set(rules)].sort((a, b) => a - b);
    previous = rule;
  }
  return rules;
}

/** Whether there is more to say than which rules allow. */
function saysMore({ denies, obligations, errors }: Findings): boolean {
  return denies !== undefined || obligations !== undefined || errors !== undefined;
}

/** Puts into a decision by the allows what denies, obligations and errors make of it. */
function complete(
  draft: Draft,
  facts: PolicyFacts,
  once: ReadonlySet<string>,
  subject: Findings,
  actor: Findings | undefined,
): void {
  if (isDenied(subject, actor)) {
    completeDenied(draft, facts, subject, actor);
    return;
  }
  const demands = demandsOf(subject.obligations, actor?.obligations);
  const blamed = blamedDemands(demands, once);
  draft.reason = reasonOf(subject, actor, blamed);
  draft.decision = draft.reason === "allowed";
  draft.errors = errorsOf(facts, subject, actor, draft.reason === "obligation_error" ? blamed : undefined);
  if (draft.decision) draft.obligations = distinctCalls(demands);
}

function completeDenied(
  draft: Draft,
  facts: PolicyFacts,
  subject: Findings,
  actor: Findings | undefined,
): void {
  draft.decision = false;
  draft.reason = "denied_by_rule";
  draft.because = becauseOf(facts, subject, actor);
  if (subject.remedies !== undefined || actor?.remedies !== undefined) {
    draft.remedies = remediesOf(facts, subject, actor);
  }
  if (subject.errors !== undefined || actor?.errors !== undefined) {
    draft.errors = errorsOf(facts, subject, actor, undefined);
  }
}

function isDenied(subject: Findings, actor: Findings | undefined): boolean {
  return subject.denies !== undefined || actor?.denies !== undefined;
}

function reasonOf(
  subject: Findings,
  actor: Findings | undefined,
  blamed: readonly Demand[] | undefined,
): DecisionReason {
  if (isDenied(subject, actor)) return "denied_by_rule";
  if (subject.allows === undefined || (actor !== undefined && actor.allows === undefined)) {
    return "no_matching_rule";
  }
  return blamed === undefined ? "allowed" : "obligation_error";
}

function becauseOf(
  { because }: PolicyFacts,
  subject: Findings,
  actor: Findings | undefined,
): readonly string[] {
  let texts: string[] | undefined;
  for (const rule of inOrder(joined(subject.denies, actor?.denies) ?? [])) {
    const text = because.get(rule);
    if (text !== undefined) texts = noted(texts, text);
  }
  if (texts === undefined) return [];
  return texts.length === 1 ? texts : [...new Set(texts)];
}

/** The remedies of every deny that matched, if together they are enough for the request to be allowed. */
function remediesOf(
  { ids }: PolicyFacts,
  subject: Findings,
  actor: Findings | undefined,
): readonly ReportedRemedy[] {
  if (!canBeLifted(subject) || (actor !== undefined && !canBeLifted(actor))) return [];
  let remedies: ReportedRemedy[] | undefined;
  for (const { rule, role, calls } of demandsOf(subject.remedies, actor?.remedies) ?? []) {
    for (const call of calls) {
      if (call === null) return [];
      const { name, arguments: values } = call;
      remedies = noted(remedies, { rule: ids[rule] ?? "", principal: role, name, arguments: values });
    }
  }
  return remedies ?? [];
}

/** Whether a principal would be allowed if every remedy that there is for it were there. */
function canBeLifted({ allows, denies, remedies }: Findings): boolean {
  if (allows === undefined) return false;
  if (denies === undefined || remedies === undefined) return denies === undefined;
  const lifted = new Set(remedies.map(({ rule }) => rule));
  return denies.every((rule) => lifted.has(rule));
}

/** The rules that erred, by rule, the subject's before the actor's, clauses before obligations. */
function errorsOf(
  { ids }: PolicyFacts,
  subject: Findings,
  actor: Findings | undefined,
  blamed: readonly Demand[] | undefined,
): readonly EvaluationError[] {
  if (subject.errors === undefined && actor?.errors === undefined && blamed === undefined) return [];
  const found = [subject, ...(actor === undefined ? [] : [actor])].flatMap(({ role, errors = [] }) => {
    const demands = (blamed ?? []).filter((demand) => demand.role === role);
    return [
      ...inOrder(errors).map((rule) => ({ rule, principal: role, where: "clauses" as const })),
      ...demands.map(({ rule }) => ({ rule, principal: role, where: "obligation" as const })),
    ];
  });
  // Stable: within a rule the subject's stay first, and clauses before obligations.
  return found
    .sort((a, b) => a.rule - b.rule)
    .map(({ rule, principal, where }) => ({ rule: ids[rule] ?? "", principal, where }));
}
