import { argumentsRead, destinationsOf } from "../check/destinations.js";
import type { ActionSchema, TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { Field, Type } from "../types/type.js";
import { isJsonObject, type JsonObject } from "../util/json-object.js";
import { type Analysis, ask } from "./analysis.js";
import { and, negate } from "./encode/formula.js";
import { memberKey } from "./encode/place.js";
import type { ShownRequest } from "./evidence.js";
import { idleClauses } from "./idle-clause.js";
import { renamePlace } from "./rename-place.js";
import { allowedRequest, kindKey, kindsByAction, passesRules, requestAllowed } from "./request-allowed.js";
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
      const calls = rules.length === 0 ? undefined : freeCalls(analysis, action, field, rules);
      if (calls === undefined || rules.some((rule) => isReported(analysis, rule))) return [];
      return [idleDestination(action, field, rules, calls)];
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

function freeCalls(
  analysis: Analysis,
  { name }: ActionSchema,
  field: Field,
  readers: readonly TypedRule[],
): FreeCalls | undefined {
  const kinds = kindsByAction(analysis).get(name) ?? [];
  const isAllowed = (kind: RequestKind) => allowedRequest(analysis, kind).kind === "found";
  const isFree = (kind: RequestKind) => {
    const answer = allowedRequest(analysis, kind);
    if (answer.kind === "found" && isSeenToDecide(analysis, kind, field, readers, [answer.request]))
      return false;
    return decidesNothing(analysis, kind, field);
  };
  const areFree = (some: readonly RequestKind[]) =>
    !some.some((kind) => isSeenToDecide(analysis, kind, field, readers, [])) &&
    some.every((kind) => !isAllowed(kind) || isFree(kind));
  const delegated = kinds.filter(({ environment }) => environment.actor !== undefined);
  if (!areFree(delegated)) return undefined;
  const isDelegable = delegated.some(isAllowed);
  const others = kinds.filter(({ environment }) => environment.actor === undefined);
  if (!areFree(others)) return isDelegable ? "delegated" : undefined;
  return isDelegable || others.some(isAllowed) ? "all" : undefined;
}

/** Whether requests that are known already show that the argument decides something: most do, and need no question. */
function isSeenToDecide(
  analysis: Analysis,
  kind: RequestKind,
  field: Field,
  readers: readonly TypedRule[],
  others: readonly JsonObject[],
): boolean {
  const [side] = kind.sides;
  const { evidence } = inquireRules(analysis);
  if (side === undefined) return false;
  const key = kindKey(kind.environment);
  const seen = (requests: ReadonlyMap<TypedRule, ShownRequest>) =>
    readers.flatMap((rule): readonly JsonObject[] => {
      const shown = requests.get(rule);
      const request = shown && kindKey(shown.point.environment) === key ? shown.request() : undefined;
      return request === undefined ? [] : [request];
    });
  const values = [
    anotherPlace(field.type),
    ...seen(evidence.matched).map((request) => argumentIn(request, field)),
  ];
  const isAllowed = (request: JsonObject) => passesRules(analysis.replay(side, request).decision);
  const isDenied = (request: JsonObject) => {
    const { decision } = analysis.replay(side, request);
    return decision.reason !== "invalid_request" && !passesRules(decision);
  };
  return [...others, ...seen(evidence.decided)].some(
    (request) =>
      isAllowed(request) &&
      values.some((value) => value !== undefined && isDenied(withArgument(request, field.name, value))),
  );
}

function argumentIn({ action }: JsonObject, { name }: Field): unknown {
  const properties = isJsonObject(action) ? action.properties : undefined;
  return isJsonObject(properties) ? properties[name] : undefined;
}

/** A destination of a type that no policy speaks of. */
function anotherPlace(type: Type): unknown {
  switch (type.kind) {
    case "Url":
      return "https://elsewhere.invalid/";
    case "Email":
      return "somebody@elsewhere.invalid";
    case "Path":
      return "/elsewhere";
    case "String":
      return "elsewhere";
    case "List": {
      const element = anotherPlace(type.element);
      return element && [element];
    }
    default:
      return undefined;
  }
}

function withArgument({ action, ...request }: JsonObject, name: string, value: unknown): JsonObject {
  const { properties, ...rest } = isJsonObject(action) ? action : {};
  const others = isJsonObject(properties) ? properties : {};
  return { ...request, action: { ...rest, properties: { ...others, [name]: value } } };
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
