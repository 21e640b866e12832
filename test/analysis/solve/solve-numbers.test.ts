import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAtomTable, type LinearAtom, type Slot } from "../../../src/analysis/encode/atom.js";
import { type IntervalSet, integers, union } from "../../../src/analysis/encode/interval-set.js";
import { solveNumbers } from "../../../src/analysis/solve/solve-numbers.js";

const slots = ["x", "y", "z"].map((key): Slot => ({ key, kind: "number", type: { kind: "Int" } }));

const domains = fc
  .array(fc.tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: 0, max: 2 })), {
    minLength: 1,
    maxLength: 2,
  })
  .map((pairs) =>
    union(integers, ...pairs.map(([from, size]): IntervalSet<number> => [[from, from + size]])),
  );

const sums = fc.record({
  factors: fc.tuple(...slots.map(() => fc.integer({ min: -2, max: 2 }))),
  bound: fc.integer({ min: -6, max: 6 }),
  wanted: fc.boolean(),
});

type Sum = { readonly factors: readonly number[]; readonly bound: number; readonly wanted: boolean };

function holds({ factors, bound, wanted }: Sum, values: readonly number[]): boolean {
  return factors.reduce((sum, factor, index) => sum + factor * (values[index] ?? 0), 0) <= bound === wanted;
}

function membersOf(set: IntervalSet<number>): readonly number[] {
  return set.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, index) => first + index),
  );
}

describe("solveNumbers", () => {
  it("numbers-agree-with-brute-force: what is found fits, and where there is something, it is not said that there is nothing", () => {
    let unknown = 0;
    let none = 0;
    fc.assert(
      fc.property(fc.tuple(domains, domains, domains), fc.array(sums, { maxLength: 4 }), (sets, ties) => {
        const { atom } = createAtomTable();
        const trial = solveNumbers(
          slots.map((slot, index) => ({ slot, set: sets[index] ?? [], preferred: 0 })),
          ties
            .filter(({ factors }) => factors.some((factor) => factor !== 0))
            .map(({ factors, bound, wanted }) => {
              const terms = factors.flatMap((factor, index) => {
                const slot = slots[index];
                return factor === 0 || slot === undefined ? [] : [{ slot, factor }];
              });
              return { atom: atom<LinearAtom>({ kind: "linear", terms, bound, strict: false }), wanted };
            }),
        );
        const real = ties.filter(({ factors }) => factors.some((factor) => factor !== 0));
        const [xs, ys, zs] = sets.map(membersOf);
        const exists = xs?.some((x) =>
          ys?.some((y) => zs?.some((z) => real.every((tie) => holds(tie, [x, y, z])))),
        );
        if (trial.kind === "none") expect(exists).toBe(false);
        if (trial.kind === "found") {
          const values = slots.map(({ key }) => trial.result.get(key) ?? Number.NaN);
          expect(real.every((tie) => holds(tie, values))).toBe(true);
          expect(values.every((value, index) => membersOf(sets[index] ?? []).includes(value))).toBe(true);
        }
        unknown += Number(trial.kind === "unknown");
        none += Number(trial.kind === "none");
      }),
      { seed: 1, numRuns: 1000 },
    );
    expect(none).toBeGreaterThan(50);
    expect(unknown).toBeLessThan(100);
  });

  it("sees that a round of differences cannot close, however large the numbers are", () => {
    const { atom } = createAtomTable();
    const below = (left: Slot | undefined, right: Slot | undefined) => {
      if (!left || !right) throw new Error("three slots");
      const terms = [
        { slot: left, factor: 1 },
        { slot: right, factor: -1 },
      ];
      return { atom: atom<LinearAtom>({ kind: "linear", terms, bound: -1, strict: false }), wanted: true };
    };
    const [x, y, z] = slots;
    const everything: IntervalSet<number> = [[Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER]];
    const variables = slots.map((slot) => ({ slot, set: everything, preferred: 0 }));
    expect(solveNumbers(variables, [below(x, y), below(y, z), below(z, x)])).toEqual({ kind: "none" });
    expect(solveNumbers(variables, [below(x, y), below(y, z)]).kind).toBe("found");
  });

  it("sees that sums of several numbers contradict each other, where trying values would not end", () => {
    const { atom } = createAtomTable();
    const tie = (factors: readonly number[], bound: number, wanted: boolean) => {
      const terms = slots.map((slot, index) => ({ slot, factor: factors[index] ?? 0 }));
      const sum = {
        kind: "linear",
        terms: terms.filter(({ factor }) => factor !== 0),
        bound,
        strict: false,
      } as const;
      return { atom: atom<LinearAtom>(sum), wanted };
    };
    const million = slots.map((slot) => ({ slot, set: [[0, 1_000_000]] as const, preferred: 0 }));
    const spent = tie([1, 1, -1], 0, true);
    expect(solveNumbers(million, [spent, tie([1, 1, 0], 1_000_000, false)])).toEqual({ kind: "none" });
    expect(solveNumbers(million, [spent, tie([1, 1, 0], 999_999, false)]).kind).toBe("found");
  });
});
