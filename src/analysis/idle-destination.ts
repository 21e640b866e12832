import { argumentsRead, destinationsOf } from "../check/destinations.js";
import type { ActionSchema, TypedRule } from "../check/typed-policy-set.js";
import { createDiagnostic, type DiagnosticDetails } from "../diagnostics/catalogue.js";
import type { Diagnostic } from "../diagnostics/diagnostic.js";
import { rememberedOfContent } from "../source/moved.js";
import type { Field, Type } from "../types/type.js";
import { isJsonObject, type JsonObject } from "../util/json-object.js";
import { lazy } from "../util/lazy.js";
import { rememberedOf } from "../util/remembered.js";
import { type Analysis, sketch } from "./analysis.js";
import { plainlyDecides } from "./deciding-argument.js";
import { and, negate } from "./encode/formula.js";
import { memberKey } from "./encode/place.js";
import { idleClauses } from "./idle-clause.js";
import { evidencePlace } from "./incremental/shown.js";
import { plainly } from "./incremental/units.js";
import { pivotalRequests } from "./pivotal-requests.js";
import { pointPlaces } from "./point-places.js";
import { renamePlace } from "./rename-place.js";
import { allowedRequest, kindKey, kindsByAction, passesRules, requestAllowed } from "./request-allowed.js";
import type { RequestKind } from "./request-kind.js";
import { inquireRules, standingIn } from "./rule-standing.js";
import { byPlace } from "./rule-words.js";

/**
 * POL3013: an argument that names a destination, that rules look at, and that decides nothing all the same.
 *
 * Law: some request for the action is allowed, and there are no two requests that differ in the argument alone of which one is allowed and
 * the other is not: at all, or in calls on behalf of somebody. An argument that no rule reads is POL2044; where a rule or a clause that reads
 * it is reported as idle itself, that says it.
 */
export function findIdleDestinations(
  analysis: Analysis,
  actions: Iterable<ActionSchema> = analysis.policySet.actions.values(),
): readonly Diagnostic[] {
  const readers = readersOf(analysis.policySet.rules);
  return [...actions].flatMap((action) =>
    destinationsOf(action).flatMap((field) => {
      const rules = readers.get(placeKey(action.name, field.name)) ?? [];
      const calls = rules.length === 0 ? undefined : knownFreeCalls(analysis, action, field, rules);
      if (calls === undefined || rules.some((rule) => isReported(analysis, rule))) return [];
      return [idleDestination(analysis, action, field, rules, calls)];
    }),
  );
}

/** The allows and denies that read each argument of each action. */
const readersOf = rememberedOf((rules: readonly TypedRule[]): ReadonlyMap<string, readonly TypedRule[]> => {
  const readers = new Map<string, Set<TypedRule>>();
  for (const rule of rules) {
    if (rule.effect === "oblige") continue;
    for (const key of placesRead(rule)) readers.set(key, (readers.get(key) ?? new Set()).add(rule));
  }
  return new Map([...readers].map(([key, some]) => [key, byPlace([...some])]));
});

/** The arguments that a rule reads, action by action. */
const placesRead = rememberedOfContent(({ variants }: TypedRule): ReadonlySet<string> => {
  const places = variants.flatMap((variant) =>
    [...argumentsRead(variant)].flatMap((argument) =>
      variant.targets.map(({ action }) => placeKey(action, argument)),
    ),
  );
  return new Set(places);
});

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

function knownFreeCalls(
  analysis: Analysis,
  action: ActionSchema,
  field: Field,
  readers: readonly TypedRule[],
): FreeCalls | undefined {
  const { units } = analysis;
  const search = (): FreeCalls | undefined => freeCalls(analysis, action, field, readers);
  return units.remember(`free calls ${placeKey(action.name, field.name)}`, plainly(search));
}

function freeCalls(
  analysis: Analysis,
  { name }: ActionSchema,
  field: Field,
  readers: readonly TypedRule[],
): FreeCalls | undefined {
  const kinds = kindsByAction(analysis).get(name) ?? [];
  const looking = new Set(readers);
  const byStanding = lazy(() => readersByStanding(analysis, kinds, readers));
  const isAllowed = (kind: RequestKind) => allowedRequest(analysis, kind).kind === "found";
  const isFree = (kind: RequestKind) =>
    !isShownToDecide(analysis, kind, field, pivotalRequests(analysis, kind, looking, mostPivots)) &&
    decidesNothing(analysis, kind, field);
  const areFree = (some: readonly RequestKind[]) =>
    // This hangs on the rules of these kinds alone, and most often it is enough.
    !some.some((kind) => plainlyDecides(analysis, kind, field, looking)) &&
    !some.some((kind) => isSeenToDecide(analysis, kind, field, byStanding().essential)) &&
    some.every((kind) => !isAllowed(kind) || isFree(kind)) &&
    // Those are many, and are tried on the interpreter.
    !some.some((kind) => isSeenToDecide(analysis, kind, field, byStanding().others));
  const delegated = kinds.filter(({ environment }) => environment.actor !== undefined);
  if (!areFree(delegated)) return undefined;
  const isDelegable = delegated.some(isAllowed);
  const others = kinds.filter(({ environment }) => environment.actor === undefined);
  if (!areFree(others)) return isDelegable ? "delegated" : undefined;
  return isDelegable || others.some(isAllowed) ? "all" : undefined;
}

/** The readers of an argument on which something hinges, and the others, of which it is hardly ever seen. All rules on the action say who they are. */
function readersByStanding(
  analysis: Analysis,
  kinds: readonly RequestKind[],
  readers: readonly TypedRule[],
): { readonly essential: readonly TypedRule[]; readonly others: readonly TypedRule[] } {
  for (const { environment } of kinds) analysis.units.look("rules", pointPlaces(environment).target);
  const inquiry = inquireRules(analysis);
  const essential = readers.filter((rule) => standingIn(inquiry, rule) === "essential");
  const others = readers.filter((rule) => standingIn(inquiry, rule) !== "essential");
  return { essential, others };
}

/**
 * Whether a request that has come up already, by which one of the readers decides, shows that the argument decides for its principal: most do.
 * Whether everybody else would be allowed is not asked: it takes little for silence.
 */
function isSeenToDecide(
  analysis: Analysis,
  { environment }: RequestKind,
  field: Field,
  readers: readonly TypedRule[],
): boolean {
  const { evidence } = inquireRules(analysis);
  for (const rule of readers) analysis.units.look("shown", evidencePlace(rule));
  const key = kindKey(environment);
  const seen = readers.flatMap((rule) => evidence.decided.get(rule) ?? evidence.matched.get(rule) ?? []);
  return seen
    .filter(({ point }) => kindKey(point.environment) === key)
    .some(({ point, request }) => {
      const isAllowed = (each: JsonObject): boolean | undefined => {
        const replay = analysis.replay(point, each);
        return replay.isValid ? replay.isAllowed : undefined;
      };
      const made = request();
      return made !== undefined && differs(isAllowed, field, [made]);
    });
}

/** How many rules are tried one by one before it is asked of all of them. */
const mostPivots = 4;

/** How many requests are looked at. */
const mostLooks = 12;

/** Whether one of some requests of a kind is decided otherwise with another argument. */
function isShownToDecide(
  analysis: Analysis,
  kind: RequestKind,
  field: Field,
  requests: Iterable<JsonObject>,
): boolean {
  const [side] = kind.sides;
  const isAllowed = (request: JsonObject): boolean | undefined => {
    const decision = side && analysis.replay(side, request).decision;
    return decision === undefined || decision.reason === "invalid_request"
      ? undefined
      : passesRules(decision);
  };
  return differs(isAllowed, field, requests);
}

/** Whether one of some requests is judged otherwise with another argument: one that came before, or one that no policy speaks of. */
function differs(
  isAllowed: (request: JsonObject) => boolean | undefined,
  field: Field,
  requests: Iterable<JsonObject>,
): boolean {
  const values = new Set([anotherPlace(field.type)]);
  let looks = mostLooks;
  for (const request of requests) {
    if (looks-- === 0) return false;
    const before = isAllowed(request);
    for (const value of values) {
      if (value === undefined || before === undefined) continue;
      if (isAllowed(withArgument(request, field.name, value)) === !before) return true;
    }
    values.add(argumentIn(request, field));
  }
  return false;
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
  return sketch(analysis, side, and(allowed, negate(elsewhere)), () => true).kind === "none";
}

function idleDestination(
  analysis: Analysis,
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
      ...allowedWitness(analysis, action, field, calls),
    },
  );
}

function allowedWitness(
  analysis: Analysis,
  { name }: ActionSchema,
  field: Field,
  calls: FreeCalls,
): Pick<DiagnosticDetails, "witness"> {
  const shows = `it is allowed, and so it is with any other \`${field.name}\``;
  for (const kind of kindsByAction(analysis).get(name) ?? []) {
    if (calls === "delegated" && kind.environment.actor === undefined) continue;
    const answer = allowedRequest(analysis, kind);
    if (answer.kind === "found") return { witness: { request: answer.request, shows } };
  }
  return {};
}

/** Places that are shown of the rules that read one argument. */
const mostPlaces = 3;
