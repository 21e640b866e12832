import { describe, expect, it } from "vitest";
import {
  type Analysis,
  ask,
  createAnalysis,
  matches,
  noneMatches,
  type Point,
} from "../../src/analysis/analysis.js";
import { sharingEncoders } from "../../src/analysis/encode/create-encoder.js";
import { and } from "../../src/analysis/encode/formula.js";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { check } from "../../src/compiler.js";
import { interpretWithOutcomes } from "../../src/interpret/interpret.js";
import type { RuleBody } from "../../src/ir/decision-graph.js";
import { lower } from "../../src/ir/lower.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";
import { createRequestGenerator } from "../../src/testing/request/generate-request.js";

const sets = 14;
const requestsPerSet = 60;

function randomSet(seed: number): PolicySet | undefined {
  return check(generatePolicySet(seededChoices(seed)), { schemas: generatorSchemas }).policySet;
}

/** The kind of a request and one of its principals, in words that a point has too. */
function placeOf({ environment, principal }: Point): string {
  const { action, resource, subject, actor } = environment;
  return [action, resource, subject.type, actor?.type, principal].join(" ");
}

interface Verdicts {
  readonly match: string;
  /** Of an allow: that it matches and no deny does. */
  readonly decide: string;
}

function verdictsOf(analysis: Analysis, point: Point, body: RuleBody): Verdicts {
  const match = ask(analysis, point, matches(point, body), ({ matching }) => matching.has(body.rule.id));
  const goal = and(matches(point, body), noneMatches(point, point.scope.denies));
  const decide = ask(
    analysis,
    point,
    goal,
    ({ matching, isAllowed }) => matching.has(body.rule.id) && (isAllowed || body.rule.effect !== "allow"),
  );
  return { match: match.kind, decide: decide.kind };
}

function allVerdicts(policySet: PolicySet): ReadonlyMap<string, Verdicts> {
  const analysis = createAnalysis(lower(policySet));
  return new Map(
    analysis.points.flatMap((point) => {
      const { allows, denies, obliges } = point.scope;
      return [...allows, ...denies, ...obliges].map(
        (body) => [`${placeOf(point)} ${body.rule.id}`, verdictsOf(analysis, point, body)] as const,
      );
    }),
  );
}

/** Rules that a valid random request matches although they were said to match none. */
function contradictions(
  policySet: PolicySet,
  seed: number,
  verdicts: ReadonlyMap<string, Verdicts>,
): string[] {
  const generate = createRequestGenerator(policySet);
  const found: string[] = [];
  for (let index = 0; index < requestsPerSet; index += 1) {
    const request = generate(seededChoices(seed * 10_000 + index)) as {
      readonly action: { readonly name: string };
      readonly subject: { readonly type: string };
      readonly actor?: { readonly type: string };
      readonly resource?: { readonly type: string };
    };
    const { outcomes } = interpretWithOutcomes(policySet, request);
    const hasResource = policySet.actions.get(request.action?.name)?.resources !== undefined;
    for (const { rule, principal, matches: didMatch } of outcomes) {
      if (!didMatch) continue;
      const resource = hasResource ? request.resource?.type : undefined;
      const place = [
        request.action.name,
        resource,
        request.subject.type,
        request.actor?.type,
        principal,
      ].join(" ");
      const verdict = verdicts.get(`${place} ${rule.id}`);
      const isDenied = outcomes.some(
        (other) => other.principal === principal && other.matches && other.rule.effect === "deny",
      );
      if (verdict?.match !== "found" && verdict?.match !== "unknown")
        found.push(`${seed} ${place} ${rule.id}`);
      if (!isDenied && verdict?.decide === "none") found.push(`${seed} ${place} ${rule.id} decides`);
    }
  }
  return found;
}

/** What is found for each rule at each point, asked from the first on or from the last. */
function allRequests(policySet: PolicySet, fromLast: boolean): readonly string[] {
  const analysis = createAnalysis(lower(policySet));
  const questions = analysis.points.flatMap((point) =>
    [...point.scope.allows, ...point.scope.denies].map((body) => ({ point, body })),
  );
  const answers = (fromLast ? questions.reverse() : questions).map(({ point, body }) => {
    const goal = and(matches(point, body), noneMatches(point, point.scope.denies.slice(0, 2)));
    const answer = ask(analysis, point, goal, () => true);
    return `${placeOf(point)} ${body.rule.id} ${JSON.stringify(answer.kind === "found" ? answer.request : answer.kind)}`;
  });
  return answers.sort();
}

describe("the answers of the analysis", () => {
  it("analysis-agrees-with-requests: what is said to match nothing is matched by no request; hardly an answer is unknown", () => {
    const contradicted: string[] = [];
    let unknown = 0;
    let all = 0;
    for (let seed = 1; seed <= sets; seed += 1) {
      const policySet = randomSet(seed);
      if (policySet === undefined) continue;
      const verdicts = allVerdicts(policySet);
      contradicted.push(...contradictions(policySet, seed, verdicts));
      for (const { match, decide } of verdicts.values()) {
        all += 2;
        unknown += Number(match === "unknown") + Number(decide === "unknown");
      }
    }
    expect(contradicted).toEqual([]);
    expect(all).toBeGreaterThan(500);
    expect(unknown / all).toBeLessThan(0.01);
  });

  it("two principals of one request share atoms, and to each a rule says something else", () => {
    const text = `
      principal User { level: Int }
      principal Agent acting for User { level: Int }
      action act()
      policy p { rule no
        deny anyone to act when principal.level > 3 }`;
    const { policySet } = check([{ path: "policy.pol", text }], {});
    if (policySet === undefined) throw new Error("the set is wrong");
    const { points } = createAnalysis(lower(policySet));
    const both = points.filter(({ environment }) => environment.actor !== undefined);
    const [environment] = both.map((point) => point.environment);
    if (environment === undefined) throw new Error("nobody acts for another");
    const encoders = sharingEncoders(
      (["subject", "actor"] as const).map((principal) => ({ policySet, environment, principal })),
    );
    const keys = both.map((point, index) => {
      const encoder = encoders[index];
      if (encoder === undefined) throw new Error("an encoder for each");
      const formula = noneMatches({ ...point, encoder }, both[0]?.scope.denies ?? []);
      return formula.kind === "literal" && formula.atom.kind === "number"
        ? formula.atom.slot.key
        : formula.kind;
    });
    expect(keys).toEqual(["subject.level", "actor.level"]);
  });

  it("answers-do-not-depend-on-order: a question has one answer, whatever was asked before it", () => {
    for (let seed = 1; seed <= 6; seed += 1) {
      const policySet = randomSet(seed);
      if (policySet === undefined) continue;
      expect(allRequests(policySet, true)).toEqual(allRequests(policySet, false));
    }
  });
});
