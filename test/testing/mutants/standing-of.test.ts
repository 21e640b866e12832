import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { lower } from "../../../src/ir/lower.js";
import { standingOf } from "../../../src/testing/mutants/standing-of.js";

function graphWith(clause: string) {
  const text = `principal User
    action act(n: Int)
    policy p { rule yes allow User to act when ${clause} }`;
  const { policySet } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error("it checks");
  return lower(policySet);
}

describe("how a mutant stands", () => {
  const [older, newer] = [graphWith("args.n > 5"), graphWith("args.n > 6")];

  it("is told by a request", () => {
    const budget = { questions: 100, isSpent: false };
    expect(standingOf(older, newer, budget)).toMatchObject({ kind: "survived", difference: "denied" });
    expect(budget.questions).toBeLessThan(100);
  });

  it("is undecided where nothing may be asked any more", () => {
    expect(standingOf(older, newer, { questions: 0, isSpent: false })).toEqual({ kind: "undecided" });
  });
});
