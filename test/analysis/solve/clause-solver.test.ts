import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ClauseSolver, type Literal, positive } from "../../../src/analysis/solve/clause-solver.js";

const variables = 7;

const clauses = fc.array(
  fc.array(fc.integer({ min: 0, max: 2 * variables - 1 }), { minLength: 1, maxLength: 4 }),
  { minLength: 5, maxLength: 40 },
);

function isSatisfiable(all: readonly (readonly Literal[])[]): boolean {
  return Array.from({ length: 2 ** variables }, (_, index) => index).some((assignment) =>
    all.every((clause) =>
      clause.some((literal) => ((assignment >> (literal >> 1)) & 1) === 1 - (literal & 1)),
    ),
  );
}

/** Decides open variables one after the other; adds the clauses of `late` once some are decided. */
function solve(
  early: readonly (readonly Literal[])[],
  late: readonly (readonly Literal[])[],
  solver = new ClauseSolver(),
): ClauseSolver | undefined {
  const all = Array.from({ length: variables }, () => positive(solver.addVariable()));
  for (const clause of early) solver.addClause(clause, clause);
  let waiting = [...late];
  while (!solver.isRefuted) {
    if (!solver.propagate()) continue;
    const open = all.filter((literal) => solver.valueOf(literal) === 0);
    if (open.length <= variables / 2 && waiting.length > 0) {
      for (const clause of waiting) solver.addClause(clause, clause);
      waiting = [];
      continue;
    }
    const [next] = open;
    if (next === undefined) return solver;
    solver.decide(next);
  }
  return undefined;
}

describe("ClauseSolver", () => {
  it("clauses-agree-with-brute-force: also where clauses are added in the middle of a search", () => {
    let satisfiable = 0;
    fc.assert(
      fc.property(clauses, fc.integer({ min: 0, max: 40 }), (all, cut) => {
        const solver = solve(all.slice(0, cut), all.slice(cut));
        expect(solver !== undefined).toBe(isSatisfiable(all));
        if (solver === undefined) return;
        satisfiable += 1;
        for (const clause of all) expect(clause.some((literal) => solver.valueOf(literal) > 0)).toBe(true);
      }),
      { seed: 1, numRuns: 1500 },
    );
    expect(satisfiable).toBeGreaterThan(200);
    expect(satisfiable).toBeLessThan(1300);
  });

  it("tells how far the trail was cut since it was last asked", () => {
    const solver = new ClauseSolver();
    const [a, b] = [positive(solver.addVariable()), positive(solver.addVariable())];
    solver.decide(a);
    solver.propagate();
    solver.takeLowest();
    solver.decide(b);
    solver.propagate();
    expect(solver.takeLowest()).toBe(1);
    solver.restart();
    expect(solver.takeLowest()).toBe(0);
    expect(solver.trail).toEqual([]);
  });

  it("refutations-contradict: the clauses that are said to contradict each other do so without the others", () => {
    let told = 0;
    let refuted = 0;
    fc.assert(
      fc.property(clauses, fc.integer({ min: 0, max: 40 }), (all, cut) => {
        const solver = new ClauseSolver();
        if (solve(all.slice(0, cut), all.slice(cut), solver) !== undefined) return;
        const core = all.filter((clause) => solver.refutation.has(clause));
        expect(isSatisfiable(core)).toBe(false);
        refuted += all.length;
        told += core.length;
      }),
      { seed: 2, numRuns: 600 },
    );
    expect(told).toBeGreaterThan(0);
    expect(told).toBeLessThan(refuted * 0.8);
  });
});
