import { answersOf, withAnswers } from "../interpret/answers.js";
import { isPlainData } from "./plain-data.js";

/**
 * The smallest request found that still `fails`: members, elements and answers are taken away for as long as that keeps the failure. Only
 * for plain JSON; anything else is left as it is.
 */
export function minimiseRequest(request: unknown, fails: (request: unknown) => boolean): unknown {
  if (!isPlainData(request)) return request;
  const [plain, answers] = [structuredClone(request), answersOf(request)];
  const fewest = smallest([...answers], (candidate) => fails(answeredBy(structuredClone(plain), candidate)));
  return answeredBy(
    smallest(plain, (candidate) => fails(answeredBy(candidate, fewest))),
    fewest,
  );
}

function answeredBy(request: unknown, answers: unknown): unknown {
  const isRecord = typeof request === "object" && request !== null && !Array.isArray(request);
  return isRecord && Array.isArray(answers) && answers.length > 0 ? withAnswers(request, answers) : request;
}

function smallest(value: unknown, fails: (smaller: unknown) => boolean): unknown {
  let best = value;
  for (let progress = true; progress; ) {
    const smaller = smallerOnes(best).find((candidate) => fails(structuredClone(candidate)));
    progress = smaller !== undefined;
    if (smaller !== undefined) best = smaller;
  }
  return best;
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
