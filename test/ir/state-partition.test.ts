import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { StatePartition } from "../../src/ir/state-partition.js";

/** The blocks of a partition, by what they hold. */
function blocksOf(partition: StatePartition): readonly string[] {
  const blocks = Array.from({ length: partition.count }, (_, block) => [...partition.statesOf(block)].sort());
  return blocks.map((states) => states.join()).sort();
}

describe("a partition of states", () => {
  it("begins with a block for each label", () => {
    expect(blocksOf(new StatePartition([0, 1, 0, 1, 0]))).toEqual(["0,2,4", "1,3"]);
  });

  it("tells which blocks were split, and the new ones, which hold what was marked", () => {
    const partition = new StatePartition([0, 1, 0, 1, 0]);
    for (const state of [4, 4, 1, 3]) partition.mark(state);
    expect(partition.split()).toEqual([[0, 2]]);
    expect([...partition.statesOf(2)]).toEqual([4]);
    expect(partition.smallerOf(0, 2)).toBe(2);
    expect(partition.split()).toEqual([]);
  });

  it("split-separates-marked: two states are in one block iff their labels are the same, and no split had one of them marked alone", () => {
    const splits = fc.array(fc.array(fc.nat(11), { maxLength: 12 }), { maxLength: 6 });
    const labels = fc.array(fc.nat(2), { minLength: 12, maxLength: 12 });
    fc.assert(
      fc.property(labels, splits, (ofStates, marks) => {
        const partition = new StatePartition(ofStates);
        for (const states of marks) {
          for (const state of states) partition.mark(state);
          partition.split();
        }
        const signature = (state: number) =>
          [ofStates[state], ...marks.map((each) => each.includes(state))].join();
        for (let left = 0; left < 12; left += 1)
          for (let right = 0; right < left; right += 1)
            expect(partition.blockOf[left] === partition.blockOf[right]).toBe(
              signature(left) === signature(right),
            );
      }),
      { seed: 12, numRuns: 200 },
    );
  });
});
