import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseEdited } from "../../src/compiler/parse-edited.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { parse } from "../../src/syntax/parse.js";
import { arbitraryOf } from "../../src/testing/arbitrary.js";
import { generateRuleEdits } from "../../src/testing/edited-rules.js";
import { generateVersions } from "../../src/testing/edited-versions.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";

const first = "  /// Who reads.\n  rule reads\n    allow User to read\n";
const second = '  rule writes\n    allow User to write when principal.team == "ops"\n';

function fileOf(...rules: readonly string[]): SourceFile {
  return { path: "p.pol", text: `policy p {\n${rules.join("\n")}}\n\npolicy q {\n${second}}\n` };
}

/** Parses one version after the other, and holds each against one that is parsed whole. */
function expectAlike(versions: readonly SourceFile[]): void {
  const [start, ...edited] = versions;
  if (start === undefined) return;
  let before = { text: start.text, result: parse(start) };
  for (const file of edited) {
    before = parseEdited(before, file);
    expect(before.result).toEqual(parse(file));
  }
}

describe("parseEdited", () => {
  it("parses an edited file as it would parse it alone (`edited-file-parses-as-whole`)", () => {
    const edits = arbitraryOf((choices) => [
      generateRuleEdits(choices, generateLargeSet({ rules: 12, actions: 4 }), 6),
      generateVersions(choices, generatePolicySet(choices, 2), 6),
    ]);
    fc.assert(
      fc.property(edits, (histories) => {
        for (const versions of histories)
          for (const path of new Set(versions.flat().map((file) => file.path)))
            expectAlike(versions.flatMap((files) => files.filter((file) => file.path === path)));
      }),
      { numRuns: 10, seed: 20_261_122 },
    );
  });

  it.each([
    ["a rule longer", fileOf(first.replace("read\n", "write, read\n"), second)],
    ["a rule less", fileOf(second)],
    ["a rule more", fileOf(first, second.replace("writes", "more"), second)],
    ["a documentation less", fileOf(first.replace(/.*\n/, ""), second)],
    ["a documentation that has lost its rule", fileOf("  /// Who reads.\n", second)],
    ["a comment between rules", fileOf(first, `  // more\n${second}`)],
    ["a clause that has lost its rule", fileOf('    when principal.team == "ops"\n', second)],
    ["a brace more", fileOf(`${first}}\n`, second)],
    ["an error", fileOf(first.replace("allow", "alow"), second)],
    ["nothing in a policy", fileOf()],
    [
      "another name of the policy",
      { ...fileOf(first, second), text: fileOf(first, second).text.replace("p {", "pp {") },
    ],
  ])("reads %s, and what was there before", (_, edited) => {
    expectAlike([fileOf(first, second), edited, fileOf(first, second)]);
  });

  it("keeps what stands above a change, and moves the rules below it", () => {
    const start = fileOf(first, second);
    const before = { text: start.text, result: parse(start) };
    const { result } = parseEdited(
      before,
      fileOf(first, second.replace("ops", "support"), first.replace("reads", "last")),
    );
    const [policy] = result.file.declarations;
    const [old] = before.result.file.declarations;
    const rulesOf = (node: typeof policy) => (node?.kind === "PolicyDeclaration" ? node.rules : []);
    expect(rulesOf(policy)[0]).toBe(rulesOf(old)[0]);
    expect(rulesOf(policy)).toHaveLength(3);
  });
});
