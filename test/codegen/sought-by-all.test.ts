import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpret } from "../../src/interpret/interpret.js";
import { compile } from "./support.js";

/** Texts that have places, and `editor` and `reader`, which do not differ enough to have places of their own. */
const roles = ["admin", "auditor", "editor", "reader", "ops", "", "suspended", "ünïcode"];
const teams = ["a", "b", "sales"];

const role = fc.constantFrom(...roles);
const inRoles = role.map((text) => `${JSON.stringify(text)} in principal.roles`);
const inTeam = fc.constantFrom(...teams).map((id) => `principal in Team(${JSON.stringify(id)})`);
const inUnit = fc.constantFrom(...teams).map((id) => `principal in Unit(${JSON.stringify(id)})`);
const isUser = fc.constantFrom("ann", "bob").map((id) => `principal == User("${id}")`);
const ofTenant = role.map((text) => `${JSON.stringify(text)} == principal.tenant`);
const inList = fc.oneof({ weight: 3, arbitrary: inRoles }, inTeam, inUnit);
const seeking = fc.oneof({ weight: 3, arbitrary: inList }, isUser, ofTenant);

const condition = fc.oneof(
  { weight: 4, arbitrary: seeking },
  { weight: 2, arbitrary: fc.tuple(seeking, seeking).map((tests) => tests.join(" or ")) },
  fc.tuple(inList, seeking).map((tests) => tests.join(" and ")),
  inRoles.map((test) => `not (${test})`),
  inRoles.map((test) => `${test} and args.path like "/a*"`),
  fc.constant(`any role in principal.roles: role like "s*"`),
  fc.constant(`principal.tenant like "s*"`),
);

/** Rules on one of three actions, some of them on none. */
const rule = fc.tuple(fc.constantFrom("allow", "allow", "deny"), fc.integer({ min: 0, max: 2 }), condition);

const actionNames = ["read", "write", "move"];

function policySetOf(rules: readonly (readonly [string, number, string])[]) {
  const texts = rules.map(
    ([effect, action, test], index) =>
      `rule r${index} ${effect} User to ${actionNames[action]} when ${test}\n`,
  );
  return compile(`
    principal User in Team, Unit { roles: List<String>, tenant: String }
    entity Team
    entity Unit
    action read(path: String)
    action write(path: String)
    action move(path: String)
    policy p {
    ${texts.join("    ")}
    }`);
}

const request = fc.record({
  subject: fc.record({
    type: fc.constant("User"),
    id: fc.constantFrom<unknown>("ann", "bob", "u", "u", "", "\ud800", 7),
    properties: fc.record({
      tenant: fc.oneof(role, fc.constantFrom<unknown>("\ud800", 7, null, undefined)),
      roles: fc.array(fc.oneof(role, fc.constantFrom("oops", "\ud800")), { maxLength: 4 }),
    }),
    ancestors: fc.array(
      fc.record({ type: fc.constantFrom("Team", "Unit"), id: fc.constantFrom(...teams, "c") }),
      { maxLength: 3 },
    ),
  }),
  action: fc.record({
    name: fc.constantFrom(...actionNames),
    properties: fc.record({ path: fc.constantFrom("/a", "/b") }),
  }),
});

describe("rules that look for constants in lists", () => {
  it("decide as the interpreter does, whatever they look for (seeking-equals-interpreter)", () => {
    fc.assert(
      fc.property(
        fc.array(rule, { minLength: 1, maxLength: 12 }),
        fc.array(request, { minLength: 25, maxLength: 25 }),
        (rules, requests) => {
          const { policySet, module } = policySetOf(rules);
          for (const each of requests) {
            const { decision } = interpret(policySet, each);
            expect(module.allows(each)).toBe(decision);
            expect(module.decide(each).decision).toBe(decision);
          }
        },
      ),
      { seed: 2026, numRuns: 20 },
    );
  });
});

/** Rules of so many tools, with three roles, a user and a tenant for each; every second tool has a deny as well. */
function compileTools(count: number) {
  const tools = Array.from({ length: count }, (_, index) => `tool${index}`);
  const rules = tools.flatMap((tool, index) => [
    ...[0, 1, 2].map(
      (one) => `rule ${tool}_${one} allow User to ${tool} when "role${3 * index + one}" in principal.roles\n`,
    ),
    `rule ${tool}_user allow User("user${index}") to ${tool}\n`,
    `rule ${tool}_tenant allow User to ${tool} when principal.tenant == "tenant${index}"\n`,
    ...(index % 2 === 0
      ? []
      : [`rule ${tool}_no deny User to ${tool} when "no${index}" in principal.roles\n`]),
  ]);
  return compile(`
    principal User { roles: List<String>, tenant: String }
    ${tools.map((tool) => `action ${tool}()\n`).join("    ")}
    policy p {
    ${rules.join("    ")}
    }`);
}

describe.each([
  ["two actions", 2],
  ["twenty actions", 20],
  ["a hundred actions", 100],
])("%s whose rules look for other constants alone", (_, count) => {
  const { policySet, module, code } = compileTools(count);

  it("share one function for `allows`", () => {
    expect(code.match(/^function allows_/gm)).toHaveLength(2);
    expect(code.match(/^function allowed_kinds/gm)).toHaveLength(1);
  });

  it("allow what their own rules do", () => {
    for (let index = 0; index < count; index += 1) {
      const own = 3 * index;
      for (const [id, tenant, ...list] of [
        ["u", "t", `role${own}`],
        ["u", "t", `role${own + 3}`],
        ["u", "t", "x", `role${own + 2}`, `no${index}`],
        ["u", "t", `no${index}`],
        ["u", "t"],
        [`user${index}`, "t"],
        [`user${index}`, "t", `no${index}`],
        ["u", `tenant${index}`],
        [`user${index + 1}`, `tenant${index + 1}`],
      ]) {
        const subject = { type: "User", id, properties: { roles: list, tenant } };
        const asked = { subject, action: { name: `tool${index}`, properties: {} } };
        expect(module.allows(asked)).toBe(interpret(policySet, asked).decision);
      }
    }
  });
});
