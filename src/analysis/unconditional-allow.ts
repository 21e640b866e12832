import type { ActionSchema, TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { alwaysMatches } from "./always-matches.js";
import { type Analysis, ask, type Point, type Replay, someMatches } from "./analysis.js";
import { kindsByAction } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { byPlace } from "./rule-words.js";
import { someNames } from "./some-names.js";

/**
 * POL3012: an allow without any condition on an action that is tagged as destructive, or as reaching the open world.
 *
 * Law: there is a kind of request for the action of which every request is allowed: each party has an allow that always matches, and no
 * deny can match. A condition is whatever some request does not meet: a clause, an id, a group, a deny. In a delegated request the rule
 * reported is that of the actor, who makes the call.
 */
export function findUnconditionalAllows(analysis: Analysis): readonly Diagnostic[] {
  const found = new Map<TypedRule, Set<ActionSchema>>();
  for (const action of analysis.policySet.actions.values()) {
    if (!action.tags.some((tag) => riskyTags.has(tag))) continue;
    for (const kind of kindsByAction(analysis).get(action.name) ?? []) {
      const rule = unconditionalIn(analysis, kind);
      if (rule !== undefined) found.set(rule, (found.get(rule) ?? new Set()).add(action));
    }
  }
  return [...found].map(([rule, actions]) => unconditionalAllow(rule, [...actions]));
}

/** The tags of `std.mcp` that say that a call may do harm. */
const riskyTags: ReadonlySet<string> = new Set(["destructive", "open_world"]);

/** The rule by which every request of a kind is allowed. */
function unconditionalIn(analysis: Analysis, { sides }: RequestKind): TypedRule | undefined {
  const allows = sides.map((point) => alwaysAllows(analysis, point));
  if (!allows.every((allow) => allow !== undefined)) return undefined;
  if (sides.some((point) => canDeny(analysis, point))) return undefined;
  return allows.at(-1);
}

/** The first allow by place that every request of a point matches. */
function alwaysAllows(analysis: Analysis, point: Point): TypedRule | undefined {
  const always = point.scope.allows.filter((body) => alwaysMatches(analysis, point, body));
  return byPlace(always.map(({ rule }) => rule))[0];
}

/** Whether some request is denied, or might be. */
function canDeny(analysis: Analysis, point: Point): boolean {
  const { denies } = point.scope;
  if (denies.length === 0) return false;
  const isDenied = ({ matching }: Replay) => denies.some(({ rule }) => matching.has(rule.id));
  return ask(analysis, point, someMatches(point, denies), isDenied).kind !== "none";
}

function unconditionalAllow(rule: TypedRule, actions: readonly ActionSchema[]): Diagnostic {
  const names = actions.map(({ name }) => name);
  const tags = [...riskyTags].filter((tag) => actions.some((action) => action.tags.includes(tag)));
  return createDiagnostic(
    "POL3012",
    rule.heading,
    `rule \`${rule.id}\` allows ${someNames(names)} without any condition`,
    {
      label: `every such call is allowed, and what it calls is tagged ${someNames(tags)}`,
      related: actions
        .slice(0, 3)
        .map(({ name, span }) => ({ span, message: `\`${name}\` is declared here` })),
      help: "say when it is allowed, name who may do it, or let a `deny … unless approval(…)` stand beside it",
    },
  );
}
