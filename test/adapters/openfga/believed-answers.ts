import { certainSlots } from "../../../src/adapters/openfga/certain-slots.js";
import { planRelations } from "../../../src/relations/relation-plan.js";
import { createRelationStore } from "../../../src/relations/relation-store.js";
import type { RelationWorld } from "../../relations/relation-arbitrary.js";
import { openFgaCheck } from "./openfga-check.js";

/** Answers of OpenFGA that were believed, and those that were not: as many as were wrong, and as were right. */
export interface BelievedCounts {
  believed: number;
  wrong: number;
  right: number;
}

/** `believed-answers-are-right`: a `yes` of OpenFGA is one, and a `no` of a relation that is certain. Counts what it has seen. */
export function holdAnswers({ model, tuples, entities }: RelationWorld, seen: BelievedCounts): void {
  const plan = planRelations(model);
  const certain = certainSlots(plan);
  const store = createRelationStore(model);
  store.write({ touch: tuples });
  for (const { type, relation, index } of plan.slots)
    for (const object of entities.filter((entity) => entity.type === type))
      for (const subject of entities) {
        const question = { subject, relation: relation.name, object };
        const theirs = openFgaCheck(model, tuples, question);
        if (theirs === "deep") continue;
        const isRight = store.check(question) === (theirs === "yes" ? "yes" : "no");
        const isBelieved = theirs === "yes" || certain.has(index);
        if (isBelieved && !isRight) throw new Error(`${JSON.stringify(question)} is not ${theirs}`);
        seen[isBelieved ? "believed" : isRight ? "right" : "wrong"]++;
      }
}
