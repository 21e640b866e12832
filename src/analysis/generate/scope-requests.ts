import type { TypedRule } from "../../check/typed-policy-set.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import { principalsOf, rulesInScope } from "../../interpret/environment.js";
import type { Environment } from "../../ir/decision-graph.js";
import type { JsonObject } from "../../util/json-object.js";
import type { Analysis } from "../analysis.js";
import { asKind } from "./as-kind.js";
import {
  agreeIn,
  type KindOfRequest,
  type KindsBeside,
  kindOf,
  kindOfEnvironment,
  type ScopeAspect,
  withAspect,
} from "./kinds-beside.js";
import { partsKey, partsRead } from "./request-parts.js";
import { type ShownRequest, showRequest, showsRule, showWithParts } from "./shown-request.js";
import type { ShownRequests } from "./shown-requests.js";
import { conditionsOf } from "./variant-formulas.js";

/** A request that shows whom or what the sentence of a rule names, or does not. */
export interface ScopeRequest {
  readonly shown: ShownRequest;
  readonly aspect: ScopeAspect;
  readonly isNamed: boolean;
}

/** What is looked for, and what there is. */
export interface ScopeTask {
  readonly analysis: Analysis;
  readonly rule: TypedRule;
  readonly beside: KindsBeside;
  readonly shown: ShownRequests;
  /** Those of the policy set's own tests. */
  readonly tested: ShownRequests;
}

/**
 * Requests like one on which the rule decides but for who asks, the action or the type of the resource: that it decides there too; or that
 * its sentence does not name them, though if it did the rule would decide. `note` is given each as it is found. Returned is where the rule is
 * named and no request was found on which it decides: with more requests of that kind there may be one ({@link findLeftRequests}).
 */
export function findScopeRequests(
  task: ScopeTask,
  note: (found: ScopeRequest) => void,
): readonly LeftScope[] {
  const { rule, shown } = task;
  const base = shown.about(rule).find((each) => showsRule(each, rule));
  const outcome = base?.outcomesOf(rule).find(({ matches }) => matches);
  if (base === undefined || outcome === undefined) return [];
  const left: LeftScope[] = [];
  for (const aspect of ["principal", "action", "resource"] as const) {
    let others = mostOthers[aspect];
    for (const environment of environmentsBeside(task, kindOf(base), aspect)) {
      const at = { base, outcome, aspect, environment, isNamed: isInScope(task, environment) };
      if (at.isNamed ? isDecided(task, at) : others <= 0) continue;
      const found = requestAt(task, at);
      if (found === undefined && at.isNamed) left.push({ ...at, tried: likeCount(task, environment) });
      if (found === undefined) continue;
      if (!at.isNamed) others -= 1;
      if (at.isNamed || !isKnown(task, outcome, found, environment)) note(found);
    }
  }
  return left;
}

/** Requests for what was left, now that there are others that they may be like. */
export function findLeftRequests(
  task: ScopeTask,
  left: readonly LeftScope[],
  note: (found: ScopeRequest) => void,
): void {
  for (const at of left) {
    if (likeCount(task, at.environment) === at.tried || isDecided(task, at)) continue;
    const found = requestAt(task, at);
    if (found) note(found);
  }
}

/** How many requests show what a sentence does not name. */
const mostOthers: Readonly<Record<ScopeAspect, number>> = { principal: 2, action: 1, resource: 1 };

/** How many actions are tried: of those that the sentence names, and of those beside them. */
const mostActions = { named: 4, others: 2 } as const;

/** Kinds of requests where the rule might decide too. Of actions those that it names, and some whose names start as that of the kind. */
function environmentsBeside(
  { rule, beside }: ScopeTask,
  kind: KindOfRequest,
  aspect: ScopeAspect,
): readonly Environment[] {
  const environments = beside(kind, aspect);
  if (aspect !== "action") return environments;
  const names = new Set(rule.variants.flatMap(({ targets }) => targets.map(({ action }) => action)));
  const prefix = kind.action.slice(0, kind.action.lastIndexOf(".") + 1);
  const named = environments.filter(({ action }) => names.has(action));
  const others = environments.filter(({ action }) => !names.has(action) && action.startsWith(prefix));
  return [...named.slice(0, mostActions.named), ...others.slice(0, mostActions.others)];
}

/** How many requests of a kind are tried for one that may be like them. */
function likeCount({ shown }: ScopeTask, environment: Environment): number {
  return Math.min(shown.ofKind(kindOfEnvironment(environment)).length, mostLike);
}

/** Where none was found among those that were tried. */
export interface LeftScope extends ScopePlace {
  readonly tried: number;
}

/** A request on which a rule decides, and another kind of request that it may decide as well. */
interface ScopePlace {
  readonly base: ShownRequest;
  /** That the rule matches it. */
  readonly outcome: RuleOutcome;
  readonly aspect: ScopeAspect;
  readonly environment: Environment;
  /** Whether the rule is in scope there. */
  readonly isNamed: boolean;
}

/** Whether the rule is in scope of a principal of an environment's requests. */
function isInScope({ analysis, rule }: ScopeTask, environment: Environment): boolean {
  const { subject, actor, action, resource } = environment;
  const target = resource === undefined ? { action } : { action, resource };
  return principalsOf({ subject: subject.type, actor: actor?.type, target }).some((principal) =>
    rulesInScope(analysis.policySetIn(environment), principal.environment, target).some(
      (each) => each.rule === rule,
    ),
  );
}

/** Whether a request shows that the rule decides for what the aspect has here. */
function isDecided({ rule, shown }: ScopeTask, { aspect, environment }: ScopePlace): boolean {
  const kind = kindOfEnvironment(environment);
  return shown.about(rule).some((each) => agreeIn(aspect, kindOf(each), kind) && showsRule(each, rule));
}

function requestAt(task: ScopeTask, at: ScopePlace): ScopeRequest | undefined {
  const { base, outcome, aspect, environment, isNamed } = at;
  const policySet = task.analysis.policySetIn(environment);
  const like = asKind(policySet, base.request, kindOfEnvironment(environment), outcome.principal);
  const shown = showRequest(policySet, like);
  const found = shown && (isNamed ? decidingAt(task, at, shown) : notNamedAt(at, shown));
  return found && { shown: found, aspect, isNamed };
}

/** One on which the rule decides. */
function decidingAt(
  { analysis, rule, shown }: ScopeTask,
  { outcome, environment }: ScopePlace,
  like: ShownRequest,
): ShownRequest | undefined {
  if (showsRule(like, rule)) return like;
  const kind = kindOfEnvironment(environment);
  const parts = partsOf(outcome);
  for (const base of shown.ofKind(kind).slice(0, mostLike)) {
    const found = showWithParts(analysis.policySetIn(environment), base, parts, like.request);
    if (found && showsRule(found, rule)) return found;
  }
  return undefined;
}

/** How many other requests are given what the rule reads. */
const mostLike = 8;

/** Whether requests show already that the rule is not about what the aspect has here: of the policy set's own tests, maybe beside others than this one. */
function isKnown(
  { analysis: { policySet }, rule, shown, tested }: ScopeTask,
  outcome: RuleOutcome,
  { shown: like, aspect }: ScopeRequest,
  environment: Environment,
): boolean {
  const at = kindOfEnvironment(environment);
  if (hasLike(shown, at, like.request, outcome)) return true;
  return tested.about(rule).some((base) => {
    const kind = withAspect(aspect, kindOf(base), at);
    const own = base.outcomesOf(rule).find(({ matches }) => matches);
    if (own === undefined || tested.ofKind(kind).length === 0 || !showsRule(base, rule)) return false;
    return hasLike(tested, kind, asKind(policySet, base.request, kind, own.principal), own);
  });
}

/** Whether a request of a kind has the same as another one in what the rule reads. */
function hasLike(shown: ShownRequests, kind: KindOfRequest, like: JsonObject, outcome: RuleOutcome): boolean {
  const parts = partsOf(outcome);
  const key = partsKey(like, parts);
  return shown.ofKind(kind).some(({ request }) => partsKey(request, parts) === key);
}

/** The request, if with the rule it would be decided otherwise. */
function notNamedAt({ outcome }: ScopePlace, like: ShownRequest): ShownRequest | undefined {
  const wouldMatch = principalsOf(like.read.types).map(({ role }) => ({
    ...outcome,
    principal: role,
    matches: false,
  }));
  return wouldMatch.every((each) => like.hangsOn([each]) === "nothing") ? undefined : like;
}

/** What the rule's conditions read. */
function partsOf({ variant, principal }: RuleOutcome) {
  return conditionsOf(variant).flatMap((condition) => [...partsRead(condition, principal).values()]);
}
