import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { compile } from "./support.js";

const odd = ["__proto__", "constructor", "hasOwnProperty", "get"];

/** A policy set of so many actions: every second one is allowed. */
function compileActions(count: number) {
  const plain = Array.from({ length: count - odd.length }, (_, number) => `tool${number}`);
  const names = [...odd, ...plain];
  const actions = names.map((name) => `action s."${name}"(a: String)\n`);
  const rules = names.flatMap((name, index) =>
    index % 2 === 0 ? [`  rule r${index} allow User to s."${name}" when args.a == "${index}"\n`] : [],
  );
  const text = `principal User\n${actions.join("")}policy p {\n${rules.join("")}}\n`;
  return { names: names.map((name) => `s.${name}`), ...compile(text) };
}

describe.each([
  ["few actions, which are compared", 8],
  ["more, which are looked up", 9],
])("%s", (_, count) => {
  const { names, policySet, module, code } = compileActions(count);

  it("leads from a name to the action, and from any other value to none", () => {
    expect(code.includes("switch (name)")).toBe(count === 8);
    const others = ["", "s", "__proto__", "s.toString", "get", 7, null, undefined, ["s.get"], {}];
    const answers = [...names, ...others].map((name) => {
      const args = names.flatMap((each, index) => (each === name ? [{ a: String(index) }] : []))[0];
      const request = { subject: { type: "User", id: "u" }, action: { name, properties: args ?? {} } };
      expect(module.decide(request)).toEqual(interpret(policySet, request));
      return module.allows(request);
    });
    expect(answers).toEqual([...names.map((__, index) => index % 2 === 0), ...others.map(() => false)]);
  });
});
