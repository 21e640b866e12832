import {
  type Analysis,
  ask,
  createAnalysis,
  matches,
  noneMatches,
  type Point,
} from "../../src/analysis/analysis.js";
import { and, type Formula } from "../../src/analysis/encode/formula.js";
import type { Answer } from "../../src/analysis/solve/find-request.js";
import { check } from "../../src/compiler.js";
import type { RuleBody } from "../../src/ir/decision-graph.js";
import { lower } from "../../src/ir/lower.js";
import { type Choices, pick, several } from "../../src/testing/choices.js";
import { randomCondition } from "./condition.js";
import { type Condition, type Place, randomPlaces, randomSchema, type Schema } from "./places.js";

/** One question about a policy set: what polc says, and what Z3 is to satisfy. */
export interface Question {
  readonly name: string;
  readonly answer: Answer;
  readonly smt: string;
}

/** A random policy set, made once for both. */
export interface RandomSet {
  readonly places: readonly Place[];
  readonly schema: Schema;
  readonly rules: readonly Rule[];
  /** The set as Pol. */
  readonly text: string;
}

interface Rule {
  readonly effect: "allow" | "deny";
  readonly condition: Condition;
}

/** A few rules over the places. */
export function randomSet(choices: Choices): RandomSet {
  const places = randomPlaces(choices);
  const schema = randomSchema(choices, places);
  const rules = several(choices, 2, 5, () => ({
    effect: pick(choices, ["allow", "deny"] as const),
    condition: randomCondition(choices, places, choices.int(1, 3)),
  }));
  const lines = rules.map(
    ({ effect, condition }, index) => `  rule r${index} ${effect} User to go when ${condition.pol}`,
  );
  return { places, schema, rules, text: `${schema.pol}policy p {\n${lines.join("\n")}\n}\n` };
}

/** Whether each rule can match and whether each allow can decide; undefined if the set has errors. */
export function questionsOf({ rules, text }: RandomSet): readonly Question[] | undefined {
  const { policySet } = check([{ path: "a.pol", text }]);
  if (policySet === undefined) return undefined;
  const analysis = createAnalysis(lower(policySet));
  const denies = rules
    .filter(({ effect }) => effect === "deny")
    .map(({ condition }) => `(not ${condition.smt})`);
  return rules.flatMap(({ effect, condition: { smt } }, index): readonly Question[] => {
    const matching = { name: `r${index} matches`, answer: answerOf(analysis, index, false), smt };
    if (effect === "deny") return [matching];
    const decides = `(and ${[smt, ...denies].join(" ")})`;
    return [matching, { name: `r${index} decides`, answer: answerOf(analysis, index, true), smt: decides }];
  });
}

/** Whether a rule can match, or decide. A rule that the graph has left out can do neither. */
function answerOf(analysis: Analysis, index: number, decides: boolean): Answer {
  const id = `p.r${index}`;
  for (const point of analysis.points) {
    const { allows, denies } = point.scope;
    const body = [...allows, ...denies].find(({ rule }) => rule.id === id);
    if (body === undefined) continue;
    return ask(
      analysis,
      point,
      goalOf(point, body, decides),
      ({ matching, isAllowed }) => matching.has(id) && (!decides || isAllowed),
    );
  }
  return { kind: "none" };
}

function goalOf(point: Point, body: RuleBody, decides: boolean): Formula {
  const goal = matches(point, body);
  return decides ? and(goal, noneMatches(point, point.scope.denies)) : goal;
}
