import { argumentsRead, destinationsOf } from "../check/destinations.js";
import type { ActionSchema, TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Field } from "../types/type.js";
import { type Analysis, ask } from "./analysis.js";
import { and, negate } from "./encode/formula.js";
import { memberKey } from "./encode/place.js";
import { idleClauses } from "./idle-clause.js";
import { renamePlace } from "./rename-place.js";
import { kindsByAction, requestAllowed } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { inquireRules } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";

/**
 * POL3013: an argument that names a destination, that rules look at, and that decides nothing all the same.
 *
 * Law: some request for the action is allowed, and there are no two requests that differ in the argument alone of which one is allowed and
 * the other is not: at all, or in calls on behalf of somebody. An argument that no rule reads is POL2044; where a rule or a clause that reads
 * it is reported as idle itself, that says it.
 */
export function findIdleDestinations(analysis: Analysis): readonly Diagnostic[] {
  const readers = readersOf(analysis);
  return [...analysis.policySet.actions.values()].flatMap((action) =>
    destinationsOf(action).flatMap((field) => {
      const rules = readers.get(placeKey(action.name, field.name)) ?? [];
      if (rules.length === 0 || rules.some((rule) => isReported(analysis, rule))) return [];
      const calls = freeCalls(analysis, action, field);
      return calls === undefined ? [] : [idleDestination(action, field, rules, calls)];
    }),
  );
}

/** The allows and denies that read each argument of each action. */
function readersOf({ policySet }: Analysis): ReadonlyMap<string, readonly TypedRule[]> {
  const readers = new Map<string, Set<TypedRule>>();
  for (const rule of policySet.rules) {
    if (rule.effect === "oblige") continue;
    for (const variant of rule.variants)
      for (const argument of argumentsRead(variant))
        for (const { action } of variant.targets) {
          const key = placeKey(action, argument);
          readers.set(key, (readers.get(key) ?? new Set()).add(rule));
        }
  }
  return new Map([...readers].map(([key, rules]) => [key, byPlace([...rules])]));
}

function placeKey(action: string, argument: string): string {
  return JSON.stringify([action, argument]);
}

/** Whether a rule, or a clause of it, is said to be idle already. */
function isReported(analysis: Analysis, rule: TypedRule): boolean {
  const inquiry = inquireRules(analysis);
  const kind = inquiry.standings.get(rule)?.kind;
  return kind === "impossible" || kind === "denied" || idleClauses(inquiry, rule).size > 0;
}

/** The calls in which an argument decides nothing. */
type FreeCalls = "all" | "delegated";

function freeCalls(analysis: Analysis, { name }: ActionSchema, field: Field): FreeCalls | undefined {
  const kinds = kindsByAction(analysis).get(name) ?? [];
  const allowed = kinds.filter((kind) => isAllowed(analysis, kind));
  const delegated = allowed.filter(({ environment }) => environment.actor !== undefined);
  const isFree = (kind: RequestKind) => decidesNothing(analysis, kind, field);
  if (delegated.length > 0 && !delegated.every(isFree)) return undefined;
  const others = allowed.filter(({ environment }) => environment.actor === undefined);
  if (others.every(isFree)) return allowed.length > 0 ? "all" : undefined;
  return delegated.length > 0 ? "delegated" : undefined;
}

function isAllowed(analysis: Analysis, kind: RequestKind): boolean {
  const [side] = kind.sides;
  if (side === undefined || kind.sides.some(({ scope }) => scope.allows.length === 0)) return false;
  const goal = requestAllowed(kind);
  return ask(analysis, side, goal, ({ decision }) => decision.decision).kind === "found";
}

/** Whether no request of a kind is allowed of which another one, that differs in the argument alone, is not. */
export function decidesNothing(analysis: Analysis, kind: RequestKind, { name }: Field): boolean {
  const [side] = kind.sides;
  if (side === undefined) return false;
  const allowed = requestAllowed(kind);
  const elsewhere = renamePlace(side.encoder.atoms, allowed, memberKey("args", name));
  if (elsewhere === allowed) return true;
  return ask(analysis, side, and(allowed, negate(elsewhere)), () => true).kind === "none";
}

function idleDestination(
  action: ActionSchema,
  field: Field,
  rules: readonly TypedRule[],
  calls: FreeCalls,
): Diagnostic {
  const where = calls === "all" ? "" : " in a call on behalf of somebody";
  return createDiagnostic(
    "POL3013",
    action.span,
    `\`${field.name}\` of \`${action.name}\` names a destination and decides nothing${where}`,
    {
      label: `with any other \`${field.name}\`, a request that is allowed${where} still is`,
      related: rules.slice(0, mostPlaces).map(({ id, heading }) => ({
        span: heading,
        message: `\`${id}\` looks at it, to no effect there`,
      })),
      help: `say which are allowed in every rule that allows the call, or deny the others: \`deny … unless args.${field.name} …\``,
    },
  );
}

/** Places that are shown of the rules that read one argument. */
const mostPlaces = 3;
