import type { ActionSchema, TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { RuleBody } from "../ir/decision-graph.js";
import type { TestNode } from "../ir/node.js";
import { visitNodes } from "../ir/operands.js";
import { alwaysMatches } from "./always-matches.js";
import { type Analysis, matches, noneMatches, sketch, someMatches } from "./analysis.js";
import { and, negate } from "./encode/formula.js";
import { plainly } from "./incremental/units.js";
import { plainlyHolds } from "./plainly-holds.js";
import { pointPlaces } from "./point-places.js";
import { allowedRequest, kindsByAction, lacksAllow } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { inquireRules } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";
import type { JsonObject } from "./solve/build-request.js";
import { someNames } from "./some-names.js";

/**
 * POL3012: an allow without any condition on an action that is tagged as destructive, or as reaching the open world.
 *
 * Law: there is a kind of request for the action of which some are allowed, and of which every one is that no broad deny matches; and the
 * party that makes the call has an allow that always matches. A condition is whatever some request does not meet: a clause, an id, a group, a
 * deny. A deny is broad if it treats the action as it treats harmless ones: a freeze of everything says nothing of what may be destroyed.
 * In a delegated request the rule reported is that of the actor, who makes the call.
 */
export function findUnconditionalAllows(
  analysis: Analysis,
  actions: Iterable<ActionSchema> = analysis.policySet.actions.values(),
): readonly Diagnostic[] {
  const found = new Map<TypedRule, UnconditionalAllow>();
  for (const action of actions) {
    if (!isRisky(action)) continue;
    for (const kind of kindsByAction(analysis).get(action.name) ?? []) {
      const rule = knownUnconditionalIn(analysis, kind);
      const allowed = rule && allowedRequest(analysis, kind);
      if (rule === undefined || allowed?.kind !== "found") continue;
      const known = found.get(rule) ?? { rule, actions: new Set(), request: allowed.request };
      known.actions.add(action);
      found.set(rule, known);
    }
  }
  return [...found.values()].map(unconditionalAllow);
}

interface UnconditionalAllow {
  readonly rule: TypedRule;
  readonly actions: Set<ActionSchema>;
  /** One that is allowed. */
  readonly request: JsonObject;
}

/** The tags of `std.mcp` that say that a call may do harm. */
const riskyTags: ReadonlySet<string> = new Set(["destructive", "open_world"]);

function isRisky({ tags }: ActionSchema): boolean {
  return tags.some((tag) => riskyTags.has(tag));
}

function knownUnconditionalIn(analysis: Analysis, kind: RequestKind): TypedRule | undefined {
  const id = analysis.units.remember(
    `unconditional ${pointPlaces(kind.environment).kind}`,
    plainly(() => unconditionalIn(analysis, kind)?.id),
  );
  return id === undefined ? undefined : inquireRules(analysis).occurrences.rule(id);
}

/** The rule by which requests of a kind are allowed whatever they say: the last party's first allow by place that always matches. */
function unconditionalIn(analysis: Analysis, kind: RequestKind): TypedRule | undefined {
  const [side] = kind.sides;
  const caller = kind.sides.at(-1);
  if (side === undefined || caller === undefined || lacksAllow(kind)) return undefined;
  const always = caller.scope.allows.filter((body) => alwaysMatches(analysis, caller, body));
  const [first] = byPlace(always.map(({ rule }) => rule));
  if (first === undefined) return undefined;
  const sides = kind.sides.map((each) => ({
    each,
    guards: each.scope.denies.filter((deny) => !isBroad(analysis, deny)),
  }));
  if (
    sides.some(({ each, guards }) => guards.some((deny) => plainlyHolds(each.encoder, matches(each, deny))))
  )
    return undefined;
  const passes = and(
    ...sides.flatMap(({ each, guards }) => [someMatches(each, each.scope.allows), noneMatches(each, guards)]),
  );
  return sketch(analysis, side, negate(passes), () => true).kind === "none" ? first : undefined;
}

/** Whether a deny is of harmless actions too, and neither looks at what is called nor asks for a remedy each time. */
function isBroad({ policySet }: Analysis, { rule, condition, clauses, remedies }: RuleBody): boolean {
  const actions = new Set(rule.variants.flatMap(({ targets }) => targets.map(({ action }) => action)));
  const isOfRisky = [...actions].every((name) => {
    const action = policySet.actions.get(name);
    return action !== undefined && isRisky(action);
  });
  const asksEachTime = remedies.length > 0 && remedies.length === clauses.length;
  return !isOfRisky && !asksEachTime && !readsCall(condition);
}

/** Whether a condition reads an argument or the resource. */
function readsCall(condition: TestNode): boolean {
  let reads = false;
  visitNodes([condition], (node) => {
    if (node.kind === "root") reads ||= node.name === "args" || node.name === "resource";
  });
  return reads;
}

function unconditionalAllow({ rule, actions: found, request }: UnconditionalAllow): Diagnostic {
  const actions = [...found];
  const names = actions.map(({ name }) => name);
  const tags = [...riskyTags].filter((tag) => actions.some((action) => action.tags.includes(tag)));
  return createDiagnostic(
    "POL3012",
    rule.heading,
    `rule \`${rule.id}\` allows ${someNames(names)} without any condition`,
    {
      label: `whatever the call says; it is tagged ${someNames(tags)}`,
      related: actions
        .slice(0, 3)
        .map(({ name, span }) => ({ span, message: `\`${name}\` is declared here` })),
      help: "say when it is allowed, name who may do it, or let a `deny … unless approval(…)` stand beside it",
      witness: { request, shows: "it is allowed" },
    },
  );
}
