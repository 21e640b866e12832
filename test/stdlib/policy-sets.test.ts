import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { analyze, check, compile } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { format } from "../../src/syntax/format.js";
import { loadModule } from "../../src/testing/load-module.js";
import { runTests } from "../../src/testing/test-runner.js";
import { invariant } from "../../src/util/invariant.js";

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

  it("decides as a module what it decides interpreted", () => {
    const { module } = compile([{ path, text }]);
    invariant(policySet !== undefined && module !== undefined, "it compiles");
    const { decide } = loadModule(module.code);
    const requests = policySet.tests.map(({ request }) => request);
    expect(requests.map(decide)).toEqual(requests.map((request) => interpret(policySet, request)));
  });

  it("keeps its assertions, and has nothing idle", () => {
    expect(policySet && analyze(policySet)).toEqual([]);
  });
});
