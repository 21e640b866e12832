import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Slot } from "../../../src/analysis/encode/atom.js";
import { doubles, type IntervalSet } from "../../../src/analysis/encode/interval-set.js";
import { sumsContradict } from "../../../src/analysis/solve/sums-contradict.js";

const slots = ["x", "y", "z"].map((key): Slot => ({ key, kind: "number", type: { kind: "Int" } }));

type Factors = readonly [x: number, y: number, z: number];

const factors = fc.tuple(...([1, 2, 3] as const).map(() => fc.integer({ min: -3, max: 3 })));
const sums = fc.array(fc.tuple(factors, fc.integer({ min: -8, max: 8 })), { minLength: 1, maxLength: 5 });

function sumOf(of: readonly number[], bound: number) {
  const terms = slots.flatMap((slot, index) => {
    const factor = of[index] ?? 0;
    return factor === 0 ? [] : [{ slot, factor }];
  });
  return { terms, bound };
}

function within(first: number, last: number): ReadonlyMap<string, IntervalSet<number>> {
  return new Map(slots.map(({ key }) => [key, [[first, last]]]));
}

/** Whether some numbers of the range make every sum hold. */
function canHold(
  all: readonly (readonly [readonly number[], number])[],
  first: number,
  last: number,
): boolean {
  const range = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return range.some((x) =>
    range.some((y) =>
      range.some((z) => all.every(([[a = 0, b = 0, c = 0], bound]) => a * x + b * y + c * z <= bound)),
    ),
  );
}

describe("sumsContradict", () => {
  it("no-sums-of-integers-contradict-what-holds: a contradiction is one, and most are seen", () => {
    const seen = { contradictions: 0, missed: 0 };
    fc.assert(
      fc.property(sums, (all) => {
        const contradict = sumsContradict(
          all.map(([of, bound]) => sumOf(of, bound)),
          within(-3, 3),
        );
        const possible = canHold(all, -3, 3);
        if (contradict) expect(possible).toBe(false);
        if (!possible) seen[contradict ? "contradictions" : "missed"] += 1;
      }),
      { seed: 1, numRuns: 400 },
    );
    expect(seen.contradictions).toBeGreaterThan(40);
    expect(seen.missed).toBeLessThan(seen.contradictions / 20);
  });

  it("sees what bounds that are carried reach only in many steps, or never", () => {
    const everything = within(Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
    const [atLeastOne, sumBelow, isAbove]: readonly [Factors, Factors, Factors] = [
      [-1, 0, 0],
      [1, 1, -1],
      [0, -1, 1],
    ];
    // x >= 1, x + y <= z and z <= y
    expect(sumsContradict([sumOf(atLeastOne, -1), sumOf(sumBelow, 0), sumOf(isAbove, 0)], everything)).toBe(
      true,
    );
    expect(sumsContradict([sumOf(atLeastOne, -1), sumOf(sumBelow, 0), sumOf(isAbove, 1)], everything)).toBe(
      false,
    );
  });

  it("says nothing of numbers that are not whole", () => {
    const terms = slots.slice(0, 2).map((slot, index) => ({
      slot: { ...slot, type: { kind: "Number" as const } },
      factor: index === 0 ? 1 : -1,
    }));
    const sets = new Map(slots.map(({ key }) => [key, [[0, doubles.maximum]] as const]));
    expect(sumsContradict([{ terms, bound: -1e300 }], sets)).toBe(false);
  });
});
