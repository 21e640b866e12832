import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createStateTable } from "../../src/relations/state-table.js";

const seed = 8;

const keys = fc.oneof(fc.nat(40), fc.nat(2 ** 32), fc.maxSafeNat(), fc.constantFrom(2 ** 32, 2 ** 40, 0));
const steps = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("set" as const), key: keys, value: fc.integer() }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("delete" as const), key: keys }) },
  { weight: 1, arbitrary: fc.constant({ kind: "deletePositive" as const }) },
  { weight: 1, arbitrary: fc.constant({ kind: "clear" as const }) },
);

describe("a table of states", () => {
  it("state-table-equals-map: after any steps", () => {
    const table = createStateTable();
    fc.assert(
      fc.property(fc.array(steps, { maxLength: 300, size: "max" }), (run) => {
        table.clear();
        const map = new Map<number, number>();
        for (const step of run) {
          if (step.kind === "set") {
            table.set(step.key, step.value | 1);
            map.set(step.key, step.value | 1);
          } else if (step.kind === "delete") {
            table.delete(step.key);
            map.delete(step.key);
          } else if (step.kind === "clear") {
            table.clear();
            map.clear();
          } else {
            table.deleteWhere((value) => value > 0);
            for (const [key, value] of map) if (value > 0) map.delete(key);
          }
          if ("key" in step) expect(table.get(step.key)).toBe(map.get(step.key) ?? 0);
        }
        for (const [key, value] of map) expect(table.get(key)).toBe(value);
      }),
      { seed, numRuns: 60 },
    );
  });

  it("is as empty as ever after it held much", () => {
    const table = createStateTable();
    for (let key = 0; key < 50_000; key++) table.set(key * 7, 1);
    expect([table.get(49_999 * 7), table.get(3)]).toEqual([1, 0]);
    table.clear();
    expect(table.get(7)).toBe(0);
  });
});
