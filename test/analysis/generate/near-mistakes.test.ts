import { describe, expect, it } from "vitest";
import { nearMistakes } from "../../../src/analysis/generate/near-mistakes.js";
import { check } from "../../../src/compiler.js";

/** The names of the mistakes in the clause of a rule, in the order in which they are looked for. */
function mistakesIn(condition: string): readonly string[] {
  const text = `principal User
    action go(limit?: Int in 1..100, level: Int in 0..9)
    context { at: Time }
    policy p { rule r allow User to go when ${condition} }`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text }]);
  const clause = policySet?.rules[0]?.variants[0]?.clauses[0];
  if (clause === undefined) throw new Error(JSON.stringify(diagnostics[0]));
  return nearMistakes(clause.condition).map(({ key }) => key.trim());
}

describe("near mistakes", () => {
  it("are in each part of a condition", () => {
    const own = ["true", "false", "edge 0", "edge 1"];
    expect(mistakesIn("args.level < 5")).toEqual([...own, ".1 edge 0", ".1 edge 1"]);
  });

  it("leave out bounds beyond those of the type, which change nothing", () => {
    expect(mistakesIn("args.level in 0..5")).not.toContain(".1 edge 0");
    expect(mistakesIn("args.level in 1..5")).toContain(".1 edge 0");
    expect(mistakesIn("context.at.hour in 9..23")).not.toContain(".2 edge 1");
    expect(mistakesIn("context.at.hour in 9..22")).toContain(".2 edge 1");
    expect(mistakesIn("args.level <= 9")).not.toContain(".1 edge 1");
  });

  it("leave out a default that is as good as another", () => {
    expect(mistakesIn("(args.limit ?? 10) > 50").filter((key) => key.startsWith(".0.1"))).toEqual([]);
    expect(mistakesIn("(args.limit ?? 50) > 50").filter((key) => key.startsWith(".0.1"))).toEqual([
      ".0.1 edge 1",
    ]);
  });

  it("leave out that a test is missing without which what follows does not check", () => {
    const guarded = mistakesIn("args has limit and args.limit > 50");
    expect(guarded).not.toContain(".0 true");
    expect(guarded).toContain(".0 false");
    expect(mistakesIn("args has limit and args.level > 5")).toContain(".0 true");
  });
});
