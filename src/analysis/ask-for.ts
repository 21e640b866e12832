import { type Analysis, ask, type Point, type Replay } from "./analysis.js";
import type { Formula } from "./encode/formula.js";
import type { JsonObject } from "./solve/build-request.js";
import type { Answer } from "./solve/find-request.js";

/** What became of a question, with the replay of what was found. */
export type Asked =
  | { readonly kind: "found"; readonly request: JsonObject; readonly replay: Replay }
  | Exclude<Answer, { readonly kind: "found" }>;

/** {@link ask} with the replay of what is found. */
export function askFor(
  analysis: Analysis,
  point: Point,
  goal: Formula,
  confirms: (replay: Replay) => boolean,
): Asked {
  let confirmed: Replay | undefined;
  const answer = ask(analysis, point, goal, (replay) => {
    const agrees = confirms(replay);
    if (agrees) confirmed = replay;
    return agrees;
  });
  if (answer.kind !== "found") return answer;
  return confirmed === undefined
    ? { kind: "unknown" }
    : { kind: "found", request: answer.request, replay: confirmed };
}
