import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../../src/analysis/analysis.js";
import { findingsOf } from "../../../src/analysis/findings.js";
import {
  type AnalysisSession,
  createAnalysisSession,
} from "../../../src/analysis/incremental/analysis-session.js";
import { findConflicts } from "../../../src/analysis/partial-conflict.js";
import type { PolicySet } from "../../../src/check/typed-policy-set.js";
import { createCompiler } from "../../../src/compiler/create-compiler.js";
import { lower } from "../../../src/ir/lower.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import { arbitraryOf } from "../../../src/testing/arbitrary.js";
import { pick } from "../../../src/testing/choices.js";
import { generateRuleEdits } from "../../../src/testing/edited-rules.js";
import { generateVersions } from "../../../src/testing/edited-versions.js";
import { generateLargeSet } from "../../../src/testing/generated-set.js";
import { generatePolicySet } from "../../../src/testing/policy/generate-policy-set.js";

const fresh: AnalysisSession["analyse"] = (policySet, questions, use) =>
  use(createAnalysis(lower(policySet), questions));

/** All that is found, and how many questions are left. */
function outcome(analyse: AnalysisSession["analyse"], policySet: PolicySet, questions: number) {
  return analyse(policySet, questions, (analysis) => ({
    found: [...findingsOf(analysis), ...findConflicts(analysis)],
    left: analysis.budget,
  }));
}

/** Holds a session against fresh analyses of each version that checks; how many findings there were. */
function compareVersions(versions: readonly (readonly SourceFile[])[], questions: number): number {
  const compiler = createCompiler();
  const session = createAnalysisSession();
  let findings = 0;
  for (const files of versions) {
    const { policySet } = compiler.check(files);
    if (policySet === undefined) continue;
    const again = outcome(session.analyse, policySet, questions);
    expect(again).toEqual(outcome(fresh, policySet, questions));
    findings += again.found.length;
  }
  return findings;
}

describe("createAnalysisSession", () => {
  it("finds in every version what an analysis finds that has seen no other (`analysis-session-equals-fresh`)", () => {
    let findings = 0;
    fc.assert(
      fc.property(
        arbitraryOf((choices) => generateVersions(choices, generatePolicySet(choices, 3), 6)),
        (versions) => {
          findings += compareVersions(versions, 300);
        },
      ),
      { numRuns: 4, seed: 20_261_123, endOnFailure: true },
    );
    expect(findings).toBeGreaterThan(10);
  });

  it("says where things stand now of what was found before", () => {
    const schema = { path: "a.pol", text: "principal User { team: String }\naction read(size: Int)\n" };
    const rules = `policy p {
  rule dead
    allow User to read
    when args.size > 5 and args.size < 3
  rule wide
    allow User to read
    when args.size > 5 or args.size > 7
    unless args.size < 100 and args.size < 200
  rule narrow
    allow User to read
    when args.size > 110
  rule denied
    allow User to read
    when args.size < 0
  rule negative
    deny User to read
    when args.size <= 0
}
`;
    const texts = [
      rules,
      `// A line above.\n${rules}`,
      `\n\n${rules}`,
      rules.replaceAll("  rule", "\n  rule"),
    ];
    const versions = texts.map((text) => [schema, { path: "p.pol", text }]);
    expect(compareVersions(versions, 300)).toBe(4 * 5);
  });

  it("finds the same where rules of many actions are edited one by one, and where questions run out", () => {
    let findings = 0;
    fc.assert(
      fc.property(
        arbitraryOf((choices) => ({
          versions: generateRuleEdits(choices, generateLargeSet({ rules: 60, actions: 20 }), 4),
          questions: pick(choices, [100, 5000]),
        })),
        ({ versions, questions }) => {
          findings += compareVersions(versions, questions);
        },
      ),
      { numRuns: 2, seed: 20_261_124, endOnFailure: true },
    );
    expect(findings).toBeGreaterThan(10);
  });
});
