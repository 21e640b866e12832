import fc from "fast-check";
import { expect, it } from "vitest";
import { nearMistakes } from "../../../src/analysis/generate/near-mistakes.js";
import { operandsThatMatter } from "../../../src/analysis/generate/operands-that-matter.js";
import type { TypedExpression } from "../../../src/check/typed-expression.js";
import { check } from "../../../src/compiler.js";
import { evaluateTruth, type Scope } from "../../../src/interpret/evaluate.js";
import { readRequest } from "../../../src/interpret/read-request.js";
import { invariant } from "../../../src/util/invariant.js";

const operand = fc.constantFrom(
  "args.a",
  "args.b",
  "args.c",
  "args.n > 1",
  "args.n + 9007199254740991 > args.n",
  "args.n in [0, 2, 2]",
  "args.n + 9007199254740991 - args.n in [1, 9007199254740991]",
  'args.ip in ["10.0.0.0/31", "10.0.0.1/32"]',
);

const condition = fc.letrec<{ joined: string }>((tie) => ({
  joined: fc.oneof(
    { depthSize: "small" },
    operand,
    fc
      .tuple(tie("joined"), fc.constantFrom("and", "or"), tie("joined"))
      .map((parts) => `(${parts.join(" ")})`),
    tie("joined").map((inner) => `not (${inner})`),
    fc
      .tuple(tie("joined"), tie("joined"), tie("joined"))
      .map(([test, one, other]) => `(if ${test} then ${one} else ${other})`),
  ),
})).joined;

const values = fc.record({
  a: fc.boolean(),
  b: fc.boolean(),
  c: fc.boolean(),
  n: fc.integer({ min: 0, max: 3 }),
  ip: fc.constantFrom("10.0.0.0", "10.0.0.1", "10.0.0.2"),
});

function conditionOf(text: string, args: object): { condition: TypedExpression; scope: Scope } {
  const source = `principal User
    action go(a: Bool, b: Bool, c: Bool, n: Int in 0..3, ip: Ip)
    policy p { rule r allow User to go when ${text} }`;
  const { policySet, diagnostics } = check([{ path: "a.pol", text: source }]);
  const clause = policySet?.rules[0]?.variants[0]?.clauses[0];
  invariant(policySet !== undefined && clause !== undefined, JSON.stringify(diagnostics[0]));
  const request = readRequest(policySet, {
    subject: { type: "User", id: "kim" },
    action: { name: "go", properties: args },
  });
  invariant("types" in request, JSON.stringify(request));
  return { condition: clause.condition, scope: { request, principal: "subject", variables: new Map() } };
}

it("mistakes-elsewhere-change-nothing: one in an operand that does not matter leaves the condition as it is", () => {
  const property = fc.property(condition, values, (text, args) => {
    const { condition: own, scope } = conditionOf(text, args);
    const matter = operandsThatMatter(own, scope);
    for (const mistake of nearMistakes(own).filter((each) => !matter.has(each.operand)))
      expect([mistake.key, evaluateTruth(mistake.condition, scope)]).toEqual([
        mistake.key,
        evaluateTruth(own, scope),
      ]);
  });
  fc.assert(property, { seed: 20261122, numRuns: 150 });
});

it("mistakes-that-leave-their-operand-change-nothing: where it comes to the same, so does the condition", () => {
  const property = fc.property(condition, values, (text, args) => {
    const { condition: own, scope } = conditionOf(text, args);
    for (const { key, operand, changed, condition: mistaken } of nearMistakes(own))
      if (evaluateTruth(operand, scope) === evaluateTruth(changed, scope))
        expect([key, evaluateTruth(mistaken, scope)]).toEqual([key, evaluateTruth(own, scope)]);
  });
  fc.assert(property, { seed: 20261123, numRuns: 150 });
});

it("are those that would change the condition, and none beside one that settles it", () => {
  const count = (text: string) => {
    const { condition: own, scope } = conditionOf(text, {
      a: true,
      b: false,
      c: false,
      n: 0,
      ip: "10.0.0.1",
    });
    return operandsThatMatter(own, scope).size;
  };
  expect(count("args.a and args.n == 0")).toBe(3);
  expect(count("args.a and args.b")).toBe(2);
  expect(count("args.b and args.c")).toBe(1);
  expect(count("args.b or args.c")).toBe(3);
  expect(count("args.n in [1, 2]")).toBe(3);
  expect(count("args.n in [0, 1, 2]")).toBe(2);
  expect(count('args.ip in ["10.0.0.0/31", "10.0.0.1/32"]')).toBe(1);
  expect(count("if args.a then args.b else args.c")).toBe(3);
});
