import { expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.js";

it.each([
  ['let office = "x"', "`const NAME = VALUE`"],
  ["function f(x: Int) = x > 1", "`def NAME(PARAMETER: TYPE) = VALUE`"],
  ["enum Level { low, high }", '`type NAME = "a" | "b"`'],
  ["struct Address { street: String }", "`type NAME = { MEMBER: TYPE }`"],
  ["allow User to read", "`policy NAME { rule NAME allow … }`"],
  ["principle User", "did you mean `principal`?"],
])("what begins no declaration in Pol, and what does: %s", (text, expected) => {
  const [first] = parse({ path: "a.pol", text }).diagnostics;
  expect(first?.code).toBe("POL1009");
  expect(first?.help).toContain(expected);
});
