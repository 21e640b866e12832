import { describe, expect, it } from "vitest";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import type { RuleCoverage, Standing } from "../../src/testing/coverage/coverage-of.js";
import { figuresOf, percentOf } from "../../src/testing/coverage/figures.js";
import { measureCoverage } from "../../src/testing/coverage.js";
import type { JsonObject } from "../../src/util/json-object.js";

const schema = `principal User in Team { team: String, level: Int in 0..9 }
principal Bot acting for User { level: Int in 0..9 }
entity Team
entity Doc { owner: User }
action docs.read(pages: List<Int> = []) on Doc
action mail.send(count: Int in 0..2)
context { risk?: Int in 0..100 }
def low(level: Int) = level < 3
`.replace(" = []", "");

function policySetOf(rules: string): PolicySet {
  const { policySet, diagnostics } = check([{ path: "p.pol", text: textOf(rules) }]);
  if (policySet === undefined) throw new Error(JSON.stringify(diagnostics));
  return policySet;
}

function textOf(rules: string): string {
  return `${schema}policy p {\n${rules}\n}\n`;
}

/** A request to send mail, by a user alone or for one by a bot. */
function mail(user: JsonObject, more: JsonObject = {}, count = 1): JsonObject {
  return {
    subject: { type: "User", id: "ann", properties: { team: "a", level: 5, ...user }, ancestors: [] },
    action: { name: "mail.send", properties: { count } },
    ...more,
  };
}

/** What is covered of the only rule: its conditions' texts with the outcomes and whether they decide. */
function shown(rules: string, ...requests: readonly JsonObject[]): readonly string[] {
  const [rule] = measureCoverage(policySetOf(rules), requests).rules;
  return rule === undefined ? [] : linesOf(rules, rule);
}

function linesOf(rules: string, { conditions }: RuleCoverage): readonly string[] {
  return conditions.map(({ condition, outcomes, decisive }) => {
    const { start, end } = condition.expression.span;
    const words = outcomes.map(({ name, standing }) => `${name} ${word(standing)}`);
    const decides = decisive ? [`decides ${word(decisive)}`] : [];
    return `${textOf(rules).slice(start, end)}: ${[...words, ...decides].join(", ")}`;
  });
}

function word(standing: Standing): string {
  return standing.kind === "covered" ? "yes" : standing.kind === "missed" ? "no" : standing.kind;
}

describe("coverage of a rule", () => {
  const either = 'rule r allow User to mail.send when principal.team == "a" or principal.level > 7';

  it("counts what each operand comes to, also where another one settles the matter", () => {
    expect(shown(either, mail({ team: "a", level: 1 }))).toEqual([
      'principal.team == "a": true yes, false no, decides no',
      "principal.level > 7: true no, false yes, decides no",
    ]);
  });

  it("takes two requests to see that a condition decides: one does not show what would have been", () => {
    const all = [mail({ team: "a", level: 1 }), mail({ team: "b", level: 1 })];
    expect(shown(either, ...all)).toEqual([
      'principal.team == "a": true yes, false yes, decides yes',
      "principal.level > 7: true no, false yes, decides no",
    ]);
    expect(shown(either, ...all, mail({ team: "b", level: 8 }))[1]).toMatch(/decides yes$/);
  });

  it("does not take it for deciding where another operand hides it", () => {
    const hidden = [mail({ team: "a", level: 8 }), mail({ team: "a", level: 1 })];
    expect(shown(either, ...hidden)[1]).toBe("principal.level > 7: true yes, false yes, decides no");
  });

  it("counts errors where they matter, and only where one is possible", () => {
    const rule = `rule r deny User to mail.send
      when principal.level > 3
      when args.count * 9007199254740991 > 5`;
    const words = (...requests: readonly JsonObject[]) => shown(rule, ...requests)[1];
    expect(words(mail({ level: 5 }, {}, 2))).toMatch(/true no, false no, error yes/);
    expect(words(mail({ level: 1 }, {}, 2))).toMatch(/error no/);
    expect(shown(rule, mail({}))[0]).not.toContain("error");
  });

  it("takes what is guarded for nothing where the guard fails", () => {
    const rule = "rule r deny User to mail.send when context has risk and context.risk > 50";
    expect(shown(rule, mail({}))).toEqual([
      "context has risk: true no, false yes, decides no",
      "context.risk > 50: true no, false no, decides no",
    ]);
  });

  it("leaves out what no request can show: of an allow, that it would be true without its guard", () => {
    const rule = "rule r allow User to mail.send when context has risk and context.risk > 50";
    expect(shown(rule)[0]).toBe("context has risk: true no, false no, decides unreachable");
  });

  it("leaves out constants and what the types settle", () => {
    const rule =
      "rule r allow User, Bot acting for User to mail.send when true when principal is Bot or subject.level > 3";
    expect(shown(rule)).toEqual(["subject.level > 3: true no, false no, decides no"]);
  });

  it("has what the sentence names among the conditions", () => {
    const rule = 'rule r allow User("ann"), User in Team("t") to mail.send';
    expect(shown(rule, mail({}))).toEqual([
      'User("ann"): true yes, false no, decides no',
      'User in Team("t"): true no, false yes, decides no',
    ]);
  });

  it("counts a definition for each of its calls", () => {
    const rule = "rule r allow User to mail.send when low(level: principal.level) or low(level: args.count)";
    expect(shown(rule, mail({ level: 1 }))).toEqual([
      "level < 3: true yes, false no, decides unreachable",
      "level < 3: true yes, false unreachable, decides unreachable",
    ]);
  });

  it("knows one place of the text however the rule is typed", () => {
    const rule = "rule r allow User, Bot acting for User to mail.send when principal.level > 3";
    const bot = { actor: { type: "Bot", id: "b", properties: { level: 1 } } };
    expect(shown(rule, mail({ level: 1 }, bot))).toEqual([
      "principal.level > 3: true no, false yes, decides no",
    ]);
    expect(shown(rule, mail({ level: 1 }, bot), mail({ level: 5 }))).toEqual([
      "principal.level > 3: true yes, false yes, decides yes",
    ]);
  });

  it("sees both principals of a request", () => {
    const rule = "rule r deny User, Bot acting for User to mail.send when principal.level > 3";
    const bot = { actor: { type: "Bot", id: "b", properties: { level: 1 } } };
    const [covered] = measureCoverage(policySetOf(rule), [mail({ level: 5 }, bot)]).rules;
    expect(covered).toMatchObject({ evaluated: 2, matched: { kind: "covered", count: 1 } });
    expect(shown(rule, mail({ level: 5 }, bot))[0]).toMatch(/true yes, false yes, decides yes$/);
  });

  it("takes a quantifier for one condition, and counts what is joined in it for some element", () => {
    const rule = "rule r allow User to docs.read when all n in args.pages: n > 1 and n < 5";
    const reading = (...pages: readonly number[]): JsonObject => ({
      ...mail({}),
      action: { name: "docs.read", properties: { pages } },
      resource: { type: "Doc", id: "d" },
    });
    expect(shown(rule, reading())).toEqual([
      "all n in args.pages: n > 1 and n < 5: true yes, false no, decides no",
      "n > 1: true no, false no",
      "n < 5: true no, false no",
    ]);
    expect(shown(rule, reading(3, 7))).toEqual([
      "all n in args.pages: n > 1 and n < 5: true no, false yes, decides no",
      "n > 1: true yes, false no",
      "n < 5: true yes, false yes",
    ]);
  });

  it("counts what no element can be for out of reach, also in a quantifier in another", () => {
    const rule = `rule r allow User to docs.read
      when any n in args.pages: n > 1 and (any m in args.pages: m > n and n < 1)`;
    expect(shown(rule)).toEqual([
      "any n in args.pages: n > 1 and (any m in args.pages: m > n and n < 1): true unreachable, false no, decides unreachable",
      "n > 1: true no, false no",
      "(any m in args.pages: m > n and n < 1): true no, false no",
      "m > n: true no, false no",
      "n < 1: true no, false no",
    ]);
  });

  it("counts an `if` that turns the rule either way", () => {
    const rule =
      'rule r allow User to mail.send when if principal.team == "a" then principal.level > 5 else principal.level < 2';
    const words = shown(rule, mail({ team: "a", level: 9 }), mail({ team: "b", level: 9 }));
    expect(words[0]).toMatch(/decides yes$/);
    expect(shown(rule, mail({ team: "a", level: 1 }), mail({ team: "b", level: 1 }))[0]).toMatch(
      /decides yes$/,
    );
    expect(shown(rule, mail({ team: "a", level: 9 }), mail({ team: "b", level: 1 }))[0]).toMatch(
      /decides no$/,
    );
  });
});

describe("coverage of a policy set", () => {
  it("counts what was seen and what there is, without what no request can show", () => {
    const policySet = policySetOf(`rule a allow User to mail.send
      rule b deny User to mail.send when args.count > 1 when principal.level > 8
      rule c deny User to mail.send when principal.level > 4 when principal.level < 3`);
    const coverage = measureCoverage(policySet, [mail({}), mail({}, {}, 7), { subject: 1 }]);
    expect(coverage.requests).toEqual({ valid: 1, invalid: 2 });
    const { rules, outcomes, mcdc } = figuresOf(coverage);
    expect(rules).toEqual({ covered: 1, total: 2, unreachable: 1 });
    expect(outcomes).toEqual({ covered: 4, total: 8, unreachable: 0 });
    expect(mcdc).toEqual({ covered: 0, total: 2, unreachable: 2 });
    expect(percentOf(rules)).toBe(50);
  });
});
