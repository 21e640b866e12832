import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interpret } from "../../../src/interpret/interpret.js";
import { compile } from "../support.js";

/** What the rules of a few tools compare with, each of a tool with another text. */
const tools = fc.constantFrom(/^tenant[0-9]{1,3}$/, /^[a-c]{0,4}$/, /^[aé😀]{0,4}$/u).chain((form) =>
  fc.array(fc.uniqueArray(fc.stringMatching(form), { minLength: 6, maxLength: 16 }), {
    minLength: 2,
    maxLength: 5,
  }),
);

function compileTools(all: readonly (readonly string[])[]) {
  const rules = all.flatMap((texts, tool) =>
    texts.map(
      (text, index) => `rule r${tool}_${index} allow User to tool${tool}
        when principal has tenant and principal.tenant == ${JSON.stringify(text)} and args.kind == "k${index % 2}"\n`,
    ),
  );
  return compile(`
    principal User { tenant?: String }
    ${all.map((_, tool) => `action tool${tool}(kind: String)\n`).join("    ")}
    policy p {
    ${rules.join("    ")}
    }`);
}

function requestsOf(all: readonly (readonly string[])[]): readonly object[] {
  const tenants: readonly unknown[] = [
    ...all.flat(),
    "tenant",
    "tenant1000",
    "",
    "a",
    "\ud800",
    undefined,
    7,
  ];
  return tenants.flatMap((tenant, index) =>
    [0, 1].map((next) => ({
      subject: { type: "User", id: "u", properties: tenant === undefined ? {} : { tenant } },
      action: { name: `tool${(index + next) % all.length}`, properties: { kind: `k${index % 2}` } },
    })),
  );
}

describe("rows of a few actions that are found by one text each", () => {
  it("are found by places, and decide as the interpreter does (placed-rows-are-found)", () => {
    let placed = 0;
    fc.assert(
      fc.property(tools, (all) => {
        const { policySet, module, code } = compileTools(all);
        if (code.includes("_find(first, text)")) placed += 1;
        for (const request of requestsOf(all)) {
          const expected = interpret(policySet, request);
          expect(module.allows(request)).toBe(expected.decision);
          expect(module.decide(request)).toEqual(expected);
        }
      }),
      { seed: 20261123, numRuns: 6 },
    );
    expect(placed).toBeGreaterThan(4);
  });

  it("have no places where there are too many of an action", () => {
    const many = Array.from({ length: 17 }, (_, index) => `tenant${index}`);
    expect(compileTools([many, many.slice(4)]).code).toContain("rowByValue(");
    expect(compileTools([many.slice(1), many.slice(4)]).code).not.toContain("rowByValue(");
  });
});
