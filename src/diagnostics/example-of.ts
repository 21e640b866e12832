import type { Diagnostic } from "./diagnostic.js";
import { relationWords } from "./relation-words.js";

/** Longer requests nobody reads on one line: JSON output has them. */
const longestShown = 1_000;

/** A diagnostic's witness on one line, for people; undefined where there is none, or `help` shows it. */
export function exampleOf({ witness }: Diagnostic): string | undefined {
  if (witness?.shows === undefined) return undefined;
  const request = JSON.stringify(witness.request);
  const isLong = request.length > longestShown;
  const relations = (witness.relations ?? []).map((relation) => `; ${relationWords(relation)}`).join("");
  const shown = isLong ? `a request of ${request.length} characters, see --format json` : request;
  return `${witness.shows}: ${shown}${relations}`;
}
