import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { plainlyDecides } from "../../src/analysis/deciding-argument.js";
import { kindsByAction } from "../../src/analysis/request-allowed.js";
import { inquireRules } from "../../src/analysis/rule-standing.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import { schema } from "./finding-words.js";

/** Whether the `host` of `web.fetch` is seen to decide for some kind of request, by what the rules that name it say. */
function decides(rules: string): boolean {
  return tried(rules).decides;
}

/** {@link decides}, and how many questions it takes beside those about the rules themselves. */
function tried(rules: string): { readonly decides: boolean; readonly questions: number } {
  const { policySet, diagnostics } = check([{ path: "a.pol", text: `${schema}\npolicy p {\n${rules}\n}` }]);
  if (policySet === undefined) throw new Error(diagnostics[0]?.message);
  const analysis = createAnalysis(lower(policySet), 1000);
  inquireRules(analysis);
  const before = analysis.budget.questions;
  const field = policySet.actions.get("web.fetch")?.parameters.get("host");
  if (field === undefined) throw new Error("the action has a host");
  const readers = new Set(policySet.rules.filter(({ text }) => text.includes("args.host")));
  const kinds = kindsByAction(analysis).get("web.fetch") ?? [];
  const decides = kinds.some((kind) => plainlyDecides(analysis, kind, field, readers));
  return { decides, questions: before - analysis.budget.questions };
}

/** Four denies that another one covers, and two that cover each other. */
const manyDenies = [
  "rule a allow User to web.fetch",
  "rule broad deny User to web.fetch when context.count > 5",
  ...[6, 7, 8, 9].map(
    (count) =>
      `rule covered_${count} deny User to web.fetch when args.host within "a.example" and context.count > ${count}`,
  ),
  ...["first", "second"].map(
    (name) => `rule ${name} deny User to web.fetch unless args.host within "a.example"`,
  ),
].join("\n");

describe("an argument that plainly decides", () => {
  it.each([
    ["of an allow", 'rule a allow User to web.fetch when args.host within "a.example"'],
    [
      "of a deny",
      'rule a allow User to web.fetch\nrule d deny User to web.fetch unless args.host within "a.example"',
    ],
    [
      "beside allows that ask for something else",
      'rule a allow User to web.fetch when args.host within "a.example"\nrule b allow User to web.fetch when principal.level > 3',
    ],
    [
      "of both parties to a call",
      'rule a allow Agent acting for User to web.fetch when args.host within "a.example"\nrule b allow User to web.fetch when context.count > 2',
    ],
    ["of many denies together, of which none decides by itself", manyDenies],
  ])("is seen: %s", (_, rules) => {
    expect(decides(rules)).toBe(true);
  });

  it.each([
    ["a value", "rule b allow Agent acting for User to web.fetch when context.count < 2"],
    ["who is allowed", 'rule b allow anyone to web.fetch when context.ip in "10.0.0.0/8"'],
  ])(
    "is asked once, beside an allow of the other party that goes with it, where the first differs in %s",
    (_, first) => {
      const rules = [
        'rule a allow User to web.fetch when args.host within "a.example" and context.count > 5',
        first,
        "rule c allow Agent acting for User to web.fetch when context.count > 3",
      ];
      expect(tried(rules.join("\n"))).toEqual({ decides: true, questions: 1 });
    },
  );

  it("is not asked about where a party is allowed nothing", () => {
    const rules = 'rule a allow Agent acting for User to web.fetch when args.host within "a.example"';
    expect(tried(rules)).toEqual({ decides: false, questions: 0 });
  });

  it.each([
    [
      "everything is allowed anyway",
      'rule a allow User to web.fetch when args.host within "a.example"\nrule b allow User to web.fetch',
    ],
    [
      "nothing is allowed",
      'rule a allow User to web.fetch when args.host within "a.example"\nrule d deny anyone to web.fetch',
    ],
    [
      "both sides of it are allowed",
      'rule a allow User to web.fetch when args.host within "a.example"\nrule b allow User to web.fetch unless args.host within "a.example"',
    ],
  ])("is not, where %s", (_, rules) => {
    expect(decides(rules)).toBe(false);
  });
});
