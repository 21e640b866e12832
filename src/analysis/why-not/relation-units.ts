import { relationWords } from "../../diagnostics/relation-words.js";
import type { EntityReference } from "../../relations/model.js";
import type { RelationQuestion } from "../../runtime/decision.js";
import { atomKey, type Party, type RelationAtom } from "../encode/atom.js";
import { atomsOf } from "../encode/atoms-of.js";
import type { Formula } from "../encode/formula.js";
import { plainRelation } from "../relations/relation-rules.js";
import { relationPath } from "./answer-at.js";
import type { RequestFacts, Unit } from "./request-facts.js";
import { slotValue } from "./slot-value.js";

/** The relations that a formula asks for, between entities that a request names: what is the case there may be otherwise, too. */
export function relationUnits({ facts }: Pick<RequestFacts, "facts">, goal: Formula): readonly Unit[] {
  return atomsOf(goal).flatMap((atom): Unit[] => {
    const question = atom.kind === "relation" ? questionOf(facts, atom) : undefined;
    if (atom.kind !== "relation" || question === undefined) return [];
    const label = relationWords({ ...question, answer: "yes" });
    return [{ key: atomKey(atom), path: relationPath(question), label, type: undefined, within: [] }];
  });
}

/** What a relation asks about the entities of a request; undefined where it names none, or where it is a fact that relations follow from. */
export function questionOf(
  facts: RequestFacts["facts"],
  { fact: { way, subject, object } }: RelationAtom,
): RelationQuestion | undefined {
  if (way.kind !== "defined") return undefined;
  const [one, other] = [entityOf(facts, subject), entityOf(facts, object)];
  return one && other && { subject: one, relation: plainRelation(way.relation), object: other };
}

function entityOf(facts: RequestFacts["facts"], { type, id }: Party): EntityReference | undefined {
  const text = typeof id === "object" ? slotValue(facts, id) : id;
  return typeof text === "string" ? { type, id: text } : undefined;
}
