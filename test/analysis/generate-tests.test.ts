import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import { type GeneratedTest, generateTests } from "../../src/analysis/generate-tests.js";
import { printTestBlock } from "../../src/analysis/print-test-block.js";
import { check } from "../../src/compiler.js";
import { lower } from "../../src/ir/lower.js";
import type { SourceFile } from "../../src/source/source-file.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { runTests } from "../../src/testing/test-runner.js";

const options = { schemas: generatorSchemas };

function testsOf(files: readonly SourceFile[]): readonly GeneratedTest[] {
  const { policySet, files: sources, diagnostics } = check(files, options);
  if (policySet === undefined) throw new Error(JSON.stringify(diagnostics[0]));
  return generateTests(createAnalysis(lower(policySet)), sources);
}

/** The policy set together with tests for it, as a file of its own. */
function withTests(files: readonly SourceFile[], tests: readonly GeneratedTest[]): readonly SourceFile[] {
  const { policySet } = check(files, options);
  if (policySet === undefined) throw new Error("the policy set has an error");
  const blocks = tests.map(({ name, request, decision }) =>
    printTestBlock(policySet, name, request, decision),
  );
  return [...files, { path: "tests.pol", text: blocks.join("\n") }];
}

function pol(text: string): readonly SourceFile[] {
  return [{ path: "a.pol", text }];
}

const schema = `principal User { team: String }
principal Agent acting for User { level: Int in 0..9 }
entity Doc
action read(limit?: Int in 1..5000, path: Path, tags: List<String>) on Doc
context { ip: Ip }
`;

const people = "rule people allow User to read on Doc";

function ruleWith(...clauses: readonly string[]): readonly SourceFile[] {
  return pol(`${schema}policy p { rule r allow User to read on Doc ${clauses.join(" ")} }`);
}

function argumentsOf(
  tests: readonly GeneratedTest[],
  name: string,
): readonly (readonly [unknown, boolean])[] {
  return tests.map(({ request, decision }) => {
    const { properties } = request.action as { properties: Record<string, unknown> };
    return [properties[name], decision.decision];
  });
}

/** Not one about whom or what the rule's sentence names. */
function isOfConditions({ name }: GeneratedTest): boolean {
  return !name.includes(" is not about ") && !/ decides (?:for|on) /.test(name);
}

describe("generated tests", () => {
  it("show that a rule decides", () => {
    const tests = testsOf(ruleWith());
    expect(tests.map(({ name, decision }) => [name, decision.subject?.rules])).toEqual([
      ["p.r decides", ["p.r"]],
      ["p.r is not about `Agent`", []],
    ]);
  });

  it("show both sides of a bound", () => {
    const limits = argumentsOf(testsOf(ruleWith("when args.limit ?? 9 <= 1000")), "limit");
    expect(limits).toContainEqual([1000, true]);
    expect(limits).toContainEqual([1001, false]);
  });

  it("show each element of a list, and that there is no other", () => {
    const { length } = testsOf(ruleWith('when principal.team in ["a", "b", "c"]')).filter(
      ({ decision }) => decision.decision,
    );
    expect(length).toBe(3);
  });

  it("show the first and the last address of a block and those beside it", () => {
    const tests = testsOf(ruleWith('when context.ip in ["10.0.0.0/9"]'));
    const addresses = tests.map(({ request, decision }) => [
      (request.context as { ip: string }).ip.replace(/^10\.(?:0|[1-9]|[1-5]\d|6[0-3])\..*/, "lower half"),
      decision.decision,
    ]);
    expect(addresses).toContainEqual(["lower half", true]);
    expect(addresses.filter(([, allowed]) => allowed).length).toBeGreaterThan(1);
    expect(
      addresses.some(([ip, allowed]) => !allowed && /^10\.(?:12[89]|1[3-9]\d|2\d\d)\./.test(String(ip))),
    ).toBe(true);
  });

  it("show a path that only starts like the base", () => {
    const paths = argumentsOf(testsOf(ruleWith('when args.path within "/srv"')), "path");
    expect(paths.some(([path, allowed]) => !allowed && /^\/srv[^/]/.test(String(path)))).toBe(true);
    expect(paths.some(([path, allowed]) => allowed && /^\/srv\//.test(String(path)))).toBe(true);
  });

  it("show for each operand of an `or` that it alone is enough, and for each clause that the others are not", () => {
    const tests = testsOf(
      ruleWith('when principal.team == "a" or args.path within "/b"', 'when "x" in args.tags'),
    );
    const cases = tests.filter(isOfConditions).map(({ request, decision }) => {
      const { team } = (request.subject as { properties: { team: string } }).properties;
      const { path, tags } = (request.action as { properties: { path: string; tags: string[] } }).properties;
      return [team === "a", /^\/b(?:\/|$)/.test(path), tags.includes("x"), decision.decision].join();
    });
    for (const each of ["true,false,true,true", "false,true,true,true", "false,false,true,false"])
      expect(cases).toContain(each);
    expect(cases.some((each) => each.endsWith("false,false") && each.startsWith("true"))).toBe(true);
  });

  it("let a deny decide where an allow would otherwise", () => {
    const deny = 'rule no deny anyone to read when "secret" in args.tags because "No."';
    const tests = testsOf(pol(`${schema}policy p { ${people} ${deny} }`));
    const about = tests.filter(({ rule }) => rule === "p.no").map(({ decision }) => decision.reason);
    expect(about).toContain("denied_by_rule");
    expect(about).toContain("allowed");
  });

  it("make the other party of a delegated request allowed, so that the rule is what decides", () => {
    const tests = testsOf(
      pol(`${schema}policy p { ${people}
        rule bots allow Agent acting for User to read on Doc when principal.level > 3 }`),
    );
    const levels = tests
      .filter((test) => test.rule === "p.bots" && isOfConditions(test))
      .map(({ request, decision }) => [
        (request.actor as { properties: { level: number } }).properties.level,
        decision.decision,
      ]);
    expect(levels).toEqual(
      expect.arrayContaining([
        [4, true],
        [3, false],
      ]),
    );
  });

  it("show whom a rule is about, and whom it is not", () => {
    const tests = testsOf(
      pol(`${schema}policy p { rule bots allow Agent acting alone, User to read on Doc
        when args.path within "/srv" }`),
    );
    const scopes = tests
      .filter((test) => !isOfConditions(test))
      .map(({ name, decision }) => [name, decision.decision]);
    expect(scopes).toEqual([["p.bots decides for `User`", true]]);
    const alone = testsOf(pol(`${schema}policy p { rule bots allow Agent to read on Doc }`));
    expect(alone.map(({ name, decision }) => [name, decision.decision])).toEqual([
      ["p.bots decides", true],
      ["p.bots is not about `User`", false],
    ]);
  });

  it("show which actions and resources a rule is about, and which it is not", () => {
    const tests = testsOf(
      pol(`principal User
        entity Doc { open: Bool }
        entity Page { open: Bool }
        action docs.read on Doc, Page
        action docs.list on Doc, Page
        action docs.drop on Doc, Page
        policy p { rule r allow User to docs.read, docs.list on Doc when resource.open }`),
    );
    expect(
      tests.filter((test) => !isOfConditions(test)).map(({ name, decision }) => [name, decision.decision]),
    ).toEqual([
      ["p.r decides on `docs.read`", true],
      ["p.r is not about `docs.drop`", false],
      ["p.r is not about `Page`", false],
    ]);
  });

  it("find no request on which a rule decides that never does", () => {
    const tests = testsOf(ruleWith("when args.limit ?? 9 <= 3", "when args.limit ?? 9 >= 5"));
    expect(tests.filter(({ decision }) => decision.decision)).toEqual([]);
  });

  it("write numbers that are no safe integers as Pol does", () => {
    const files = pol(`principal User
      action set(x: Number)
      policy p { rule r allow User to set when args.x > 9007199254740993.0 }`);
    const tests = testsOf(files);
    expect(tests.length).toBeGreaterThan(1);
    expect(check(withTests(files, tests)).diagnostics).toEqual([]);
  });

  it("do not repeat what the tests of the policy set show", () => {
    const files = ruleWith("when args.limit ?? 9 <= 1000", 'when context.ip in ["10.0.0.0/8"]');
    expect(testsOf(withTests(files, testsOf(files)))).toEqual([]);
  });

  const delegated = pol(`${schema}
obligation capped(rows: Int)
obligation logged()
policy p {
  rule agents allow Agent to read on Doc when args.limit ?? 10 < 100
  rule people allow User to read on Doc when args.path like "/srv/*"
  rule secrets deny Agent to read on Doc when args.path like "*/.env" or "secret" in args.tags
  rule caps oblige Agent acting for User to read on Doc when principal.level < 3 with capped(rows: 10)
}
policy q {
  rule logs oblige Agent acting for User to read on Doc when subject.team == "sales" with logged()
}`);

  it("generated-tests-are-enough: beside them, before or behind the others, there is none to write", () => {
    const tests = testsOf(delegated);
    const [policies, own] = withTests(delegated, tests);
    if (policies === undefined || own === undefined) throw new Error("there are two files");
    expect(tests.length).toBeGreaterThan(20);
    expect(testsOf([policies, own])).toEqual([]);
    expect(testsOf([{ ...own, path: "0.pol" }, policies])).toEqual([]);
  });

  it("generated-tests-are-enough, also where requests of later rules show that an earlier one decides", () => {
    const files = generateLargeSet({ rules: 36, actions: 20, seed: 4 });
    const tests = testsOf(files);
    expect(tests.length).toBeGreaterThan(200);
    expect(testsOf(withTests(files, tests))).toEqual([]);
  });

  it("generated-tests-are-enough, also where what is found last leads to more about an earlier rule", () => {
    for (const [rules, seed] of [
      [20, 25],
      [12, 27],
    ] as const) {
      const files = generateLargeSet({ rules, actions: 20, seed });
      expect(testsOf(withTests(files, testsOf(files)))).toEqual([]);
    }
  });

  it("generated-tests-are-enough, also for a rule that decides beside others, and not wherever it is in scope", () => {
    const files = pol(`principal User
      entity Doc
      action read(name: String), edit(name: String), drop(name: String) on Doc
      policy p {
        rule readers allow User to read, edit, drop on Doc when args.name like "n*"
        rule all_read allow User to read
        rule none_reads deny User to read
        rule all_edit allow User to edit
      }`);
    expect(testsOf(withTests(files, testsOf(files)))).toEqual([]);
  });

  it("say that there is no obligation only where they say that there is another one", () => {
    const about = testsOf(delegated).filter(
      ({ rule, name }) => rule === "p.caps" && !name.endsWith("decides"),
    );
    expect(about.length).toBeGreaterThan(0);
    for (const { decision } of about) expect(decision.obligations).not.toEqual([]);
    const alone = pol(
      `${schema} obligation capped(rows: Int) policy p { ${people} rule caps oblige User to read on Doc when principal.team == "a" with capped(rows: 1) }`,
    );
    expect(
      testsOf(alone)
        .filter(({ rule }) => rule === "p.caps")
        .map(({ name }) => name),
    ).toEqual(["p.caps decides"]);
  });

  it("generated-tests-pass: they check, pass, have names of their own, and are found again the same", () => {
    let count = 0;
    for (let seed = 1; seed <= 8; seed += 1) {
      const files = generatePolicySet(seededChoices(seed), 4);
      const tests = testsOf(files);
      count += tests.length;
      const { policySet, diagnostics } = check(withTests(files, tests), options);
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      const names = new Set(tests.map(({ name }) => name));
      expect(names.size).toBe(tests.length);
      const results = policySet ? runTests(policySet).filter(({ name }) => names.has(name)) : [];
      expect(results.filter(({ passed }) => !passed)).toEqual([]);
      expect(results).toHaveLength(tests.length);
      expect(testsOf(files)).toEqual(tests);
    }
    expect(count).toBeGreaterThan(20);
  });
});
