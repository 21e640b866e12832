import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { inquireRules } from "../../src/analysis/rule-standing.js";
import { analyze, check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import type { SourceFile } from "../../src/source/source-file.js";

const folder = new URL("fixtures/company/", import.meta.url);
const files: readonly SourceFile[] = readdirSync(folder)
  .sort()
  .map((path) => ({ path, text: readFileSync(new URL(path, folder), "utf8") }));

/** Rules that someone adds to the set, each with a mistake. */
const mistakes = `policy mistakes {

  rule never
    deny Agent to crm.search
    when args.limit > 900
    when args.limit in 1..500

  rule shadowed
    allow Agent acting for User to crm.remove on Account
    when principal.trust > 90

  rule covered
    allow User to crm.search
    when principal.department == "sales" and principal.role == "lead"

  rule idle_clause
    deny User to crm.export on Account
    when args.path within "/exports/crm/private"
    unless args.path within "/exports/billing"

  rule idle_operand
    deny User to crm.share on Account
    when args.to.length > 10 or args.to.length > 15
}
`;

function findingsIn(set: readonly SourceFile[]): readonly string[] {
  const { policySet, diagnostics } = check(set);
  const proved = policySet === undefined ? [] : analyze(policySet);
  return [...diagnostics, ...proved].map(
    ({ code, span, message }) => `${code} ${span.file}:${span.start} ${message}`,
  );
}

describe("a corrected policy set of 200 rules, as a company would have it", () => {
  it("is large, and every rule of it is known to matter", () => {
    const { policySet } = check(files);
    if (policySet === undefined) throw new Error("the set has errors");
    expect(policySet.rules.length).toBeGreaterThanOrEqual(200);
    const { standings } = inquireRules(createAnalysis(lower(policySet)));
    const others = [...standings].filter(([, { kind }]) => kind !== "essential").map(([{ id }]) => id);
    expect(others).toEqual([]);
  });

  it("has no finding, of the checker or of an analysis", () => {
    expect(findingsIn(files)).toEqual([]);
  });

  it("shows each mistake that is made in it", () => {
    const found = findingsIn([...files, { path: "mistakes.pol", text: mistakes }]);
    expect(found.map((words) => words.replace(/:\d+ .*/, ""))).toEqual([
      "POL3001 mistakes.pol",
      "POL3002 mistakes.pol",
      "POL3003 mistakes.pol",
      "POL3004 mistakes.pol",
      "POL3005 mistakes.pol",
    ]);
  });
});
