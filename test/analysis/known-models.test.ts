import { describe, expect, it } from "vitest";
import { type Analysis, createAnalysis, matches, matchesNot, sketch } from "../../src/analysis/analysis.js";
import { conjunctsOf, type Formula } from "../../src/analysis/encode/formula.js";
import { isSatisfied } from "../../src/analysis/known-models.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";

/** Two actions of which requests say the same, so that what was found for one may do for the other. */
const rules = `principal User { level: Int in 0..10 }
action read(table: String)
action drop(table: String)
policy p {
  rule first allow User to read, drop when args.table == "x"
  rule second allow User to read, drop when args.table like "y*"
  rule same allow User to read when args.table like "y*"
  rule high allow User to read, drop when principal.level > 5
  rule middle deny User to drop when principal.level > 3
}
`;

function analysisOf(text: string, questions?: number): Analysis {
  const { policySet } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) throw new Error("the set has errors");
  return createAnalysis(lower(policySet), questions);
}

/** At each point, of each rule there: that it matches, and none of the others does. */
function aloneQuestions({ points }: Analysis) {
  return points.flatMap((point) => {
    const bodies = [...point.scope.allows, ...point.scope.denies];
    return bodies.map((body) => {
      const likely = matches(point, body);
      const others = bodies.filter((other) => other !== body).map((other) => matchesNot(point, other));
      const operands: readonly Formula[] = [likely, ...others].flatMap(conjunctsOf);
      return { point, likely, operands };
    });
  });
}

describe("known models", () => {
  it("known-models-change-no-answer", () => {
    const analysis = analysisOf(rules);
    const answers = aloneQuestions(analysis).map(({ point, likely, operands }) => ({
      known: isSatisfied(analysis, point, likely, operands),
      searched: sketch(analysis, point, { kind: "and", operands }, () => true).kind === "found",
    }));
    // On dropping `high` is always denied; on reading `same` and `second` stand in each other's way.
    expect(answers.map(({ known }) => known)).toEqual([true, false, true, true, true, true, false, false]);
    expect(answers.filter(({ known, searched }) => known !== searched)).toEqual([]);
  });

  it("are questions, too: where none may be asked, there is no answer", () => {
    const analysis = analysisOf(rules, 1);
    const [question] = aloneQuestions(analysis);
    if (question === undefined) throw new Error("a rule is in scope");
    const { point, likely, operands } = question;
    expect(isSatisfied(analysis, point, likely, operands)).toBe(true);
    expect(isSatisfied(analysis, point, likely, operands)).toBe(false);
  });
});
