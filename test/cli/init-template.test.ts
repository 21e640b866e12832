import { describe, expect, it } from "vitest";
import { initTemplate } from "../../src/cli/init-template.js";
import { check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { format } from "../../src/syntax/format.js";
import { runTests } from "../../src/testing/test-runner.js";
import { invariant } from "../../src/util/invariant.js";

const policyFiles = initTemplate.filter(({ path }) => path.endsWith(".pol"));

describe("what polc init writes", () => {
  const { policySet, diagnostics } = check(policyFiles);

  it("checks without a diagnostic", () => expect(diagnostics).toEqual([]));

  it.each(policyFiles)("$path is formatted", (file) => expect(format(file).text).toBe(file.text));

  it("passes its tests", () => {
    invariant(policySet !== undefined, "the template checks");
    const results = runTests(policySet);
    expect(results.length).toBe(5);
    expect(results.filter(({ passed }) => !passed)).toEqual([]);
  });

  it("allows its request", () => {
    invariant(policySet !== undefined, "the template checks");
    const request = initTemplate.find(({ path }) => path === "request.json");
    expect(interpret(policySet, JSON.parse(request?.text ?? "")).reason).toBe("allowed");
  });
});
