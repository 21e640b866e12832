import type { Coverage, Standing } from "./coverage-of.js";

/** How many things there are to be shown, and how many are. */
export interface Figure {
  readonly covered: number;
  /** Without those that no request can show. */
  readonly total: number;
  readonly unreachable: number;
}

/** What is measured: rules that matched, outcomes of conditions, conditions that were seen to turn their rule. */
export type Measure = "rules" | "outcomes" | "mcdc";

/** All measures, in the order in which they are told. */
export const measures: readonly Measure[] = ["rules", "outcomes", "mcdc"];

/** The figures of a coverage. */
export function figuresOf({ rules }: Coverage): Readonly<Record<Measure, Figure>> {
  const conditions = rules.flatMap((rule) => rule.conditions);
  return {
    rules: figureOf(rules.map(({ matched }) => matched)),
    outcomes: figureOf(conditions.flatMap(({ outcomes }) => outcomes.map(({ standing }) => standing))),
    mcdc: figureOf(conditions.flatMap(({ decisive }) => decisive ?? [])),
  };
}

function figureOf(standings: readonly Standing[]): Figure {
  const countOf = (kind: Standing["kind"]) => standings.filter((standing) => standing.kind === kind).length;
  const unreachable = countOf("unreachable");
  return { covered: countOf("covered"), total: standings.length - unreachable, unreachable };
}

/** How much of it is covered, in percent; where there is nothing to be shown, all of it is. */
export function percentOf({ covered, total }: Figure): number {
  return total === 0 ? 100 : (100 * covered) / total;
}
