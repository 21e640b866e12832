import { seededChoices } from "../../src/testing/choices.js";
import { type Question, questionsOf, type RandomSet, randomSet } from "./questions.js";
import { scriptFor } from "./script.js";
import type { Solve } from "./solve.js";
import { witnessOf } from "./witness.js";

/** What came of the questions about a set. */
export interface Comparison {
  readonly seed: number;
  /** The set as Pol; undefined if it has errors. */
  readonly text: string | undefined;
  readonly outcomes: readonly Outcome[];
}

/** What came of one question. */
export interface Outcome {
  readonly name: string;
  readonly polc: "found" | "none" | "unknown";
  /** Undefined if it was not asked: where polc says nothing there is nothing to hold against it. */
  readonly z3: string | undefined;
  readonly agree: boolean;
}

/** Asks both the same about the set of a seed. */
export function compareSet(solve: Solve, seed: number): Comparison {
  const set = randomSet(seededChoices(seed));
  const questions = questionsOf(set);
  if (questions === undefined) return { seed, text: undefined, outcomes: [] };
  const asked = questions.filter(({ answer }) => answer.kind !== "unknown");
  const answers = solve(asked.map((question) => textFor(set, question)));
  const outcomes = questions.map((question) => outcomeOf(question, answers[asked.indexOf(question)]));
  return { seed, text: set.text, outcomes };
}

function outcomeOf({ name, answer: { kind } }: Question, z3: string | undefined): Outcome {
  const expected = kind === "found" ? "sat" : "unsat";
  return { name, polc: kind, z3, agree: kind === "unknown" || z3 === expected || z3 === "unknown" };
}

/** That there is a request, polc shows with one: Z3 is asked of that one. That there is none, Z3 has to find out by itself. */
function textFor({ places, schema }: RandomSet, { answer, smt }: Question): string {
  const values = answer.kind === "found" ? witnessOf(places, answer.request) : new Map<string, string>();
  return scriptFor(schema, values, smt);
}
