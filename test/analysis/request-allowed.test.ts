import { describe, expect, it } from "vitest";
import { ask } from "../../src/analysis/analysis.js";
import { negate } from "../../src/analysis/encode/formula.js";
import { allowedRequest, passesRules, requestAllowed } from "../../src/analysis/request-allowed.js";
import { interpret } from "../../src/interpret/interpret.js";
import { sampledKinds } from "./requests-by-kind.js";

describe("whether requests of a kind are allowed", () => {
  const samples = sampledKinds(16, 80);

  it("law closed-kind-is-denied: where no request is found that is allowed, none is", () => {
    let compared = 0;
    for (const { policySet, analysis, kind, requests } of samples) {
      if (allowedRequest(analysis, kind).kind !== "none") continue;
      for (const request of requests) {
        expect(passesRules(interpret(policySet, request)), JSON.stringify(request)).toBe(false);
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(100);
  });

  it("law open-kind-is-allowed: where no request is found that is denied, none is", () => {
    let compared = 0;
    for (const { policySet, analysis, kind, requests } of samples) {
      const [side] = kind.sides;
      if (side === undefined) continue;
      const denied = negate(requestAllowed(kind));
      const answer = ask(analysis, side, denied, ({ decision }) => !passesRules(decision));
      const isAllowed = (request: unknown) => passesRules(interpret(policySet, request));
      if (answer.kind === "none") expect(requests.every(isAllowed), kind.environment.action).toBe(true);
      else compared += 1;
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("law found-is-allowed: what is found is allowed by the whole policy set", () => {
    let found = 0;
    for (const { policySet, analysis, kind } of samples) {
      const answer = allowedRequest(analysis, kind);
      if (answer.kind !== "found") continue;
      expect(interpret(policySet, answer.request).decision).toBe(true);
      found += 1;
    }
    expect(found).toBeGreaterThan(20);
  });
});
