import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import { interpret } from "../../../src/interpret/interpret.js";
import { seededChoices } from "../../../src/testing/choices.js";
import { finiteRequests } from "../../../src/testing/finite/finite-requests.js";
import { generateFiniteSet } from "../../../src/testing/finite/finite-set.js";
import { decisionsDiffer } from "./decisions-differ.js";
import { type JudgedSet, judged, setWithMutants } from "./judged-set.js";

const sets = 13;

describe("verdicts on mutants of finite sets", () => {
  it("mutants-agree-with-brute-force: what is proved equivalent decides every request alike", () => {
    const wrong: string[] = [];
    const counts = { equivalent: 0, different: 0, open: 0 };
    for (let seed = 1; seed <= sets; seed++) {
      const set = generateFiniteSet(seededChoices(seed));
      if (check(set.files).policySet === undefined) continue;
      const mutants = setWithMutants(set.files);
      const requests = [...finiteRequests(set)];
      const decisions = requests.map((request) => interpret(mutants.policySet, request));
      const isDifferent = ({ policySet }: JudgedSet): boolean =>
        requests.some((request, index) => {
          const before = decisions[index];
          return before !== undefined && decisionsDiffer(before, interpret(policySet, request));
        });
      for (const each of judged(mutants)) {
        const { verdict, mutant } = each;
        if (verdict.kind === "undecided") counts.open++;
        else if (verdict.kind !== "equivalent") counts.different++;
        else {
          counts.equivalent++;
          if (isDifferent(each)) wrong.push(`${seed}: ${mutant.owner}, ${mutant.operator}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(counts.equivalent).toBeGreaterThan(50);
    expect(counts.different).toBeGreaterThan(100);
    expect(counts.open / (counts.equivalent + counts.different)).toBeLessThan(0.02);
  });
});
