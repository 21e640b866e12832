import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import { format } from "../../src/syntax/format.js";
import { runTests } from "../../src/testing/test-runner.js";

/*
 * What each module of the standard library promises, as a policy set that uses it: its tests pass, its assertions are proved, and nothing
 * else is found in it.
 */

const folder = "test/stdlib/policy-sets";

describe.each(readdirSync(folder))("%s", (path) => {
  const text = readFileSync(`${folder}/${path}`, "utf8");
  const { policySet, diagnostics } = check([{ path, text }]);

  it("checks without a diagnostic", () => expect(diagnostics).toEqual([]));

  it("is formatted", () => expect(format({ path, text }).text).toBe(text));

  it("passes its tests", () => {
    const results = policySet ? runTests(policySet) : [];
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it("keeps its assertions, and has nothing idle", () => {
    expect(policySet && analyze(policySet)).toEqual([]);
  });
});
