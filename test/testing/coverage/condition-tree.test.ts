import { describe, expect, it } from "vitest";
import { check } from "../../../src/compiler.js";
import {
  foldTree,
  type Logic,
  type RuleShape,
  shapeOf,
} from "../../../src/testing/coverage/condition-tree.js";

const schema = `principal User in Team { team: String, level: Int in 0..9 }
principal Bot acting for User { level: Int in 0..9 }
entity Team
action go(pages: List<Int>)
def low(level: Int, most: Int) = level < most or level == 9
`;

function shapesOf(rule: string): { readonly text: string; readonly shapes: readonly RuleShape[] } {
  const text = `${schema}policy p {\n rule r ${rule}\n}\n`;
  const { policySet, diagnostics } = check([{ path: "p.pol", text }]);
  const variants = policySet?.rules[0]?.variants;
  if (variants === undefined) throw new Error(JSON.stringify(diagnostics));
  return { text, shapes: variants.map(shapeOf) };
}

/** The tree in words, its conditions as they are written. */
function written(rule: string): string {
  const { text, shapes } = shapesOf(rule);
  const [shape] = shapes;
  if (shape === undefined) throw new Error("a rule has a variant");
  const words: Logic<string> = {
    and: (operands) => `and(${operands.join(", ")})`,
    or: (operands) => `or(${operands.join(", ")})`,
    not: (operand) => `not(${operand})`,
    if: (condition, consequent, alternate) => `if(${condition}, ${consequent}, ${alternate})`,
  };
  return foldTree(shape.tree, words, (index) => {
    const condition = shape.conditions[index];
    if (condition === undefined) throw new Error("a tree has its conditions");
    const { span, kind } = condition.expression;
    return kind === "literal" ? "·" : `${text.slice(span.start, span.end)} ${condition.turns}`;
  });
}

describe("a rule down to its conditions", () => {
  it("joins what the sentence names and the clauses", () => {
    expect(written('allow User in Team("t") to go when principal.level > 1 unless principal.level > 5')).toBe(
      'and(User in Team("t") up, principal.level > 1 up, not(principal.level > 5 down))',
    );
  });

  it("goes through `and`, `or`, `not` and `if`, and knows which way a condition turns the rule", () => {
    expect(
      written(
        'allow User to go unless not (principal.level > 1 and (if principal.team == "a" then principal.level > 2 else principal.level > 3))',
      ),
    ).toBe(
      'and(·, not(not(and(principal.level > 1 up, if(principal.team == "a" either, principal.level > 2 up, principal.level > 3 up)))))',
    );
  });

  it("takes each call of a definition by itself, where the definition is written", () => {
    const { shapes } = shapesOf(
      "allow User to go when low(level: principal.level, most: 2) or low(level: principal.level, most: 4)",
    );
    const conditions = shapes[0]?.conditions.slice(1) ?? [];
    expect(conditions.map(({ call }) => call)).toEqual([1, 1, 2, 2]);
    expect(new Set(conditions.map(({ key }) => key)).size).toBe(4);
    const starts = conditions.map(({ expression }) => expression.span.start);
    expect(starts.slice(0, 2)).toEqual(starts.slice(2));
  });

  it("gives a condition the same key however the rule is typed", () => {
    const { shapes } = shapesOf(
      "allow User, Bot acting for User to go when principal is Bot or principal.level > 3",
    );
    const keys = shapes.map(({ conditions }) => conditions.map(({ key }) => key));
    expect(keys.length).toBeGreaterThan(1);
    const distinct = new Set(keys.flat());
    expect(distinct.size).toBe(Math.max(...keys.map((each) => each.length)));
  });

  it("has what a quantifier joins, and nothing of one that is a single test", () => {
    const inner = (body: string): readonly string[] => {
      const { text, shapes } = shapesOf(`allow User to go when ${body}`);
      return (shapes[0]?.inner ?? []).map(({ expression: { span } }) => text.slice(span.start, span.end));
    };
    expect(inner("all n in args.pages: n > 1")).toEqual([]);
    expect(inner("all n in args.pages: n > 1 and not (n > 5 or n == 3)")).toEqual([
      "n > 1",
      "n > 5",
      "n == 3",
    ]);
    expect(inner("any n in args.pages: (all m in args.pages: m > n or m == 1)")).toEqual(["m > n", "m == 1"]);
  });
});
