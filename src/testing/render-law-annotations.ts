import { renderAnnotation } from "../diagnostics/annotation.js";
import type { LawOutcome } from "./laws-run.js";

/** The laws that are broken as annotations of GitHub Actions: of the policy set as a whole, since none of its lines is to blame. */
export function renderLawAnnotations(policies: string, outcomes: readonly LawOutcome[]): string {
  return outcomes
    .flatMap(({ name, failure }) => {
      if (failure === undefined) return [];
      const replay = `seed ${failure.seed}, path ${failure.path}`;
      const message = [`policies  ${policies}`, ...failure.lines, `replay    ${replay}`].join("\n");
      return [renderAnnotation({ severity: "error", title: `broken law: ${name}`, message })];
    })
    .join("");
}
