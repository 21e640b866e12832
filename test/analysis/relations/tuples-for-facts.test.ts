import { describe, expect, it } from "vitest";
import { answered, tuplesOf, withoutTuples, withTuples } from "../../../src/analysis/relations/given.js";
import { relationRules } from "../../../src/analysis/relations/relation-rules.js";
import { type ConcreteFact, tuplesForFacts } from "../../../src/analysis/relations/tuples-for-facts.js";
import { check } from "../../../src/compiler.js";
import { answersOf } from "../../../src/interpret/answers.js";
import { createRelationStore } from "../../../src/relations/relation-store.js";

const { policySet } = check([
  {
    path: "a.pol",
    text: `principal User
entity Team {
  relation lead: User
  relation member: User | Team.member = (direct or lead) but not suspended
  relation suspended: User
}
entity Folder in Folder {
  relation viewer: Team.member = direct or viewer of parent
  relation hidden = viewer but not viewer
}
entity Document in Folder {
  relation viewer: Team.member | User.* = direct or viewer of parent
  relation approved: User
  relation both = viewer and approved
}
action read on Document
policy p { rule r allow User to read when principal is both of resource or principal is viewer of Folder("top") }`,
  },
]);
if (policySet === undefined) throw new Error("the policy set has errors");
const rules = relationRules(policySet.entities);

const kim = { type: "User", id: "kim" };
const plan = { type: "Document", id: "plan" };

/** What a store says of the relation of a fact, with the tuples for the fact and no others. */
function shownBy(fact: ConcreteFact, relation: string, subject = kim) {
  const touch = tuplesForFacts(rules, [fact], [kim, plan]) ?? [];
  const store = createRelationStore(rules.model);
  expect(store.write({ touch })).toMatchObject({ ok: true });
  return { answer: store.check({ subject, relation, object: plan }), tuples: touch.length };
}

describe("tuples for facts", () => {
  it.each<[string, ConcreteFact["way"], string, number]>([
    ["of the subject itself", { kind: "direct", relation: "approved" }, "approved", 1],
    [
      "of a set that it is in",
      { kind: "userset", relation: "viewer", type: "Team", of: "member" },
      "viewer",
      2,
    ],
    ["of a folder", { kind: "inherited", relation: "viewer", over: "parent" }, "viewer", 3],
  ])("are %s", (_, way, relation, tuples) => {
    expect(shownBy({ way, subject: kim, object: plan }, relation)).toEqual({ answer: "yes", tuples });
  });

  it("are of everyone, where there is no subject", () => {
    const everyone = { type: "User", id: undefined };
    const fact: ConcreteFact = {
      way: { kind: "everyone", relation: "viewer" },
      subject: everyone,
      object: plan,
    };
    expect(shownBy(fact, "viewer", { type: "User", id: "lee" })).toEqual({ answer: "yes", tuples: 1 });
  });

  it("name entities that are not there yet", () => {
    const way = { kind: "userset", relation: "viewer", type: "Team", of: "member" } as const;
    const taken = { type: "Team", id: "team1" };
    const tuples = tuplesForFacts(rules, [{ way, subject: kim, object: plan }], [taken]);
    expect(JSON.stringify(tuples)).not.toContain('"team1"');
  });
});

describe("the rules of relations", () => {
  it("know who can never have one: nobody writes it, or it contradicts itself", () => {
    expect(rules.mayHave("User", "Document", "both")).toBe(true);
    expect(rules.mayHave("Team", "Document", "approved")).toBe(false);
    expect(rules.mayHave("User", "Folder", "hidden")).toBe(false);
  });

  it("know what implies what, by the definitions of one type", () => {
    expect(rules.implies("Document", "both", "viewer")).toBe(true);
    expect(rules.implies("Document", "viewer", "both")).toBe(false);
    expect(rules.implies("Team", "lead", "member")).toBe(false);
  });
});

describe("a request with tuples", () => {
  const request = { subject: kim, action: { name: "read" }, resource: plan };
  const tuples = [{ subject: kim, relation: "approved", object: plan }];

  it("has an answer to every question about its entities, and those that rules name", () => {
    const given = answered(policySet, withTuples(request, tuples));
    const questions = answersOf(given).map(({ subject, relation, object }) => [
      subject.id,
      relation,
      object.id,
    ]);
    expect(questions).toContainEqual(["kim", "viewer", "top"]);
    expect(answersOf(given).filter(({ answer }) => answer === "yes")).toEqual([
      { ...tuples[0], answer: "yes" },
    ]);
    expect(JSON.stringify(given)).toBe(JSON.stringify(request));
  });

  it("keeps them when it is copied, and can be without", () => {
    const given = { ...answered(policySet, withTuples(request, tuples)) };
    expect(tuplesOf(given)).toEqual(tuples);
    expect(tuplesOf(withoutTuples(given))).toEqual([]);
    expect(answersOf(withoutTuples(given))).toEqual(answersOf(given));
  });

  it("leaves out tuples that the definitions do not take", () => {
    const foreign = { subject: plan, relation: "approved", object: plan };
    const given = answered(policySet, withTuples(request, [foreign, ...tuples]));
    expect(answersOf(given).filter(({ answer }) => answer === "yes")).toHaveLength(1);
  });
});
