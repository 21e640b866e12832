import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import type { ConditionCoverage } from "../../../src/testing/coverage/coverage-of.js";
import { measureCoverage } from "../../../src/testing/coverage.js";
import type { JsonObject } from "../../../src/util/json-object.js";

/** A condition of a rule: three flags, and a sum that is false, true or an error for 0, 1 and 2. */
type Formula =
  | { readonly kind: "flag"; readonly name: "a" | "b" | "c" }
  | { readonly kind: "sum" }
  | { readonly kind: "not"; readonly operand: Formula }
  | { readonly kind: "and" | "or"; readonly left: Formula; readonly right: Formula }
  | { readonly kind: "if"; readonly test: Formula; readonly yes: Formula; readonly no: Formula };

type Truth = boolean | "error";

interface Assignment {
  readonly a: boolean;
  readonly b: boolean;
  readonly c: boolean;
  readonly x: 0 | 1 | 2;
}

const flags = [false, true];
const assignments: readonly Assignment[] = flags.flatMap((a) =>
  flags.flatMap((b) => flags.flatMap((c) => ([0, 1, 2] as const).map((x) => ({ a, b, c, x })))),
);

const leaf: fc.Arbitrary<Formula> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant("flag" as const), name: fc.constantFrom("a", "b", "c") }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: "sum" as const }) },
);

const formula = fc.letrec<{ formula: Formula }>((tie) => ({
  formula: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    leaf,
    fc.record({ kind: fc.constant("not" as const), operand: tie("formula") }),
    fc.record({ kind: fc.constantFrom("and", "or"), left: tie("formula"), right: tie("formula") }),
    fc.record({ kind: fc.constantFrom("and", "or"), left: tie("formula"), right: tie("formula") }),
    fc.record({
      kind: fc.constant("if" as const),
      test: tie("formula"),
      yes: tie("formula"),
      no: tie("formula"),
    }),
  ),
})).formula;

interface Rule {
  readonly effect: "allow" | "deny";
  readonly when: Formula;
  readonly unless: Formula | undefined;
}

const rules: fc.Arbitrary<Rule> = fc.record({
  effect: fc.constantFrom("allow", "deny"),
  when: formula,
  unless: fc.option(formula, { nil: undefined }),
});

function textOf(node: Formula): string {
  switch (node.kind) {
    case "flag":
      return `context.${node.name}`;
    case "sum":
      return "context.x * 9007199254740991 > 3";
    case "not":
      return `not (${textOf(node.operand)})`;
    case "if":
      return `(if ${textOf(node.test)} then ${textOf(node.yes)} else ${textOf(node.no)})`;
    default:
      return `(${textOf(node.left)}) ${node.kind} (${textOf(node.right)})`;
  }
}

function policyOf({ effect, when, unless }: Rule): string {
  const clauses = [`when ${textOf(when)}`, ...(unless ? [`unless ${textOf(unless)}`] : [])];
  return `principal User
action go
context { a: Bool, b: Bool, c: Bool, x: Int in 0..2 }
policy p {
  rule r
    ${effect} User to go
    ${clauses.join("\n    ")}
}
`;
}

function requestOf(context: Assignment): JsonObject {
  return { subject: { type: "User", id: "u" }, action: { name: "go" }, context };
}

/** The truth of the leaves of a rule, from left to right, one of which may be settled. */
function leavesOf(node: Formula): readonly Formula[] {
  switch (node.kind) {
    case "flag":
    case "sum":
      return [node];
    case "not":
      return leavesOf(node.operand);
    case "if":
      return [node.test, node.yes, node.no].flatMap(leavesOf);
    default:
      return [node.left, node.right].flatMap(leavesOf);
  }
}

function leafTruth(node: Formula, { x, ...values }: Assignment): Truth {
  if (node.kind === "flag") return values[node.name];
  return x === 2 ? "error" : x === 1;
}

/** What a formula comes to where its leaves come to `truths`, which are taken from the front. */
function truthOf(node: Formula, truths: Truth[]): Truth {
  switch (node.kind) {
    case "flag":
    case "sum":
      return truths.shift() ?? "error";
    case "not":
      return opposite(truthOf(node.operand, truths));
    case "if": {
      const [test, yes, no] = [node.test, node.yes, node.no].map((each) => truthOf(each, truths));
      return test === "error" ? "error" : ((test ? yes : no) ?? "error");
    }
    default: {
      const both = [truthOf(node.left, truths), truthOf(node.right, truths)];
      const absorbing = node.kind === "or";
      return both.includes(absorbing) ? absorbing : both.includes("error") ? "error" : !absorbing;
    }
  }
}

function opposite(truth: Truth): Truth {
  return truth === "error" ? truth : !truth;
}

/** Whether the rule matches where one of its leaves is settled. */
function matches(rule: Rule, truths: readonly Truth[]): boolean {
  const left = [...truths];
  const when = truthOf(rule.when, left);
  const unless = rule.unless ? opposite(truthOf(rule.unless, left)) : true;
  if (when === false || unless === false) return false;
  return rule.effect === "deny" || (when === true && unless === true);
}

/** What some requests show of each leaf of a rule, by trying them all against each other. */
function shownBy(rule: Rule, tried: readonly Assignment[]): readonly (readonly boolean[])[] {
  const leaves = [rule.when, ...(rule.unless ? [rule.unless] : [])].flatMap(leavesOf);
  return leaves.map((node, index) => {
    const seen = tried.map((assignment) => {
      const truths = leaves.map((each) => leafTruth(each, assignment));
      const turned = flags.map((value) => matches(rule, truths.with(index, value)));
      return { truth: truths[index], matches: matches(rule, truths), hinges: turned[0] !== turned[1] };
    });
    const deciding = seen.filter(({ hinges, truth }) => hinges && truth !== "error");
    return [
      seen.some(({ truth }) => truth === true),
      seen.some(({ truth }) => truth === false),
      ...(node.kind === "sum" ? [seen.some(({ truth, hinges }) => truth === "error" && hinges)] : []),
      deciding.some((one) =>
        deciding.some((other) => one.truth !== other.truth && one.matches !== other.matches),
      ),
    ];
  });
}

function standingsOf({ outcomes, decisive }: ConditionCoverage): readonly string[] {
  return [...outcomes, { standing: decisive }].flatMap(({ standing }) => standing?.kind ?? []);
}

function coverageBy(rule: Rule, tried: readonly Assignment[]) {
  const { policySet } = check([{ path: "p.pol", text: policyOf(rule) }]);
  if (policySet === undefined) throw new Error(`this does not check: ${policyOf(rule)}`);
  const [covered] = measureCoverage(policySet, tried.map(requestOf)).rules;
  if (covered === undefined) throw new Error("the policy set has a rule");
  return covered;
}

describe("coverage of small rules", () => {
  it("coverage-equals-brute-force: outcomes and MC/DC, of some requests and of all that there are", () => {
    fc.assert(
      fc.property(rules, fc.subarray([...assignments]), (rule, tried) => {
        const shown = shownBy(rule, tried);
        const possible = shownBy(rule, assignments);
        const expected = possible.map((goals, index) =>
          goals.map((can, goal) => (shown[index]?.[goal] ? "covered" : can ? "missed" : "unreachable")),
        );
        expect(coverageBy(rule, tried).conditions.map(standingsOf)).toEqual(expected);
      }),
      { seed: 5, numRuns: 60 },
    );
  });

  it("missing-requests-cover: with the requests that are said to be missing, nothing is missing", () => {
    fc.assert(
      fc.property(rules, fc.subarray([...assignments]), (rule, tried) => {
        const before = coverageBy(rule, tried);
        const standings = before.conditions.flatMap(({ outcomes, decisive }) => [
          ...outcomes.map(({ standing }) => standing),
          ...(decisive ? [decisive] : []),
        ]);
        const missing = [before.matched, ...standings].flatMap((standing) =>
          standing.kind === "missed"
            ? standing.requests.map(({ context }) => ({ ...empty, ...(context as object) }))
            : [],
        );
        const after = coverageBy(rule, [...tried, ...missing]);
        expect([after.matched.kind, ...after.conditions.flatMap(standingsOf)]).not.toContain("missed");
      }),
      { seed: 6, numRuns: 30 },
    );
  });
});

/** What a rule does not read, a request need not have. */
const empty: Assignment = { a: false, b: false, c: false, x: 0 };
