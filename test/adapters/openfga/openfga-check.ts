import type {
  EntityReference,
  RelationModel,
  RelationRule,
  RelationTuple,
} from "../../../src/relations/model.js";
import type { RelationQuestion } from "../../../src/relations/relation-store.js";
import { assertNever } from "../../../src/util/invariant.js";

/** What OpenFGA comes to: `cycle` is told as `no`, `deep` is an error. */
export type OpenFgaOutcome = "yes" | "no" | "cycle" | "deep";

/** How many hops from object to object there may be. */
const deepest = 25;

/**
 * A check as OpenFGA makes it (`internal/graph/check.go` of version 1.18, its plain strategy): depth-first, a state that stands on the way already
 * is a cycle, and a cycle in an exclusion excludes.
 */
export function openFgaCheck(
  model: RelationModel,
  tuples: readonly RelationTuple[],
  { subject, relation, object }: RelationQuestion,
): OpenFgaOutcome {
  const resolve = (
    name: string,
    of: EntityReference,
    way: readonly string[],
    depth: number,
  ): OpenFgaOutcome => {
    if (depth === deepest) return "deep";
    const state = JSON.stringify([name, of.type, of.id]);
    if (way.includes(state)) return "cycle";
    if (subject.relation === name && isSame(subject, of)) return "yes";
    const found = model.types
      .find(({ type }) => type === of.type)
      ?.relations.find((each) => each.name === name);
    return found === undefined ? "no" : rewrite(found.rule, name, of, [...way, state], depth);
  };
  const rewrite = (
    rule: RelationRule,
    name: string,
    of: EntityReference,
    way: readonly string[],
    depth: number,
  ): OpenFgaOutcome => {
    const part = (each: RelationRule) => rewrite(each, name, of, way, depth);
    switch (rule.kind) {
      case "direct":
        return union(direct(name, of, way, depth));
      case "computed":
        return resolve(rule.relation, of, way, depth);
      case "inherited":
        return union(
          tuplesOf(rule.over, of).flatMap(({ subject: parent }) =>
            "id" in parent ? [resolve(rule.relation, parent, way, depth + 1)] : [],
          ),
        );
      case "union":
        return union(rule.operands.map(part));
      case "intersection":
        return intersection(rule.operands.map(part));
      case "exclusion":
        return exclusion(part(rule.base), part(rule.excluded));
      default:
        return assertNever(rule);
    }
  };
  const tuplesOf = (name: string, of: EntityReference) =>
    tuples.filter((tuple) => tuple.relation === name && isSame(tuple.object, of));
  const direct = (name: string, of: EntityReference, way: readonly string[], depth: number) =>
    tuplesOf(name, of).map(({ subject: who }): OpenFgaOutcome => {
      if ("everyone" in who)
        return subject.relation === undefined && who.type === subject.type ? "yes" : "no";
      const userset = "relation" in who ? who.relation : undefined;
      if (isSame(who, subject) && userset === subject.relation) return "yes";
      return userset === undefined ? "no" : resolve(userset, who, way, depth + 1);
    });
  return resolve(relation, object, [], 0);
}

function isSame(one: EntityReference, other: EntityReference): boolean {
  return one.type === other.type && one.id === other.id;
}

function union(outcomes: readonly OpenFgaOutcome[]): OpenFgaOutcome {
  const order = ["yes", "deep", "cycle"] as const;
  return order.find((outcome) => outcomes.includes(outcome)) ?? "no";
}

function intersection(outcomes: readonly OpenFgaOutcome[]): OpenFgaOutcome {
  return (
    outcomes.find((outcome) => outcome === "no" || outcome === "cycle") ?? outcomes.find(isError) ?? "yes"
  );
}

function exclusion(base: OpenFgaOutcome, excluded: OpenFgaOutcome): OpenFgaOutcome {
  if (base === "cycle" || base === "no") return base;
  if (excluded === "cycle") return "cycle";
  if (excluded === "yes") return "no";
  return isError(base) || isError(excluded) ? "deep" : "yes";
}

function isError(outcome: OpenFgaOutcome): boolean {
  return outcome === "deep";
}
