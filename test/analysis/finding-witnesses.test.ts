import { describe, expect, it } from "vitest";
import { analyze, check } from "../../src/compiler.js";
import { interpret } from "../../src/interpret/interpret.js";
import { pageExamples } from "../diagnostics/page-examples.js";

/** Findings that say that there is no request, or that it is not known whether there is one. */
const shownByNoRequest: ReadonlySet<string> = new Set(["POL3001", "POL3011", "POL3021", "POL3022"]);

const examples = (await pageExamples()).filter(({ code }) => code > "POL3000");

describe("the request by which a finding can be seen", () => {
  it.each(examples)(
    "$code has one, which is valid, unless it says that there is none",
    ({ code, text, schemas }) => {
      const { policySet } = check([{ path: "example.pol", text }], { schemas });
      if (policySet === undefined) throw new Error("the example does not compile");
      const findings = analyze(policySet, { conflicts: true }).filter((finding) => finding.code === code);
      expect(findings).not.toEqual([]);
      for (const { witness } of findings) {
        expect(witness === undefined).toBe(shownByNoRequest.has(code));
        if (witness) expect(interpret(policySet, witness.request).reason).not.toBe("invalid_request");
      }
    },
  );

  it.each([
    ["POL3004", "`web.docs` matches, with the clause and without it", true],
    ["POL3005", "`files.shared` matches, with the operand and without it", true],
    ["POL3016", "`bank.next_rent` matches as it is written", true],
    ["POL3017", "`web.fetch` lets it pass", true],
  ])("%s shows that %s", (code, shows, decision) => {
    const text = examples.find((example) => example.code === code)?.text ?? "";
    const { policySet } = check([{ path: "example.pol", text }]);
    const [finding] = policySet ? analyze(policySet).filter((each) => each.code === code) : [];
    expect(finding?.witness?.shows).toBe(shows);
    expect(policySet && interpret(policySet, finding?.witness?.request).decision).toBe(decision);
  });
});
