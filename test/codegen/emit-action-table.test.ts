import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { compile } from "./support.js";

const odd = ["__proto__", "constructor", "hasOwnProperty", "get"];
const plain = ["tool0", "tool1", "tool2", "tool3", "tool4"];

const binary = Array.from({ length: 128 }, (_, index) => index.toString(2).padStart(7, "0"));

/** A policy set of these actions: every second one is allowed. */
function compileActions(names: readonly string[]) {
  const actions = names.map((name) => `action s."${name}"(a: String)\n`);
  const rules = names.flatMap((name, index) =>
    index % 2 === 0 ? [`  rule r${index} allow User to s."${name}" when args.a == "${index}"\n`] : [],
  );
  const text = `principal User\n${actions.join("")}policy p {\n${rules.join("")}}\n`;
  return { names: names.map((name) => `s.${name}`), ...compile(text) };
}

describe.each([
  ["few actions, of which one is compared", [...odd, ...plain.slice(0, 4)], "placed_actions[place]"],
  ["few that do not differ enough, which are all compared", [...odd, "net", "set"], "switch (name)"],
  ["one action", ["get"], "switch (name)"],
  ["more, which a hash leads to", [...odd, ...plain, "é", "long enough to be unlike"], "action_steps["],
  ["more that differ in too little, which are looked up", [...odd, ...binary], "all_actions = new Map("],
])("%s", (_, all, expected) => {
  const { names, policySet, module, code } = compileActions(all);

  it("leads from a name to the action, and from any other value to none", () => {
    expect(code).toContain(expected);
    const others = [
      "",
      "s",
      "__proto__",
      "s.toString",
      "get",
      "s.gets",
      "s.xet",
      7,
      null,
      undefined,
      ["s.get"],
      {},
    ];
    const answers = [...names, ...others].map((name) => {
      const args = names.flatMap((each, index) => (each === name ? [{ a: String(index) }] : []))[0];
      const request = { subject: { type: "User", id: "u" }, action: { name, properties: args ?? {} } };
      expect(module.decide(request)).toEqual(interpret(policySet, request));
      return module.allows(request);
    });
    expect(answers).toEqual([...names.map((__, index) => index % 2 === 0), ...others.map(() => false)]);
  });
});
