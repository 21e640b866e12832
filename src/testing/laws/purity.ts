import type { JsonObject } from "../../util/json-object.js";
import { canonicalJson } from "../canonical-json.js";
import type { Law, LawSubject, LawViolation } from "../law.js";

/**
 * Deciding depends on the request and on nothing else, and leaves no trace: the same request gives the same answer twice, a frozen one
 * too; the request stays as it is; and what was answered stays, whatever is done to the request or to an earlier answer.
 */
export const purity: Law = {
  name: "purity",
  statement: "The same request gets the same answer every time, and deciding changes nothing.",
  check(subject, request) {
    const before = canonicalJson(request);
    const own = structuredClone(request);
    const first = subject.module.decide(own);
    const answer = canonicalJson(first);
    if (canonicalJson(own) !== before) {
      return { message: "deciding changes the request", expected: request, actual: own, request };
    }
    spoil(own);
    if (canonicalJson(first) !== answer) {
      return { message: "what is done to the request changes the answer to it", request };
    }
    spoil(first);
    return changedAnswer(subject, request, answer);
  },
};

function changedAnswer(
  { module }: LawSubject,
  request: JsonObject,
  answer: string,
): LawViolation | undefined {
  for (const [asked, again] of [
    ["asked again", module.decide(request)],
    ["frozen", module.decide(deepFrozen(structuredClone(request)))],
  ] as const) {
    if (canonicalJson(again) === answer) continue;
    const expected: unknown = JSON.parse(answer);
    return {
      message: `the answer is another one for the same request, ${asked}`,
      expected,
      actual: again,
      request,
    };
  }
  return undefined;
}

function deepFrozen<T>(value: T): T {
  if (typeof value === "object" && value !== null) {
    for (const member of Object.values(value)) deepFrozen(member);
    Object.freeze(value);
  }
  return value;
}

/** Empties whatever can be changed in a value, innermost first. */
function spoil(value: unknown): void {
  if (typeof value !== "object" || value === null || Object.isFrozen(value)) return;
  for (const key of Object.keys(value)) {
    spoil((value as JsonObject)[key]);
    Reflect.deleteProperty(value, key);
  }
}
