import { describe, expect, it } from "vitest";
import { type Analysis, createAnalysis } from "../../src/analysis/analysis.js";
import { findingsOf } from "../../src/analysis/findings.js";
import { withoutOperands } from "../../src/analysis/operands-in.js";
import { inquireRules } from "../../src/analysis/rule-standing.js";
import type { TypedClause } from "../../src/check/typed-expression.js";
import type { PolicySet, TypedRule } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.js";
import { interpret, interpretWithOutcomes } from "../../src/interpret/interpret.js";
import { lower } from "../../src/ir/lower.js";
import type { Span } from "../../src/source/span.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";

const seeds = Array.from({ length: 52 }, (_, index) => 100 + index);
const requestsPerSet = 50;

/** What is found because there is no request: rules that never match, actions that nobody may do, assertions about nobody. */
const shownByNoRequest = ["POL3001", "POL3011", "POL3022"];

interface AnalysedSet {
  readonly seed: number;
  readonly policySet: PolicySet;
  readonly analysis: Analysis;
  readonly findings: readonly Diagnostic[];
}

function analysedSet(seed: number): readonly AnalysedSet[] {
  const { policySet } = check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas });
  if (policySet === undefined) return [];
  const analysis = createAnalysis(lower(policySet));
  return [{ seed, policySet, analysis, findings: findingsOf(analysis) }];
}

/** The set after all that is reported as removable has been removed. */
function mended({ policySet, findings }: AnalysedSet): PolicySet {
  const of = (...codes: readonly string[]) =>
    new Set(findings.filter(({ code }) => codes.includes(code)).map(({ span }) => keyOf(span)));
  const rules = of("POL3001", "POL3002", "POL3003");
  const clauses = of("POL3004");
  const operands = of("POL3005");
  return {
    ...policySet,
    rules: policySet.rules
      .filter(({ heading }) => !rules.has(keyOf(heading)))
      .map((rule) => mendedRule(rule, clauses, operands)),
  };
}

function keyOf({ file, start, end }: Span): string {
  return `${file} ${start} ${end}`;
}

function mendedRule(rule: TypedRule, clauses: ReadonlySet<string>, operands: ReadonlySet<string>): TypedRule {
  const variants = rule.variants.map((variant) => ({
    ...variant,
    clauses: variant.clauses
      .filter(({ span }) => !clauses.has(keyOf(span)))
      .map((clause) => mendedClause(clause, operands)),
  }));
  return { ...rule, variants };
}

function mendedClause(clause: TypedClause, operands: ReadonlySet<string>): TypedClause {
  const { file, start, end } = clause.span;
  const here = [...operands]
    .map((key) => /^(.*) (\d+) (\d+)$/.exec(key))
    .filter((match) => match?.[1] === file && Number(match[2]) >= start && Number(match[3]) <= end)
    .map((match) => `${match?.[2]} ${match?.[3]}`);
  const condition = withoutOperands(clause, new Set(here));
  return condition === undefined ? clause : { ...clause, condition };
}

describe("what is reported of rules", () => {
  const sets = seeds.flatMap(analysedSet);

  it("removal-changes-nothing: without all that is reported as removable, requests are decided as before", () => {
    const differing: string[] = [];
    let valid = 0;
    for (const set of sets) {
      const rest = mended(set);
      const generate = createRequestGenerator(set.policySet);
      for (let index = 0; index < requestsPerSet; index += 1) {
        const request = generate(seededChoices(set.seed * 1000 + index));
        const [before, after] = [interpret(set.policySet, request), interpret(rest, request)];
        if (before.reason === "invalid_request" || after.reason === "invalid_request") continue;
        valid += 1;
        const principals = [before.subject, before.actor, after.subject, after.actor];
        const [subject, actor, subjectAfter, actorAfter] = principals.map((each) => each?.decision);
        if (subject !== subjectAfter || actor !== actorAfter) differing.push(`${set.seed} ${index}`);
      }
    }
    expect(differing).toEqual([]);
    expect(valid).toBeGreaterThan(1000);
  });

  it("finds something of every kind in these sets", () => {
    const codes = new Set(sets.flatMap(({ findings }) => findings.map(({ code }) => code)));
    expect([...codes].sort()).toEqual(
      expect.arrayContaining(["POL3001", "POL3002", "POL3003", "POL3004", "POL3005"]),
    );
  });

  it("witnesses-replay: a rule that is denied or covered matches a request to show for it", () => {
    let witnesses = 0;
    for (const { policySet, analysis } of sets) {
      for (const [rule, standing] of inquireRules(analysis).standings) {
        if (standing.kind !== "denied" && standing.kind !== "covered") continue;
        witnesses += 1;
        const { decision, outcomes } = interpretWithOutcomes(policySet, standing.witness);
        const own = outcomes.filter((outcome) => outcome.rule === rule && outcome.matches);
        expect(own).not.toEqual([]);
        const decided = own.map(({ principal }) => decision[principal]?.decision);
        expect(decided).toContain(standing.kind === "covered" && rule.effect === "allow");
      }
    }
    expect(witnesses).toBeGreaterThan(10);
  });

  it("findings-replay: every witness of a finding is a valid request, and those of assertions refute them", () => {
    let witnesses = 0;
    for (const { policySet, findings } of sets)
      for (const { code, witness } of findings) {
        if (witness === undefined) continue;
        witnesses += 1;
        const { reason } = interpret(policySet, witness.request);
        expect([code, reason]).not.toEqual([code, "invalid_request"]);
        if (code === "POL3002") expect(reason).toBe("denied_by_rule");
        if (code === "POL3014") expect(reason).toBe("obligation_error");
      }
    expect(witnesses).toBeGreaterThan(10);
  });

  it("findings-have-witnesses: what a request can show comes with one", () => {
    const all = sets.flatMap(({ findings }) => findings);
    const without = all.filter(({ witness }) => witness === undefined);
    expect([...new Set(without.map(({ code }) => code))].sort()).toEqual(shownByNoRequest);
    const shown = new Set(all.filter(({ witness }) => witness).map(({ code }) => code));
    expect([...shown]).toEqual(expect.arrayContaining(["POL3004", "POL3005", "POL3015"]));
  });

  it("rule-witnesses-match: a rule that is found at fault matches the request that is shown of it", () => {
    const silent: string[] = [];
    for (const { seed, policySet, findings } of sets)
      for (const { code, witness, message } of findings) {
        const [, id] = /^`([^`]+)` matches/.exec(witness?.shows ?? "") ?? [];
        if (witness === undefined || id === undefined) continue;
        const { outcomes } = interpretWithOutcomes(policySet, witness.request);
        if (!outcomes.some(({ rule, matches }) => rule.id === id && matches))
          silent.push(`${seed} ${code} ${message}`);
      }
    expect(silent).toEqual([]);
  });

  it("does not depend on the order of rules", () => {
    for (const { policySet, findings } of sets.slice(0, 10)) {
      const again = findingsOf(
        createAnalysis(lower({ ...policySet, rules: [...policySet.rules].reverse() })),
      );
      const said = (all: readonly Diagnostic[]) =>
        all.map(({ code, span }) => `${code} ${keyOf(span)}`).sort();
      expect(said(again)).toEqual(said(findings));
    }
  });
});
