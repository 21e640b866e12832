import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { policySetOf } from "./policy-set.js";

/*
 * A deny never fails open: where what it reads is absent, null, of the wrong type or outside its form, the request is denied.
 */

const types: readonly (readonly [
  type: string,
  condition: string,
  fine: unknown,
  wrong: readonly unknown[],
])[] = [
  ["Bool", "X", false, ["true", 1, 0]],
  ["Int", "X > 5", 5, ["6", 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 6n]],
  ["Int in 1..9", "X > 5", 5, [0, 10]],
  ["Number", "X > 5", 5.5 - 1, ["6", Number.NaN, Number.POSITIVE_INFINITY]],
  ["Number in 0..", "X > 5", 0.5, [-0.5]],
  ["String", 'X == "secret"', "", [6, "\ud800", ["secret"], new String("secret")]],
  ["String length 1..3", 'X == "abc"', "😀😀😀", ["", "abcd"]],
  ["String matches /[a-z]+/", 'X == "abc"', "abd", ["", "aB", "abc\n"]],
  ['"low" | "high"', 'X == "high"', "low", ["HIGH", "", "other"]],
  [
    "Time",
    "X.hour == 3",
    "2026-01-01T00:00:00Z",
    [0, "2026-01-01", "2026-01-01T00:00:60Z", "2026-01-01T03:00:00"],
  ],
  ["Date", 'X == "2026-01-01"', "2026-01-02", [0, "2026-02-30", "2026-01-01T00:00:00Z"]],
  ["Duration", "X > 1h", "PT1H", [7_200_000, "2h", "P1M", "P1W"]],
  ["Duration in ..1d", "X > 1h", "PT1H", ["P2D"]],
  ["Ip", 'X == "10.0.0.1"', "10.0.0.2", ["010.0.0.1", "10.1", "10.0.0.1 ", 167772161]],
  ["Cidr", 'X == "10.0.0.0/8"', "10.0.0.0/9", ["10.0.0.1/8", "10.0.0.0", "10/8"]],
  [
    "Url",
    'X.host == "a.example"',
    "https://b.example/",
    ["https://u@a.example/", "//a.example", "https://a.example\\@b.example/", "https://a.example/../x"],
  ],
  ["Host", 'X == "a.example"', "b.example", ["a.example:80", "a.example/", "0x7f.1", "ａ.example"]],
  ["Email", 'X.domain == "a.example"', "x@b.example", ["x@y@a.example", "<x@a.example>", '"x"@a.example']],
  ["Path", 'X within "/etc"', "/srv", ["etc", "C:/etc", "/etc\\x", "/etc\0"]],
  ["List<Int>", "6 in X", [5], [6, { 0: 6, length: 1 }, [null], ["6"], [1.5], new Array(1), new Set([6])]],
  ["List<Int> length 1..2", "6 in X", [5], [[], [1, 2, 3]]],
  [
    "Map<Int>",
    'any k in X: k == "bad"',
    { good: 1 },
    [[["bad", 1]], { bad: null }, { bad: "1" }, { bad: undefined }, new Map([["bad", 1]])],
  ],
  ["{ a: Int }", "X.a == 6", { a: 5 }, [{}, { a: null }, { a: "6" }, { A: 6 }, [6], Object.create({ a: 6 })]],
  [
    "User",
    'X == User("bad")',
    { type: "User", id: "good" },
    [
      { type: "User" },
      { id: "bad" },
      { type: "user", id: "bad" },
      { type: "Team", id: "bad" },
      "bad",
      { type: "User", id: "" },
    ],
  ],
  ["Json", "holder has x", undefined, [Number.NaN, () => 1, 1n]],
];

const cases = types.flatMap(([type, condition, fine, wrong]) =>
  ["args", "context", "principal", "resource"].map((root) => ({ type, condition, fine, wrong, root })),
);

/** A request in which the attribute `x` of one root has a value. */
function requestWith(root: string, holder: object) {
  const properties = (name: string) => (root === name ? holder : {});
  return {
    subject: { type: "User", id: "ann", properties: properties("principal") },
    action: { name: "act", properties: properties("args") },
    resource: { type: "Thing", id: "1", properties: properties("resource") },
    context: properties("context"),
  };
}

describe.each(cases)("a deny on $root.x: $type", ({ type, condition, fine, wrong, root }) => {
  const optional = type === "Json" ? "?" : "";
  const field = (name: string) => (name === root ? `x${optional}: ${type}` : "");
  const set = policySetOf(`
    principal User { ${field("principal")} }
    entity Team
    entity Thing { ${field("resource")} }
    action act(${field("args")}) on Thing
    context { ${field("context")} }
    policy p {
      rule everything allow anyone to anything
      rule no deny User to act on Thing when ${condition.replaceAll("X", `${root}.x`).replaceAll("holder", root)}
    }`);

  it("(is not always a denial)", () => {
    expect(interpret(set, requestWith(root, { x: fine }))).toMatchObject({ decision: true, problems: [] });
  });

  it.each([...wrong, ...(type === "Json" ? [] : [undefined, null]), Symbol("s")])(
    "denies with a wrong value (%#)",
    (value) => {
      expect(interpret(set, requestWith(root, { x: value }))).toMatchObject({
        decision: false,
        reason: "invalid_request",
      });
    },
  );

  it("denies where it cannot be read", () => {
    const holder = {
      get x() {
        throw new Error("no");
      },
    };
    expect(interpret(set, requestWith(root, holder)).reason).toBe("invalid_request");
  });

  if (type === "Json") return;

  it("denies where it is left out, or only inherited", () => {
    for (const holder of [{}, Object.create({ x: fine })]) {
      expect(interpret(set, requestWith(root, holder)).reason).toBe("invalid_request");
    }
  });
});
