import { checkPolicySet } from "../../src/check/check.js";
import type { DecisionGraph, Environment, RuleBody } from "../../src/ir/decision-graph.js";
import { lower } from "../../src/ir/lower.js";
import type { Need } from "../../src/ir/needs.js";
import { parse } from "../../src/syntax/parse.js";

/** The decision graph of a policy set's text, which must have no errors. */
export function graphOf(text: string): DecisionGraph {
  const parsed = parse({ path: "policy.pol", text });
  const checked = checkPolicySet([parsed.file]);
  const errors = [...parsed.diagnostics, ...checked.diagnostics].filter(
    ({ severity }) => severity === "error",
  );
  if (checked.policySet === undefined || errors.length > 0) throw new Error(JSON.stringify(errors, null, 2));
  return lower(checked.policySet);
}

/** The kind of request `User>Agent action Resource`, or `User action`. */
export function environmentOf(graph: DecisionGraph, name: string): Environment {
  const found = graph.environments.find((each) => nameOf(each) === name);
  if (found === undefined) throw new Error(`${name} is none of ${graph.environments.map(nameOf).join(", ")}`);
  return found;
}

/** The name of a kind of request. */
export function nameOf({ action, resource, subject, actor }: Environment): string {
  const who = actor === undefined ? subject.type : `${subject.type}>${actor.type}`;
  return [who, action, ...(resource === undefined ? [] : [resource])].join(" ");
}

/** The ids of rules. */
export function idsOf(bodies: readonly RuleBody[]): readonly string[] {
  return bodies.map(({ rule }) => rule.name);
}

/** A need as text: members by name, `*` for elements, `^` for ancestors, `#` for the id. */
export function printNeed(need: Need): string {
  const members = [...need.members].map(([name, inner]) => `${name}${printNeed(inner)}`).sort();
  const elements = need.elements === undefined ? [] : [`*${printNeed(need.elements)}`];
  const marks = `${need.ancestors ? "^" : ""}${need.id ? "#" : ""}`;
  const all = [...members, ...elements];
  return `${marks}${all.length === 0 ? "" : `{${all.join(" ")}}`}`;
}
