import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import { format } from "../../src/syntax/format.js";
import { runTests } from "../../src/testing/test-runner.js";
import { measuredSets, readPolicyFiles, readPolicySet } from "./read-policy-set.js";

/* The policy sets that the harness is measured with are as people would have them: checked, formatted, tested. */

describe.each(measuredSets)("%s", (folder) => {
  it("has no diagnostic, and nothing is found in it", () => {
    expect(check(readPolicyFiles(folder)).diagnostics).toEqual([]);
    expect(analyze(readPolicySet(folder))).toEqual([]);
  });

  it.each(readPolicyFiles(folder))("$path is formatted", (file) => {
    expect(format(file).text).toBe(file.text);
  });

  it("passes its tests", () => {
    const results = runTests(readPolicySet(folder));
    expect(results.length).toBeGreaterThan(1);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });
});

describe("the policy sets together", () => {
  it("are eleven, of 5 to 200 rules", () => {
    const sizes = measuredSets.map((folder) => readPolicySet(folder).rules.length).sort((a, b) => a - b);
    expect(sizes.length).toBe(11);
    expect(sizes.at(0)).toBeGreaterThanOrEqual(5);
    expect(sizes.at(-1)).toBe(200);
  });
});
