import { answersOf } from "../interpret/answers.js";
import { describeDecision } from "../interpret/describe-decision.js";
import { interpret } from "../interpret/interpret.js";
import { isJsonObject } from "../util/json-object.js";
import { canonicalJson } from "./canonical-json.js";
import type { Law, LawSubject, LawViolation } from "./law.js";
import { relationLines } from "./relation-lines.js";
import { ruleLines } from "./rule-lines.js";
import { rulesThatMattered } from "./rules-that-mattered.js";

/**
 * How a law was broken, for people: what it says, what was found, the request, what the policies say of it by the interpreter, and the rules
 * that mattered with the conditions that decided them.
 */
export function lawFailureLines(
  { policySet, files }: Pick<LawSubject, "policySet" | "files">,
  { statement }: Law,
  { message, expected, actual, request }: LawViolation,
): readonly string[] {
  const decision = interpret(policySet, request);
  const wanted = { decision: decision.decision ? "allow" : "deny" } as const;
  return [
    `law       ${statement}`,
    `found     ${message}`,
    ...comparison(expected, actual),
    `request   ${JSON.stringify(request)}`,
    ...relationLines(answersOf(request)),
    `policies  ${describeDecision(decision)}`,
    ...ruleLines(rulesThatMattered(policySet, request, wanted), files),
  ];
}

/** What was expected and what there was instead; of two objects, such as decisions, only what differs. */
function comparison(expected: unknown, actual: unknown): readonly string[] {
  if (expected === undefined && actual === undefined) return [];
  const [left, right] = differing(expected, actual);
  return [`expected  ${textOf(left)}`, `actual    ${textOf(right)}`];
}

function differing(expected: unknown, actual: unknown): readonly [unknown, unknown] {
  if (!isJsonObject(expected) || !isJsonObject(actual)) return [expected, actual];
  const names = [...new Set([...Object.keys(expected), ...Object.keys(actual)])];
  const different = names.filter((name) => canonicalJson(expected[name]) !== canonicalJson(actual[name]));
  const pick = (from: typeof expected) => Object.fromEntries(different.map((name) => [name, from[name]]));
  return [pick(expected), pick(actual)];
}

/** An error says nothing in JSON, nor does what a broken module may come to. */
function textOf(value: unknown): string {
  return value instanceof Error ? String(value) : canonicalJson(value);
}
