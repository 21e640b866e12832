import type { Environment, RequestNeeds } from "../../ir/decision-graph.js";
import { addNeed, emptyNeed } from "../../ir/needs.js";
import type { Decision } from "../../runtime/decision.js";
import { invariant } from "../../util/invariant.js";
import { isJsonObject } from "../../util/json-object.js";
import { lazy } from "../../util/lazy.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { and, type Formula, no } from "../encode/formula.js";
import type { JsonObject } from "../solve/build-request.js";
import type { EnvironmentsOfTwo } from "./compared-kinds.js";
import type { Comparison } from "./comparison.js";
import type { DifferenceKind } from "./difference-kind.js";
import { type LooseQuestion, looseQuestion } from "./loose-question.js";
import {
  allAllowed,
  becomesAllowed,
  becomesExplained,
  becomesObliged,
  becomesOffered,
  type SideByTwo,
  swapped,
} from "./questions.js";
import { type EncodedSide, typesOf } from "./rule-truth.js";
import { invalidElsewhere, placesOf, type SetEnvironment } from "./validity.js";

/** Whether there is a request of one environment that is decided differently in one way. */
export interface Question {
  readonly kind: DifferenceKind;
  readonly environments: EnvironmentsOfTwo;
  /** Places that make a "no" uncertain. */
  readonly inexact: readonly string[];
  /** Asked where there is none: whether those places can be the reason for one. */
  readonly loosely?: LooseQuestion;
  readonly encoder: () => NotingEncoder;
  /** There is one iff there is one for one of these. */
  readonly goals: () => readonly Formula[];
  /** What requests of other actions must have in common with these to be tried. */
  readonly likeness: () => string;
  /** What is left of a request that was built. */
  finish(request: JsonObject): JsonObject;
  confirms(before: Decision, after: Decision): boolean;
}

/** All questions about the requests of one environment; none where nothing that bears on it is different. */
export function questionsAbout(comparison: Comparison, environments: EnvironmentsOfTwo): readonly Question[] {
  const { older, newer } = environments;
  if (older && newer)
    return [
      ...questionsOnBoth(comparison, environments, { older, newer }),
      ...questionsOnValidity(comparison, environments, { older, newer }),
    ];
  if (newer) return [validOnlyIn(comparison, "newer", newer, environments)];
  return older ? [validOnlyIn(comparison, "older", older, environments)] : [];
}

interface Both {
  readonly older: Environment;
  readonly newer: Environment;
}

// ── requests that are valid for both ──

function questionsOnBoth(
  comparison: Comparison,
  environments: EnvironmentsOfTwo,
  both: Both,
): readonly Question[] {
  const { older, newer, commonSchema, encode } = comparison;
  const schema = commonSchema(both);
  const environment = lazy(() => common(both));
  const encoded = lazy(() => encode(schema.policySet, environment()));
  const encoder = () => wholeOf(encoded());
  const sidesOf = lazy((): readonly SideByTwo[] =>
    encoded().flatMap((side) => {
      const role = side.encoder.viewpoint.principal;
      const from = both.older[role]?.scope;
      const to = both.newer[role]?.scope;
      return from && to ? [{ truth: side.truth, from: older.share(from), to: newer.share(to) }] : [];
    }),
  );
  if (schema.inexact.length === 0 && saySame(comparison, both)) return [];
  const { respelt: places } = schema;
  const loosely = (ask: Asked["ask"]) =>
    places && {
      loosely: looseQuestion(comparison, { schema, places, environment: environment(), both, ask }),
    };
  return asked.map(({ kind, ask, confirms }) => ({
    kind,
    environments,
    inexact: isOfDecision(kind) ? schema.inexact : [],
    ...(isOfDecision(kind) && loosely(ask)),
    encoder,
    goals: () => ask(sidesOf()).map((goal) => and(goal, schema.axiom(encoder().atoms))),
    likeness: () =>
      likenessOf(
        kind,
        "both",
        { policySet: schema.policySet, environment: environment() },
        sidesOf().map(changedRules),
      ),
    finish: (request) => request,
    confirms: (before, after) => isValid(before) && isValid(after) && confirms(before, after),
  }));
}

/** Whether a kind of difference is one between allowed and denied. */
function isOfDecision(kind: DifferenceKind): boolean {
  return kind === "allowed" || kind === "denied";
}

/** Whether the rules on every principal say the same. */
function saySame({ older, newer }: Comparison, both: Both): boolean {
  return (["subject", "actor"] as const).every((role) => {
    const from = both.older[role]?.scope;
    const to = both.newer[role]?.scope;
    return from === undefined || to === undefined || older.share(from).key === newer.share(to).key;
  });
}

interface Asked extends Pick<Question, "kind" | "confirms"> {
  readonly ask: (sides: readonly SideByTwo[]) => readonly Formula[];
}

/** What is asked about requests that are valid for both sets. */
const asked: readonly Asked[] = [
  { kind: "allowed", ask: becomesAllowed, confirms: (before, after) => !before.decision && after.decision },
  {
    kind: "denied",
    ask: (sides) => becomesAllowed(swapped(sides)),
    confirms: (before, after) => before.decision && !after.decision,
  },
  {
    kind: "released",
    ask: (sides) => becomesObliged(swapped(sides)),
    confirms: (before, after) => isObliged(after, before),
  },
  { kind: "obliged", ask: becomesObliged, confirms: isObliged },
  { kind: "explained", ask: explainedEither, confirms: isExplained },
];

function explainedEither(sides: readonly SideByTwo[]): readonly Formula[] {
  const views = [sides, swapped(sides)];
  return [...views.flatMap(becomesExplained), ...views.flatMap(becomesOffered)];
}

/** The environment of requests that both sets read. */
function common({ older, newer }: Both): Environment {
  return { ...newer, resource: newer.resource ?? older.resource, needs: unionOf(older.needs, newer.needs) };
}

function unionOf(...all: readonly RequestNeeds[]): RequestNeeds {
  const union: RequestNeeds = {
    subject: emptyNeed(),
    actor: emptyNeed(),
    resource: emptyNeed(),
    context: emptyNeed(),
    args: emptyNeed(),
  };
  for (const needs of all)
    for (const root of ["subject", "actor", "resource", "context", "args"] as const)
      addNeed(union[root], needs[root]);
  return union;
}

function isValid({ reason }: Decision): boolean {
  return reason !== "invalid_request";
}

/** Whether `after` imposes what `before` does not, each principal being allowed by both. */
export function isObliged(before: Decision, after: Decision): boolean {
  if (!isAllowedAsPrincipals(before) || !isAllowedAsPrincipals(after)) return false;
  if (before.decision !== after.decision) return true;
  const known = new Set(before.obligations.map((each) => JSON.stringify(each)));
  return after.obligations.some((each) => !known.has(JSON.stringify(each)));
}

function isAllowedAsPrincipals({ subject, actor }: Decision): boolean {
  return subject?.decision === true && actor?.decision !== false;
}

function isExplained(before: Decision, after: Decision): boolean {
  return !before.decision && !after.decision && explanationOf(before) !== explanationOf(after);
}

/** All that whoever is denied is told, but for the names of rules. */
function explanationOf({ reason, because, remedies }: Decision): string {
  const offered = remedies.map(({ name, arguments: given, principal }) =>
    JSON.stringify([name, principal, given]),
  );
  return JSON.stringify([reason, [...because].sort(), [...new Set(offered)].sort()]);
}

// ── requests that are valid for one of them ──

function questionsOnValidity(
  comparison: Comparison,
  environments: EnvironmentsOfTwo,
  both: Both,
): readonly Question[] {
  const { older, newer } = comparison;
  const before = { policySet: older.policySet, environment: both.older };
  const after = { policySet: newer.policySet, environment: both.newer };
  const ask = (set: "older" | "newer") => {
    const [here, other] = set === "older" ? [before, after] : [after, before];
    const question = validOnlyIn(comparison, set, here.environment, environments);
    const lacksId = placesOf(other).has("resource#id") && !placesOf(here).has("resource#id");
    return {
      ...question,
      goals: () => {
        const isInvalid = invalidElsewhere(question.encoder().atoms, here, other);
        return isInvalid === no ? [] : question.goals().map((goal) => and(isInvalid, goal));
      },
      finish: (request: JsonObject) => withFractions(lacksId ? withoutId(request) : request, here, other),
    };
  };
  return [ask("newer"), ask("older")];
}

/** With a fraction in every argument that may have one here and not there. */
function withFractions(request: JsonObject, here: SetEnvironment, other: SetEnvironment): JsonObject {
  const { action } = request;
  const args = isJsonObject(action) ? action.properties : undefined;
  if (!isJsonObject(action) || !isJsonObject(args)) return request;
  const fractional = (name: string, value: unknown): unknown => {
    const [own, there] = [here, other].map(
      ({ policySet, environment }) =>
        policySet.actions.get(environment.action)?.parameters.get(name)?.type.kind,
    );
    return own === "Number" && there === "Int" && Number.isInteger(value) ? Number(value) + 0.5 : value;
  };
  const properties = Object.fromEntries(
    Object.entries(args).map(([name, value]) => [name, fractional(name, value)]),
  );
  return { ...request, action: { ...action, properties } };
}

function withoutId(request: JsonObject): JsonObject {
  const { resource, ...others } = request;
  if (typeof resource !== "object" || resource === null) return request;
  const kept = Object.entries(resource).filter(([name]) => name !== "id");
  return { ...others, resource: Object.fromEntries(kept) };
}

/** A request that one set allows and that is invalid to the other. */
function validOnlyIn(
  comparison: Comparison,
  set: "older" | "newer",
  environment: Environment,
  environments: EnvironmentsOfTwo,
): Question {
  const { policySet, share } = comparison[set];
  const encoded = lazy(() => comparison.encode(policySet, environment));
  const sides = (): readonly SideByTwo[] =>
    encoded().flatMap(({ encoder, truth }) => {
      const scope = environment[encoder.viewpoint.principal]?.scope;
      return scope === undefined ? [] : [{ truth, from: share(scope), to: share(scope) }];
    });
  const kind = set === "newer" ? "allowed" : "denied";
  return {
    kind,
    environments,
    inexact: [],
    encoder: () => wholeOf(encoded()),
    goals: () => [allAllowed(sides(), "to")],
    likeness: () => likenessOf(kind, set, { policySet, environment }),
    finish: (request) => request,
    confirms: (before, after) =>
      set === "newer" ? after.decision && !isValid(before) : before.decision && !isValid(after),
  };
}

function likenessOf(
  kind: DifferenceKind,
  valid: "both" | "older" | "newer",
  of: SetEnvironment,
  changes: readonly string[] = [],
): string {
  return JSON.stringify([kind, valid, typesOf(of.policySet, of.environment), [...placesOf(of)], changes]);
}

/** What one set says on a principal and the other does not: where other rules changed, other requests show it. */
function changedRules({ from, to }: SideByTwo): string {
  const [before, after] = [from, to].map(({ key }) => new Set(key.split(",")));
  return [...(before ?? [])]
    .filter((each) => !after?.has(each))
    .concat([...(after ?? [])].filter((each) => !before?.has(each)))
    .join();
}

/** What the sides of a request know, they share: any of them speaks for the whole request. */
function wholeOf([first]: readonly EncodedSide[]): NotingEncoder {
  invariant(first, "a request has a subject");
  return first.encoder;
}
