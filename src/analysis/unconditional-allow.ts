import type { ActionSchema, TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { alwaysMatches } from "./always-matches.js";
import { type Analysis, ask } from "./analysis.js";
import { negate } from "./encode/formula.js";
import { kindsByAction, lacksAllow, passesRules, requestAllowed } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { byPlace } from "./rule-words.js";
import { someNames } from "./some-names.js";

/**
 * POL3012: an allow without any condition on an action that is tagged as destructive, or as reaching the open world.
 *
 * Law: there is a kind of request for the action of which every request is allowed, and the party that
 * makes the call has an allow that always matches. A condition is whatever some request does not meet: a clause, an id, a group, a deny. In a delegated request the rule
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

/** The rule by which every request of a kind is allowed: the last party's first allow by place that always matches. */
function unconditionalIn(analysis: Analysis, kind: RequestKind): TypedRule | undefined {
  const [side] = kind.sides;
  const caller = kind.sides.at(-1);
  if (side === undefined || caller === undefined || lacksAllow(kind)) return undefined;
  const denied = negate(requestAllowed(kind));
  const answer = ask(analysis, side, denied, ({ decision }) => !passesRules(decision));
  if (answer.kind !== "none") return undefined;
  const always = caller.scope.allows.filter((body) => alwaysMatches(analysis, caller, body));
  return byPlace(always.map(({ rule }) => rule))[0];
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
