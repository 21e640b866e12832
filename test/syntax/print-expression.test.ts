import { describe, expect, it } from "vitest";
import type { Expression } from "../../src/syntax/ast.js";
import { parse } from "../../src/syntax/parse.js";
import { printExpression, printRule, printType } from "../../src/syntax/print.js";

function bodyOf(text: string): Expression {
  const [declaration] = parse({ path: "a.pol", text: `def d() = ${text}` }).file.declarations;
  if (declaration?.kind !== "DefinitionDeclaration") throw new Error(`no expression: ${text}`);
  return declaration.body;
}

describe("printExpression", () => {
  it.each([
    ["a or b and c", "a or (b and c)"],
    ["((a)) and (b and c)", "a and (b and c)"],
    ["(a or b) and c", "(a or b) and c"],
    ["not (a and b)", "not (a and b)"],
    ["(not a) == b", "(not a) == b"],
    ["(a == b) == c", "(a == b) == c"],
    ["(args.limit ?? 100) > 10", "args.limit ?? 100 > 10"],
    ["(a ?? b) ?? c", "(a ?? b) ?? c"],
    ["a - (b - c)", "a - (b - c)"],
    ["(a + b).length * -(c + 1)", "(a + b).length * -(c + 1)"],
    ["f( a : 1 , b:[ 1,2 , ] )", "f(a: 1, b: [1, 2])"],
    ['x . "id" == y.$x', undefined],
    ["any x in (a or b): x", "any x in (a or b): x"],
    ["(any x in a: x) and b", "(any x in a: x) and b"],
    ["if (if a then b else c) then d else e", "if (if a then b else c) then d else e"],
    ["x is viewer of (a and b)", "x is viewer of (a and b)"],
    ['x matches /a\\/b/ and y like "\\\\*"', 'x matches /a\\/b/ and y like "\\\\*"'],
    ['"\\u{202e}\\u{1f600}\\n\\/"', '"\\u{202e}\u{1f600}\\n/"'],
    ['a has "$ref".in', 'a has "$ref".in'],
  ])("prints %s", (text, printed) => {
    if (printed === undefined) expect(() => bodyOf(text)).toThrow();
    else expect(printExpression(bodyOf(text))).toBe(printed);
  });
});

describe("printType and printRule", () => {
  it("print what was parsed", () => {
    const text =
      'type T = {a:Int in ..5,"b c"?:"x"|"y",...}\npolicy p{rule r oblige User("a") to x with log,cap(n:1)}';
    const [type, policy] = parse({ path: "a.pol", text }).file.declarations;
    expect(
      type?.kind === "TypeDeclaration" && type.type.kind !== "JsonSchemaReference" && printType(type.type),
    ).toBe('{ a: Int in ..5, "b c"?: "x" | "y", ... }');
    const rule = policy?.kind === "PolicyDeclaration" ? policy.rules[0] : undefined;
    expect(rule && printRule(rule)).toBe('rule r\n  oblige User("a") to x\n  with log, cap(n: 1)');
  });
});
