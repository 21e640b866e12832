import { describe, expect, it } from "vitest";
import { createAnalysis } from "../../src/analysis/analysis.js";
import {
  type AssertionVerdict,
  checkAssertions,
  proveAssertions,
  provedAssertions,
} from "../../src/analysis/assertions.js";
import { printTestBlock } from "../../src/analysis/print-test-block.js";
import type { PolicySet, TypedAssertion, TypedRule } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { interpret, interpretWithOutcomes } from "../../src/interpret/interpret.js";
import { lower } from "../../src/ir/lower.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";
import { runTests } from "../../src/testing/test-runner.js";
import { inAWorld } from "./in-a-world.js";

const schema = `
principal User { team: String }
principal Agent acting for User { team: String }
tag destructive
action db.query(table: String, limit?: Int in 1..1000), db.drop(table: String) tagged destructive
context { ticket: String, load: Int, budget: Int }
`;

function policySetOf(text: string): PolicySet {
  const { policySet, diagnostics } = check([{ path: "a.pol", text: `${schema}${text}` }]);
  if (policySet === undefined) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return policySet;
}

function verdictOf(rules: string, assertion: string): AssertionVerdict {
  const text = `policy p {\n${rules}\n}\nassert promise\n  ${assertion}\n`;
  const [verdict] = proveAssertions(createAnalysis(lower(policySetOf(text))));
  if (verdict === undefined) throw new Error("there is one assertion");
  return verdict;
}

const people = "rule people allow User to db.query when args.limit ?? 1 <= 100";
const agents = "rule agents allow Agent acting for User to db.query";

describe("proveAssertions", () => {
  it.each([
    ["nothing allows it", people, "deny Agent to db.query"],
    ["the allow is narrower", people, "deny User to db.query when args.limit ?? 1 > 100"],
    [
      "a deny stands against it",
      `${people} rule no deny anyone to db.query when args.table like "pay_*"`,
      'deny User to db.query when args.table == "pay_roll"',
    ],
    [
      "several denies together",
      `${people} rule a deny User to db.query when args.table like "a*" rule b deny User to db.query unless args.table like "a*"`,
      "deny User to db.query",
    ],
    ["it is always allowed", "rule people allow User to db.query", "allow User to db.query"],
    [
      "one of two allows is there for each",
      'rule a allow User to db.query when args.table == "a" rule b allow User to db.query when args.table != "a"',
      "allow User to db.query",
    ],
    [
      "an allow that errs does not match",
      "rule people allow User to db.query when context.load + 1 > 0",
      `deny User to db.query when context.load == ${Number.MAX_SAFE_INTEGER}`,
    ],
    [
      "a sentence that errs describes nobody",
      "rule people allow User to db.query when context.load + 1 > 0",
      "allow User to db.query when context.load + 1 > 0",
    ],
    [
      "groups, by the same name",
      'rule people allow User("alice") to db.query',
      'deny User("bob") to db.query',
    ],
    [
      "its own attribute is relevant",
      "rule people allow User to db.query",
      'allow User to db.query when context.ticket == "T-1"',
    ],
  ])("proves: %s", (_, rules, assertion) => {
    expect(verdictOf(rules, assertion).kind).toBe("proved");
  });

  it.each([
    ["an allow", people, "deny User to db.query"],
    ["the boundary", people, "deny User to db.query when args.limit ?? 1 >= 100"],
    ["what nothing allows", people, "allow User to db.query"],
    [
      "what a deny takes away",
      `rule people allow User to db.query rule no deny User to db.query when args.table == "x"`,
      "allow User to db.query",
    ],
    [
      "a deny that errs",
      `rule people allow User to db.query rule no deny User to db.query when context.load + 1 < context.load`,
      "allow User to db.query",
    ],
    [
      "an allow that errs",
      "rule people allow User to db.query when context.load + 1 > context.load",
      "allow User to db.query",
    ],
    ["an actor by itself", agents, "deny Agent acting for User to db.query"],
    ["a subject behind an actor", people, "deny User to db.query when args.limit ?? 1 == 5"],
    ["by an attribute that no rule reads", people, 'deny User to db.query when context.ticket like "T-?"'],
  ])("refutes: %s", (_, rules, assertion) => {
    expect(verdictOf(rules, assertion).kind).toBe("refuted");
  });

  it("says of an assertion that describes no request that it is vacuous, whatever it states", () => {
    const nobody = 'User to db.query when args.table like "a*" when args.table like "b*"';
    expect(verdictOf(people, `deny ${nobody}`).kind).toBe("vacuous");
    expect(verdictOf(people, `allow ${nobody}`).kind).toBe("vacuous");
  });

  it("shows a request that carries what the assertion reads, and the side that it speaks of", () => {
    const verdict = verdictOf(
      `${people} ${agents}`,
      'deny Agent acting for User to db.query when context.ticket == "T"',
    );
    if (verdict.kind !== "refuted") throw new Error(verdict.kind);
    expect(verdict.point.principal).toBe("actor");
    expect(verdict.request.context).toMatchObject({ ticket: "T" });
    expect(verdict.replay.isAllowed).toBe(true);
  });

  it("shows a request that is allowed as a whole where there is one, and else says whose decision it is", () => {
    const assertion = "deny Agent acting for User to db.query";
    const both = verdictOf(
      `${agents} rule people allow User to db.query when args.table == "shared"`,
      assertion,
    );
    expect(both).toMatchObject({ kind: "refuted", replay: { decision: { decision: true } } });
    const policySet = policySetOf(`policy p { ${agents} }\nassert promise ${assertion}`);
    const [finding] = checkAssertions(createAnalysis(lower(policySet)));
    expect(finding?.help).toMatch(/^the actor of this request is allowed:\n/);
    expect(finding?.help).toMatch(/\n {2}expect deny by no_matching_rule\n\}$/);
  });

  it("lets assertions make nothing relevant to each other", () => {
    const policySet = policySetOf(`policy p { ${people} }
assert first deny User to db.query when context.ticket == "T"
assert second deny User to db.query`);
    const [first, second] = proveAssertions(createAnalysis(lower(policySet)));
    expect(first).toMatchObject({ kind: "refuted", request: { context: { ticket: "T" } } });
    expect(second?.kind === "refuted" && second.request).not.toHaveProperty("context");
  });
});

describe("checkAssertions", () => {
  const policySet = policySetOf(`policy p { ${people} }
assert a_holds deny Agent to db.query
assert b_fails deny User to db.query
assert c_is_empty deny User to db.query when args.table like "a*" when args.table like "b*"`);
  const findings = checkAssertions(createAnalysis(lower(policySet)));

  it("reports what is refuted, with the rules and a test, and what is vacuous", () => {
    expect(findings.map(({ code, severity }) => `${code} ${severity}`)).toEqual([
      "POL3020 error",
      "POL3022 warning",
    ]);
    expect(findings[0]?.related).toMatchObject([{ message: "`p.people` allows it" }]);
    expect(findings[0]?.help).toMatch(
      /^this request is allowed:\ntest "against b_fails" \{\n {2}subject User\("/,
    );
    expect(findings[0]?.help).toMatch(/\n {2}expect allow by p\.people\n\}$/);
    expect(provedAssertions(policySet, findings)).toBe(1);
  });
});

// ── laws ──

interface RandomSet {
  readonly files: ReturnType<typeof generatePolicySet>;
  readonly policySet: PolicySet;
}

function randomSets(count: number): readonly RandomSet[] {
  return Array.from({ length: count }, (_, index) => {
    const files = generatePolicySet(seededChoices(4_000 + index), 5);
    const { policySet } = check(files, { schemas: generatorSchemas });
    return policySet === undefined ? [] : [{ files, policySet }];
  }).flat();
}

/** What an assertion says, as a rule that decides nothing. */
function asRule({
  name,
  ...assertion
}: Pick<TypedAssertion, "name" | "variants" | "text" | "span" | "heading" | "documentation">): TypedRule {
  return {
    ...assertion,
    id: name,
    policy: "",
    name,
    effect: "oblige",
    because: undefined,
  };
}

/** What a rule says of whom, stated as an assertion. */
function asAssertion(
  { id, variants, text, span, heading, documentation }: TypedRule,
  effect: TypedAssertion["effect"],
): TypedAssertion {
  return { name: `${effect} ${id}`, effect, variants, text, span, heading, documentation };
}

/** The set with its own assertions, and for each rule that those whom it describes are always allowed, or always denied. */
function withManyAssertions({ rules, assertions, ...policySet }: PolicySet): PolicySet {
  const more = rules.flatMap((rule) => [asAssertion(rule, "allow"), asAssertion(rule, "deny")]);
  return { ...policySet, rules, assertions: [...assertions, ...more] };
}

/** How often a directed request speaks against a verdict. */
function contradictions({ policySet }: RandomSet, verdict: AssertionVerdict, seed: number): string[] {
  const { assertion } = verdict;
  const rule = asRule(assertion);
  const extended = { ...policySet, rules: [...policySet.rules, rule] };
  const generate = createRequestGenerator(extended);
  return Array.from({ length: 15 }, (_, index) => seed * 100 + index).flatMap((own) => {
    const request = inAWorld(extended, generate(seededChoices(own)), own);
    if (request === undefined) return [];
    const { decision, outcomes } = interpretWithOutcomes(extended, request);
    return outcomes
      .filter((each) => each.rule === rule && each.outcome === true)
      .filter(
        ({ principal }) =>
          verdict.kind === "vacuous" || decision[principal]?.decision !== (assertion.effect === "allow"),
      )
      .map(() => `${assertion.name} is ${verdict.kind}, but ${JSON.stringify(request)}`);
  });
}

describe("the verdicts on random sets", () => {
  const sets = randomSets(12);

  it("assertions-agree-with-requests: no request contradicts a proof, every refutation replays", () => {
    const kinds = new Map<string, number>();
    const wrong: string[] = [];
    sets.forEach((set, seed) => {
      for (const verdict of proveAssertions(createAnalysis(lower(withManyAssertions(set.policySet))))) {
        kinds.set(verdict.kind, (kinds.get(verdict.kind) ?? 0) + 1);
        if (verdict.kind === "proved" || verdict.kind === "vacuous")
          wrong.push(...contradictions(set, verdict, seed));
        if (verdict.kind !== "refuted") continue;
        const decided = interpret(set.policySet, verdict.request)[verdict.point.principal]?.decision;
        if (decided === (verdict.assertion.effect === "allow"))
          wrong.push(`${verdict.assertion.name} is not refuted`);
      }
    });
    expect(wrong).toEqual([]);
    expect(
      Math.min(kinds.get("proved") ?? 0, kinds.get("refuted") ?? 0),
      JSON.stringify([...kinds]),
    ).toBeGreaterThan(20);
  });

  it("denies-hold-as-assertions: what a deny says, stated as an assertion, is never refuted", () => {
    const refuted: string[] = [];
    let proved = 0;
    for (const { policySet } of sets) {
      const denies = policySet.rules.filter(({ effect }) => effect === "deny");
      const assertions = denies.map((rule) => asAssertion(rule, "deny"));
      for (const verdict of proveAssertions(createAnalysis(lower({ ...policySet, assertions })))) {
        if (verdict.kind === "refuted") refuted.push(verdict.assertion.name);
        if (verdict.kind === "proved") proved += 1;
      }
    }
    expect(refuted).toEqual([]);
    expect(proved).toBeGreaterThan(10);
  });

  it("counterexamples-are-tests: printed as a test beside the set, each compiles and passes", () => {
    let printed = 0;
    for (const { files, policySet } of sets) {
      const verdicts = proveAssertions(createAnalysis(lower(policySet)));
      const blocks = verdicts.flatMap((verdict) =>
        verdict.kind === "refuted"
          ? [
              printTestBlock(
                policySet,
                `against ${verdict.assertion.name}`,
                verdict.request,
                verdict.replay.decision,
              ),
            ]
          : [],
      );
      const result = check([...files, { path: "zz.pol", text: blocks.join("\n") }], {
        schemas: generatorSchemas,
      });
      expect(result.diagnostics.filter(({ span }) => span.file === "zz.pol")).toEqual([]);
      const tests = result.policySet === undefined ? [] : runTests(result.policySet);
      const own = tests.filter(({ span }) => span.file === "zz.pol");
      expect(own.filter(({ passed }) => !passed)).toEqual([]);
      printed += own.length;
    }
    expect(printed).toBeGreaterThan(5);
  });
});

describe("an assertion that is not settled (POL3021)", () => {
  const diagnosticOf = (text: string, questions?: number) => {
    const { policySet } = check([{ path: "a.pol", text }]);
    if (policySet === undefined) throw new Error("the set has errors");
    return checkAssertions(createAnalysis(lower(policySet), questions));
  };

  it.each([
    [
      "what was tried (12 requests at most) did not show it",
      "from: Host, to: Host",
      "when args.to within args.from when args.from within args.to when args.to != args.from",
    ],
    [
      "no values were found for what is left, and none are excluded: a test there is beyond what polc can reason about",
      "ip: Ip, one: Cidr, other: Cidr",
      "when args.one == args.other when args.ip in args.one when not (args.ip in args.other)",
    ],
  ])("says for which requests %s", (why, declared, clauses) => {
    const text = `principal User
action web.follow(${declared})
policy web { rule follows allow User to web.follow ${clauses} }
assert nobody_follows deny User to web.follow
`;
    expect(diagnosticOf(text)).toMatchObject([
      {
        code: "POL3021",
        label: `no request against it was found, but for \`User\` and \`web.follow\` ${why}`,
      },
    ]);
  });

  it("says that all questions were asked", () => {
    const text = `${schema}policy p { rule a allow User to db.query when args.table == "x" }
assert one deny User to db.query when args.table == "y"
`;
    expect(diagnosticOf(text)).toEqual([]);
    expect(diagnosticOf(text, 1)).toMatchObject([
      {
        code: "POL3021",
        label:
          "no request against it was found, but the analysis had asked all its questions when it came to `User` and `db.query`",
        help: "take it for unproved: `--questions` lets the analysis ask more",
      },
    ]);
  });
});
