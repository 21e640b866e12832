import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { conclude, concludes, factsOf, invalidRequest } from "../../src/runtime/conclude.js";
import type { PrincipalRole } from "../../src/runtime/decision.js";
import {
  allowed,
  type Call,
  denied,
  type Findings,
  noFindings,
  obliged,
  remediable,
} from "../../src/runtime/findings.js";
import type { Outcome } from "../../src/runtime/outcome.js";

const facts = factsOf({
  digest: "sha256:0",
  rules: [
    { id: "p.a", because: "A." },
    { id: "p.b" },
    { id: "p.c", because: "C." },
    { id: "p.d", because: "A." },
    { id: "p.e" },
  ],
});

const once: ReadonlySet<string> = new Set(["credential"]);

/** One thing that a rule says. */
type Note = (found: Findings) => unknown;

const deny = (rule: number, outcome?: Outcome): Note => {
  return (found) => denied(found, rule, outcome);
};
const allow = (rule: number, outcome?: Outcome): Note => {
  return (found) => allowed(found, rule, outcome);
};
const oblige = (rule: number, calls: readonly (Call | null)[], outcome?: Outcome): Note => {
  return (found) => obliged(found, rule, calls, outcome);
};
const remedy = (rule: number, calls: readonly (Call | null)[]): Note => {
  return (found) => remediable(found, rule, calls);
};

const mask = (column: string): Call => ({ name: "mask", arguments: { column } });
const credential = (kind: string): Call => ({ name: "credential", arguments: { kind } });

function findings(role: PrincipalRole, notes: readonly Note[]): Findings {
  const found = noFindings(role);
  for (const note of notes) note(found);
  return found;
}

/** The decision by what is noted, having made sure that `concludes` says the same. */
function decide(subject: readonly Note[], actor?: readonly Note[]) {
  const found = () =>
    [findings("subject", subject), actor && findings("actor", actor)].filter((each) => each !== undefined);
  const [own = noFindings("subject"), other] = found();
  const decision = conclude(facts, once, { n: 1 }, own, other);
  const [again = noFindings("subject"), otherAgain] = found();
  expect(concludes(once, again, otherAgain)).toBe(decision.decision);
  return decision;
}

describe("a conclusion", () => {
  it("of one allow says nothing but that", () => {
    const text = JSON.stringify(decide([allow(1)]));
    expect(text).toBe(
      '{"decision":true,"reason":"allowed","subject":{"decision":true,"rules":["p.b"]},"because":[],"remedies":[],' +
        '"obligations":[],"errors":[],"problems":[],"args":{"n":1},"digest":"sha256:0"}',
    );
  });

  it("names the actor after the subject, and only where there is one", () => {
    expect(Object.keys(decide([allow(1)], [allow(4)])).slice(0, 5)).toEqual([
      "decision",
      "reason",
      "subject",
      "actor",
      "because",
    ]);
    expect(decide([allow(1)])).not.toHaveProperty("actor");
  });

  it("is that no rule matches where a principal has no allow", () => {
    expect(decide([]).reason).toBe("no_matching_rule");
    expect(decide([allow(1)], []).reason).toBe("no_matching_rule");
    expect(decide([], [allow(1)])).toMatchObject({
      subject: { decision: false, rules: [] },
      actor: { decision: true, rules: ["p.b"] },
    });
  });

  it("gives the determining rules sorted, however and how often they were found", () => {
    expect(decide([allow(4), allow(1), allow(4), allow(0)]).subject?.rules).toEqual(["p.a", "p.b", "p.e"]);
    const decision = decide([allow(0), deny(3), deny(2), deny(3)], [deny(0), allow(1)]);
    expect(decision).toMatchObject({
      reason: "denied_by_rule",
      subject: { decision: false, rules: ["p.c", "p.d"] },
      actor: { decision: false, rules: ["p.a"] },
    });
  });

  it("gives each reason of a deny once, by rule", () => {
    expect(decide([deny(3), deny(2), deny(1)], [deny(0)]).because).toEqual(["A.", "C."]);
    expect(decide([allow(0)]).because).toEqual([]);
  });

  it("lists errors by rule, the subject's first, each once", () => {
    const decision = decide([allow(4, null), deny(2, null), deny(2, null)], [deny(2, null), allow(0)]);
    expect(decision.errors).toEqual([
      { rule: "p.c", principal: "subject", where: "clauses" },
      { rule: "p.c", principal: "actor", where: "clauses" },
      { rule: "p.e", principal: "subject", where: "clauses" },
    ]);
  });
});

describe("the remedies of a conclusion", () => {
  it("are those of every deny, by rule, if together they are enough", () => {
    const lifted = [allow(0), deny(4), remedy(4, [mask("e")]), deny(1), remedy(1, [mask("b"), mask("c")])];
    const decision = decide(lifted, [allow(0), deny(1), remedy(1, [mask("d")])]);
    expect(
      decision.remedies.map(({ rule, principal, arguments: of }) => [rule, principal, of.column]),
    ).toEqual([
      ["p.b", "subject", "b"],
      ["p.b", "subject", "c"],
      ["p.b", "actor", "d"],
      ["p.e", "subject", "e"],
    ]);
  });

  it("are each given once though the rule was found twice", () => {
    const twice = [deny(1), remedy(1, [mask("b")]), deny(1), remedy(1, [mask("b")]), allow(0)];
    expect(decide(twice).remedies).toHaveLength(1);
  });

  it.each([
    ["a deny has none", [allow(0), deny(1), remedy(1, [mask("b")]), deny(2)], undefined],
    ["nothing allows", [deny(1), remedy(1, [mask("b")])], undefined],
    ["nothing allows the other principal", [allow(0), deny(1), remedy(1, [mask("b")])], []],
    ["an argument is an error", [allow(0), deny(1), remedy(1, [mask("b"), null])], undefined],
  ])("are none where %s", (_, subject, actor) => {
    expect(decide(subject, actor)).toMatchObject({ reason: "denied_by_rule", remedies: [] });
  });
});

describe("the obligations of a conclusion", () => {
  it("are those of all principals by rule, of equal ones the first", () => {
    const subject = [allow(0), oblige(4, [mask("e")]), oblige(1, [mask("b"), mask("e")])];
    const decision = decide(subject, [allow(0), oblige(1, [mask("a"), mask("b")])]);
    expect(decision.obligations.map(({ arguments: of }) => of.column)).toEqual(["b", "e", "a"]);
    const orders = [
      { a: 1, b: [{ c: 1, d: 2 }] },
      { b: [{ d: 2, c: 1 }], a: 1 },
    ];
    const calls = orders.map((each) => ({ name: "log", arguments: each }));
    expect(decide([allow(0), oblige(2, calls)]).obligations).toEqual([{ name: "log", arguments: orders[0] }]);
  });

  it("are none where the request is not allowed", () => {
    expect(decide([oblige(1, [mask("b")])]).obligations).toEqual([]);
    expect(decide([allow(0), deny(2), oblige(1, [null])])).toMatchObject({ obligations: [], errors: [] });
  });

  it("deny where an argument is an error", () => {
    const decision = decide([allow(0), oblige(1, [mask("b")]), oblige(4, [null, null])]);
    expect(decision).toMatchObject({ decision: false, reason: "obligation_error", obligations: [] });
    expect(decision.errors).toEqual([{ rule: "p.e", principal: "subject", where: "obligation" }]);
  });

  it("deny where one that can apply once is asked for in two ways", () => {
    const with2 = (kind: string) =>
      decide([allow(0), oblige(4, [credential("a")])], [allow(0), oblige(1, [credential(kind), mask("b")])]);
    expect(with2("a").obligations).toEqual([credential("a"), mask("b")]);
    expect(with2("b").errors).toEqual([
      { rule: "p.b", principal: "actor", where: "obligation" },
      { rule: "p.e", principal: "subject", where: "obligation" },
    ]);
  });

  it("list what is wrong with a rule's clauses before what is wrong with its obligations", () => {
    const { errors } = decide([allow(0), oblige(1, [null], null)]);
    expect(errors.map(({ where }) => where)).toEqual(["clauses", "obligation"]);
  });
});

describe("invalidRequest", () => {
  it("sorts problems by path and kind", () => {
    const kinds = [
      ["/b", "missing"],
      ["/a/b", "invalid"],
      ["/b", "invalid"],
      ["/a", "undeclared"],
    ] as const;
    const problems = kinds.map(([path, kind]) => ({ path, kind, expected: "String" }));
    const decision = invalidRequest(facts, problems);
    expect(decision).toMatchObject({ decision: false, reason: "invalid_request", digest: "sha256:0" });
    expect(decision.problems.map(({ path, kind }) => `${path} ${kind}`)).toEqual([
      "/a undeclared",
      "/a/b invalid",
      "/b invalid",
      "/b missing",
    ]);
  });
});

describe("the order in which rules are found", () => {
  const rule = fc.nat({ max: 4 });
  const outcome = fc.constantFrom<Outcome>(true, null);
  const note: fc.Arbitrary<Note> = fc.oneof(
    fc.tuple(rule, outcome).map(([each, of]) => deny(each, of)),
    fc.tuple(rule, outcome).map(([each, of]) => allow(each, of)),
    // What a rule asks for is a function of the rule.
    rule.map((each) => remedy(each, [mask(`of ${each}`)])),
    rule.map((each) => oblige(each, [mask("a"), credential(each < 4 ? "a" : "b")])),
  );
  const notes = fc.array(note, { maxLength: 12 });

  it("and how often each is, changes nothing (order-of-rules)", () => {
    const shuffled = notes.chain((all) =>
      fc.tuple(fc.constant(all), fc.shuffledSubarray([...all, ...all], { minLength: all.length * 2 })),
    );
    fc.assert(
      fc.property(shuffled, shuffled, ([subject, subjectShuffled], [actor, actorShuffled]) => {
        const decision = decide(subject, actor);
        expect(JSON.stringify(decide(subjectShuffled, actorShuffled))).toBe(JSON.stringify(decision));
      }),
      { seed: 20261122, numRuns: 300 },
    );
  });
});
