import { describe, expect, it } from "vitest";
import { createWorkload } from "../../bench/src/create-workload.js";
import { printPol } from "../../bench/src/print-pol.js";
import { shapes } from "../../bench/src/shapes/shapes.js";
import { compareAnswers, Disagreement, referenceAnswers } from "../../bench/src/verify.js";
import { check, compile } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { loadModule } from "../../src/testing/load-module.js";

/* What the benchmark measures decides alike, or it is no comparison. Nothing is timed here. */

describe.each(shapes)("the workload of $name", (shape) => {
  const { grants, requests } = createWorkload(shape, 20, 400);
  const { policySet, module, diagnostics } = compile(printPol(grants));

  it("has as many rules as it says, without an error", () => {
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(policySet?.rules.length).toBe(20);
  });

  it("has requests of all kinds", () => {
    const reasons = requests.map((request) => policySet && interpret(policySet, request).reason);
    expect(new Set(reasons)).toEqual(
      new Set(["allowed", "denied_by_rule", "no_matching_rule", "invalid_request"]),
    );
  });

  it("is decided alike by the module, by straight code and by an index of Maps", () => {
    const answers = requests.map((request) => policySet && interpret(policySet, request).decision);
    const { allows, decide } = loadModule(module?.code ?? "");
    expect(requests.map((request) => allows(request))).toEqual(answers);
    expect(requests.map((request) => decide(request).decision)).toEqual(answers);
    expect(requests.map(shape.byHandOf20)).toEqual(answers);
    expect(requests.map(shape.byHand(grants))).toEqual(answers);
  });

  it("has as many rules that match a request where there are ten times as many", () => {
    const larger = createWorkload(shape, 200, 400);
    const { policySet: largerSet } = check(printPol(larger.grants));
    const matching = larger.requests.map(
      (request) => largerSet && interpret(largerSet, request).subject?.rules.length,
    );
    expect(Math.max(...matching.map((count) => count ?? 0))).toBeLessThanOrEqual(2);
  });
});

describe("answers", () => {
  const [request] = createWorkload(shapes[0] ?? expect.unreachable(), 20, 1).requests;
  const requests = request === undefined ? [] : [request];

  it("end the run where an engine decides otherwise than the reference", () => {
    const contestant = { name: "cedar", decide: () => true, requests };
    expect(() => compareAnswers(contestant, [false], 1)).toThrow(Disagreement);
    expect(compareAnswers(contestant, [true], 1)).toBe(1);
  });

  it("of the interpreter are held against the code by hand, which answers where the interpreter has not", () => {
    expect(() => referenceAnswers([false], () => true, requests)).toThrow(
      "hand allows what the reference denies",
    );
    expect(referenceAnswers([], () => true, requests)).toEqual([true]);
  });
});
