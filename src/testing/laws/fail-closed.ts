import type { JsonObject } from "../../util/json-object.js";
import type { Choices } from "../choices.js";
import { type Edit, editsOf, withEdit } from "../edit-request.js";
import type { Law, LawSubject, LawViolation } from "../law.js";
import { guardedPlaces, type RelevantPlace } from "../relevant-places.js";

/**
 * What rules look at has to be there and of its type: with any one relevant place of a request left out, null, inherited, of another type,
 * outside of its form or hostile, the request is invalid, and so denied. A deny that cannot be asked never lets through what it would
 * have denied.
 */
export const failClosed: Law = {
  name: "fail-closed",
  statement:
    "With anything relevant missing, null, of a wrong type or hostile, a request is denied as invalid.",
  check(subject, request, choices) {
    for (const place of guardedPlaces(subject.policySet, request)) {
      const violation = violationAt(subject, request, place, choices);
      if (violation !== undefined) return violation;
    }
    return undefined;
  },
};

function violationAt(
  { module }: LawSubject,
  request: JsonObject,
  place: RelevantPlace,
  choices: Choices,
): LawViolation | undefined {
  for (const edit of editsOf(place, choices)) {
    const wrong = withEdit(request, place.path, edit);
    const { decision, reason } = module.decide(wrong);
    if (!decision && reason === "invalid_request" && !module.allows(wrong)) continue;
    const message = `with \`/${place.path.join("/")}\` ${edit.description}, the request is not invalid`;
    return { message, expected: "invalid_request", actual: reason, request: showable(request, place, edit) };
  }
  return undefined;
}

/** The request that shows it, where JSON can say it; or else the one that it was made from. */
function showable(request: JsonObject, place: RelevantPlace, edit: Edit): JsonObject {
  return edit.isJson ? withEdit(request, place.path, edit) : request;
}
