import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { certainSlots, excludingSlots } from "../../../src/adapters/openfga/certain-slots.js";
import { readRelationModel } from "../../../src/adapters/relations.js";
import { planRelations } from "../../../src/relations/relation-plan.js";
import { relationWorlds } from "../../relations/relation-arbitrary.js";
import { holdAnswers } from "./believed-answers.js";

function namesOf(text: string, slotsOf: typeof certainSlots): readonly string[] {
  const plan = planRelations(readRelationModel([{ path: "schema.pol", text }]));
  const found = slotsOf(plan);
  return plan.slots
    .filter(({ index }) => found.has(index))
    .map(({ type, relation }) => `${type}.${relation.name}`);
}

const teams = `principal User
entity Team { relation member: User | Team.member }
entity Document {
  relation blocked: User
  relation barred: Team.member
  relation viewer: User
  relation reader = viewer but not blocked
  relation writer = viewer but not barred
}
entity Page in Document { relation writer = writer of parent }
`;

describe("the relations whose `no` can be believed", () => {
  it("are those that exclude nobody by way of a relation that can go round in a circle", () => {
    const certain = namesOf(teams, certainSlots);
    expect(certain).toContain("Document.reader");
    expect(certain).toContain("Team.member");
    expect(certain).not.toContain("Document.writer");
    expect(certain).not.toContain("Page.writer");
  });

  it("are others than those that exclude nobody", () => {
    expect(namesOf(teams, excludingSlots)).toEqual(["Document.reader", "Document.writer", "Page.writer"]);
  });

  it("law: believed-answers-are-right", () => {
    const seen = { believed: 0, wrong: 0, right: 0 };
    const law = fc.property(relationWorlds(), (world) => holdAnswers(world, seen));
    fc.assert(law, { seed: 20261122, numRuns: 20 });
    // Else nothing would be gained by not believing all of them.
    expect(seen.wrong).toBeGreaterThan(0);
  });
});
