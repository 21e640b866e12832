import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emitModule } from "../../../src/codegen/emit-module.js";
import { check } from "../../../src/compiler.js";
import { interpret } from "../../../src/interpret/interpret.js";
import { lower } from "../../../src/ir/lower.js";
import type { SourceFile } from "../../../src/source/source-file.js";
import { generateAlikeRules } from "../../../src/testing/alike-rules.js";
import { arbitraryOf } from "../../../src/testing/arbitrary.js";
import { pick, seededChoices, several } from "../../../src/testing/choices.js";
import { findDisagreement } from "../../../src/testing/differential.js";
import { loadModule } from "../../../src/testing/load-module.js";
import { createRequestGenerator } from "../../../src/testing/request/generate-request.js";
import { importCode } from "../import-code.js";
import { compile } from "../support.js";

/** A set of rules, and a number from which its requests are made. */
const alike = (rules: number, shapes: number) =>
  arbitraryOf((choices) => ({
    files: generateAlikeRules(choices, { rules: choices.int(8, rules), shapes: choices.int(1, shapes) }),
    seed: choices.int(0, 2 ** 31 - 1),
  }));

/** Holds the modules of some sets against the interpreter. Gives the functions of the runtime that they find rows with. */
function holdAgainstInterpreter(
  subject: ReturnType<typeof alike>,
  { numRuns, requests }: { readonly numRuns: number; readonly requests: number },
): readonly string[] {
  const indexes = new Set<string>();
  fc.assert(
    fc.property(subject, ({ files, seed }) => {
      const { policySet } = check(files);
      fc.pre(policySet !== undefined);
      const { code } = emitModule(lower(policySet), { sources: files });
      const module = loadModule(code);
      for (const [name] of code.matchAll(/\b(?:indexBy\w+|groupByValue|rowByValue|mixed_\w+_decide)(?=\()/g))
        indexes.add(name);
      const generate = createRequestGenerator(policySet);
      for (let index = 0; index < requests; index++) {
        const makeRequest = () => generate(seededChoices(seed + index));
        expect(findDisagreement(policySet, module, makeRequest)).toBeUndefined();
      }
    }),
    { seed: 20261122, numRuns },
  );
  return [...indexes];
}

const ownConditions: readonly ((index: number) => string)[] = [
  (index) => `principal.team == "t${index}"`,
  (index) => `principal.team in ["t${index}", "u${index}"] when args.name like "*n${index}"`,
  (index) => `"r${index}" in principal.roles`,
  (index) => `principal.team == "t${index % 8}" when args.name == "n${index >> 3}"`,
  (index) => `args.name like "tenant${index}/*"`,
  (index) => `args.name like "*.n${index}.example"`,
  (index) => `args.count in ${index * 3}..${index * 3 + 2}`,
  (index) => `context.ip in "10.0.${index}.0/24"`,
];

/** Rules with these conditions in turn, and others of theirs that deny. */
function rulesOfTheirOwn(conditions: readonly ((index: number) => string)[]): readonly SourceFile[] {
  const rules = Array.from({ length: 80 * conditions.length }, (_, index) => {
    const effect = index % 7 === 0 ? "deny" : "allow";
    const condition = conditions[index % conditions.length]?.(Math.floor(index / conditions.length));
    return `  rule r${index} ${effect} User to read when ${condition}`;
  });
  const schema = `principal User { team: String, roles: List<String> }
action read(name: String, count: Int)
context { ip: Ip }`;
  return [{ path: "own.pol", text: `${schema}\npolicy own {\n${rules.join("\n")}\n}\n` }];
}

describe("tables-keep-every-decision", () => {
  it("of rules of one shape, by whatever index rows are found", () => {
    const indexes = holdAgainstInterpreter(alike(80, 5), { numRuns: 12, requests: 20 });
    expect(indexes).toEqual(
      expect.arrayContaining([
        "groupByValue",
        "indexByAddress",
        "indexByNumber",
        "indexByText",
        "indexByValue",
      ]),
    );
  });

  it("of rules whose constants are their own", () => {
    const subject = arbitraryOf((choices) => ({
      files: rulesOfTheirOwn(several(choices, 1, 3, () => pick(choices, ownConditions))),
      seed: choices.int(0, 2 ** 31 - 1),
    }));
    const indexes = holdAgainstInterpreter(subject, { numRuns: 10, requests: 25 });
    expect(indexes).toEqual(
      expect.arrayContaining([
        "groupByValue",
        "indexByAddress",
        "indexByNumber",
        "indexByText",
        "rowByValue",
      ]),
    );
  });

  it("of rules that have little in common", () => {
    const subject = arbitraryOf((choices) => ({
      files: generateAlikeRules(choices, { rules: 160, shapes: 120 }),
      seed: choices.int(0, 2 ** 31 - 1),
    }));
    const indexes = holdAgainstInterpreter(subject, { numRuns: 5, requests: 20 });
    expect(indexes).toContain("mixed_allows_decide");
  });
});

const grants = (count: number, rule: (index: number) => string) =>
  compile(
    `principal User { team: String, roles: List<String> }
action files.read(path: Path, name: String)
policy grants {
${Array.from({ length: count }, (_, index) => `  rule r${index} ${rule(index)}`).join("\n")}
}`,
  );

const request = (properties: object, name = "a") => ({
  subject: { type: "User", id: "u", properties: { team: "t3", roles: [], ...properties } },
  action: { name: "files.read", properties: { path: "/srv/3/x", name } },
});

describe("rules that are alike", () => {
  it("become one function over a table from eight on", () => {
    const rule = (index: number) => `allow User to files.read when principal.team == "t${index}"`;
    expect(grants(7, rule).code).not.toContain("alike but for their constants");
    const { code, module } = grants(8, rule);
    expect(code).toContain("8 rules that allow, alike but for their constants.");
    expect(code).toContain('const grants_table_column_1 = [\n  "t0", "t1",');
    expect(module.decide(request({})).subject).toEqual({ decision: true, rules: ["grants.r3"] });
    expect(module.allows(request({ team: "t8" }))).toBe(false);
  });

  it("are named once by a decision, however often a list leads to them", () => {
    const rule = (index: number) => `allow User to files.read when "role${index}" in principal.roles`;
    const { module } = grants(9, rule);
    const decision = module.decide(request({ roles: ["role2", "role2", "x", "role7"] }));
    expect(decision.subject?.rules).toEqual(["grants.r2", "grants.r7"]);
  });

  it("are found without a chain where no two have all values in common", () => {
    const found = (rule: (index: number) => string) => {
      const { code, module } = grants(80, rule);
      const decide = (team: string, name: string) =>
        module.decide(request({ team }, name)).subject?.rules.map((id) => id.slice("grants.".length));
      return { finder: /\b(?:indexByValue|rowByValue)(?=\(rows)/.exec(code)?.[0], decide };
    };
    const ofTeam = (team: number) => `allow User to files.read when principal.team == "t${team}"`;
    const each = found((index) => ofTeam(index));
    expect([each.finder, each.decide("t3", "a"), each.decide("t80", "a")]).toEqual([
      "rowByValue",
      ["r3"],
      [],
    ]);
    const twice = found((index) => ofTeam(index === 79 ? 3 : index));
    expect([twice.finder, twice.decide("t3", "a")]).toEqual(["indexByValue", ["r3", "r79"]]);
    const listed = found(
      (index) => `allow User to files.read when principal.team in ["t${index}", "u${index}"]`,
    );
    expect([listed.finder, listed.decide("u3", "a")]).toEqual(["rowByValue", ["r3"]]);
    const named = (index: number, name: number) => `${ofTeam(index % 8)} when args.name == "n${name}"`;
    const within = found((index) => named(index, index >> 3));
    expect([within.finder, within.decide("t1", "n3")]).toEqual(["rowByValue", ["r25"]]);
    const withinTwice = found((index) => named(index, index >> 4));
    expect([withinTwice.finder, withinTwice.decide("t1", "n1")]).toEqual(["indexByValue", ["r17", "r25"]]);
  });

  it("that deny say what would lift them", () => {
    const { module } = compile(
      `use std.agents
principal User
action files.read(name: String)
policy p {
  rule all allow User to files.read
${Array.from({ length: 9 }, (_, index) => `  rule d${index} deny User to files.read when args.name like "${"n".repeat(index)}x*" unless approval(from: "owner", max_age: 15m)`).join("\n")}
}`,
    );
    const asked = {
      subject: { type: "User", id: "u" },
      action: { name: "files.read", properties: { name: "nnx1" } },
      context: { now: "2026-11-22T00:00:00Z" },
    };
    expect(module.decide(asked).remedies).toEqual([
      {
        rule: "p.d2",
        principal: "subject",
        name: "approval",
        arguments: { from: "owner", max_age: "PT15M" },
      },
    ]);
  });

  it("keep texts from becoming code", () => {
    const texts = ['\\"];alert(1)//', "__proto__", "constructor", "*/", "\\u{2028}", "</script>", "a", "b"];
    const { module, policySet, code } = grants(
      8,
      (index) => `allow User to files.read when args.name == "${texts[index]}"`,
    );
    expect(code).not.toContain("</script");
    for (const { clauses } of policySet.rules.flatMap(({ variants }) => variants))
      expect(clauses).toHaveLength(1);
    expect(module.allows(request({}, "__proto__"))).toBe(true);
    expect(module.allows(request({}, "constructor"))).toBe(true);
    expect(module.allows(request({}, "toString"))).toBe(false);
  });
});

describe("scopes that differ in their rows alone", () => {
  const tools = Array.from({ length: 6 }, (_, index) => `tool${index}.call`);
  const rules = tools.flatMap((tool, place) =>
    Array.from(
      { length: 10 },
      (_, index) => `  rule r${place}_${index} allow User to ${tool} when args.name == "n${place}_${index}"`,
    ),
  );
  const { module, code } = compile(
    `principal User\n${tools.map((tool) => `action ${tool}(name: String)`).join("\n")}\npolicy p {\n${rules.join("\n")}\n}`,
  );

  it("share a function, and are told apart by their sections", () => {
    expect(code.match(/^function decide_/gm)).toHaveLength(1);
    expect(code.match(/^const section_of_/gm)).toHaveLength(6);
    for (const [place, name] of tools.entries()) {
      const ask = (argument: string) =>
        module.decide({
          subject: { type: "User", id: "u" },
          action: { name, properties: { name: argument } },
        });
      expect(ask(`n${place}_7`).subject?.rules).toEqual([`p.r${place}_7`]);
      expect(ask(`n${(place + 1) % 6}_7`).decision).toBe(false);
    }
  });

  it("stand before the table of actions, so that the module loads", async () => {
    expect(Object.keys(await importCode(code))).toContain("allows");
  });
});

describe("scopes of a large set", () => {
  const tools = Array.from({ length: 40 }, (_, index) => `tool${index}.call`);
  // With one shape for each kind of test and argument: more than tables are made for.
  const argument = (place: number) => `a${(place % 13) + 10}`;
  const actions = tools.map((tool, place) => `action ${tool}(${argument(place)}: String)\n`);
  const rules = tools.flatMap((tool, place) =>
    Array.from({ length: 6 }, (_, index) => {
      const text = `t${place}_${index}`;
      const test = index % 2 === 0 ? `== "${text}"` : `like "${text}*"`;
      return `  rule r${place}_${index} allow User to ${tool} when args.${argument(place)} ${test}\n`;
    }),
  );
  const { policySet, module, code } = compile(
    `principal User\n${actions.join("")}policy p {\n${rules.join("")}}\n`,
  );

  it("share a function whatever their rows read, and are given nothing for the rest", () => {
    expect(code.match(/^function decide_/gm)).toHaveLength(1);
    expect(code).toMatch(/undefined,\s+args_a22\b/);
    expect(code).toMatch(/args_a10,\s+undefined,/);
    for (const [place, name] of tools.entries()) {
      for (const text of [`t${place}_2`, `t${place}_3x`, `t${place + 1}_2`]) {
        const action = { name, properties: { [argument(place)]: text } };
        const request = { subject: { type: "User", id: "u" }, action };
        expect(module.decide(request)).toEqual(interpret(policySet, request));
        expect(module.mayAllow(request)).toBe(interpret(policySet, request).decision);
      }
    }
  });
});
