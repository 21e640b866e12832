import type { ClauseSolver, Literal } from "./clause-solver.js";
import type { FormulaClauses } from "./formula-clauses.js";

/** What a search decides next. */
export interface NextChoice {
  /** Undefined where no choice is to be made. */
  readonly way: Literal | undefined;
  /** How many literals and ways were looked at. */
  readonly steps: number;
}

/** A way of a choice that is to be made: of all ways the one that took part in most conflicts, else of the choice with fewest ways the first. */
export function nextChoice(solver: ClauseSolver, formulas: FormulaClauses): NextChoice {
  let best: Literal | undefined;
  let highest = -1;
  let fewest = Number.POSITIVE_INFINITY;
  let steps = 0;
  for (const literal of solver.trail) {
    steps += 1;
    const ways = formulas.waysOf(literal);
    if (ways === undefined) continue;
    steps += ways.length;
    let way: Literal | undefined;
    let activity = -1;
    let open = 0;
    for (const each of ways) {
      const value = solver.valueOf(each);
      if (value > 0) {
        open = Number.POSITIVE_INFINITY;
        break;
      }
      if (value < 0) continue;
      open += 1;
      if (solver.activityOf(each) <= activity) continue;
      way = each;
      activity = solver.activityOf(each);
    }
    if (open === Number.POSITIVE_INFINITY || activity < highest) continue;
    if (activity === highest && open >= fewest) continue;
    best = way;
    highest = activity;
    fewest = open;
  }
  return { way: best, steps };
}
