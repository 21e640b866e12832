import type { TypedRule } from "../../check/typed-policy-set.js";
import { lazy } from "../../util/lazy.js";
import type { Evidence, ShownRequest } from "../evidence.js";
import { pointPlace, pointPlaces } from "../point-places.js";
import { requestText } from "../relations/given.js";
import type { Standing } from "../rule-standing.js";
import type { JsonObject } from "../solve/build-request.js";
import type { Sight } from "./looks.js";

/** Where units look at a rule's standing. */
export function standingPlace({ id }: TypedRule): string {
  return `standing ${id}`;
}

/** Where units look at the requests that a rule matches. */
export function evidencePlace({ id }: TypedRule): string {
  return `evidence ${id}`;
}

/** Where units look at the requests that came up for a kind of request. */
export function kindPlace(kind: string): string {
  return `kind ${kind}`;
}

/** Says what an inquiry has shown at each of these places. */
export function shownIn(
  evidence: Evidence,
  standings: ReadonlyMap<TypedRule, Standing>,
): (place: string) => Sight {
  const known = lazy(
    () =>
      new Map<string, Sight>([
        ...standingsByPlace(standings),
        ...evidenceByPlace(evidence),
        ...requestsByKind(evidence),
      ]),
  );
  return (place) => known().get(place) ?? "";
}

function standingsByPlace(
  standings: ReadonlyMap<TypedRule, Standing>,
): readonly (readonly [string, Sight])[] {
  return [...standings].map(([rule, { kind }]) => [standingPlace(rule), kind]);
}

function evidenceByPlace({ matched, decided }: Evidence): readonly (readonly [string, Sight])[] {
  return [...matched].map(([rule, shown]) => [evidencePlace(rule), textsOf(decided.get(rule) ?? shown)]);
}

function requestsByKind({ decided }: Evidence): ReadonlyMap<string, Sight> {
  const texts = new Map<string, string[]>();
  for (const shown of decided.values()) {
    const place = kindPlace(pointPlaces(shown.point.environment).kind);
    const known = texts.get(place) ?? [];
    texts.set(place, known);
    known.push(...textsOf(shown));
  }
  return texts;
}

function textsOf({ point, request }: ShownRequest): readonly string[] {
  return [pointPlace(point), keptText(request())];
}

/** What is kept is the same object in the next version. */
function keptText(request: JsonObject | undefined): string {
  if (request === undefined) return "";
  const text = texts.get(request) ?? requestText(request);
  texts.set(request, text);
  return text;
}

const texts = new WeakMap<JsonObject, string>();
