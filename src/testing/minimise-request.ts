import { answersOf, withAnswers } from "../interpret/answers.js";
import type { AnsweredRelation } from "../runtime/decision.js";
import { isPlainData } from "./plain-data.js";

/**
 * The smallest request found that still `fails`: members, elements and answers are taken away for as long as that keeps the failure. Only
 * for plain JSON; anything else is left as it is.
 */
export function minimiseRequest(request: unknown, fails: (request: unknown) => boolean): unknown {
  if (!isPlainData(request)) return request;
  const plain: unknown = structuredClone(request);
  const fewest = smallest(answersOf(request), withoutOne, (fewer) => fails(answeredBy(plain, fewer)));
  const least = smallest(plain, smallerOnes, (smaller) => fails(answeredBy(smaller, fewest)));
  return answeredBy(least, fewest);
}

/** A copy of a request, with answers where there are any. */
function answeredBy(request: unknown, answers: readonly AnsweredRelation[]): unknown {
  const copy: unknown = structuredClone(request);
  return typeof copy === "object" && copy !== null && answers.length > 0 ? withAnswers(copy, answers) : copy;
}

function smallest<T>(value: T, smaller: (value: T) => readonly T[], fails: (smaller: T) => boolean): T {
  let best = value;
  for (let next: T | undefined = best; next !== undefined; next = smaller(best).find(fails)) best = next;
  return best;
}

function withoutOne<T>(list: readonly T[]): readonly (readonly T[])[] {
  return list.map((_, index) => list.toSpliced(index, 1));
}

/** Everything that has one member or element less, at any depth. */
function smallerOnes(value: unknown): unknown[] {
  if (Array.isArray(value)) {
    return [
      ...value.map((_, index) => value.filter((__, at) => at !== index)),
      ...value.flatMap((element, index) => smallerOnes(element).map((smaller) => value.with(index, smaller))),
    ];
  }
  if (typeof value !== "object" || value === null) return [];
  const entries = Object.entries(value);
  return [
    ...entries.map((_, index) => Object.fromEntries(entries.filter((__, at) => at !== index))),
    ...entries.flatMap(([key, member], index) =>
      smallerOnes(member).map((smaller) => Object.fromEntries(entries.with(index, [key, smaller]))),
    ),
  ];
}
