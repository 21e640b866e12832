import { describe, expect, it } from "vitest";
import { readRelationModel } from "../../src/adapters/relations.js";
import type { RelationTuple } from "../../src/relations/model.js";
import { createRelationStore } from "../../src/relations/relation-store.js";

const model = readRelationModel([
  {
    path: "schema.pol",
    text: "principal User entity Team { relation member: User } entity Document { relation viewer: User | User.* | Team.member }",
  },
]);
const kim = { type: "User", id: "kim" };
const plan = { type: "Document", id: "plan" };

function codesOf(tuple: unknown): readonly string[] {
  const written = createRelationStore(model).write({ touch: [tuple as RelationTuple] });
  return written.ok ? [] : written.problems.map(({ code }) => code);
}

describe("a tuple", () => {
  it.each<[string, unknown]>([
    ["of an entity", { subject: kim, relation: "viewer", object: plan }],
    ["of everyone", { subject: { type: "User", everyone: true }, relation: "viewer", object: plan }],
    [
      "of a userset",
      { subject: { type: "Team", id: "t", relation: "member" }, relation: "viewer", object: plan },
    ],
  ])("%s is taken", (_, tuple) => {
    expect(codesOf(tuple)).toEqual([]);
  });

  it.each<[string, unknown]>([
    ["a condition", { subject: kim, relation: "viewer", object: plan, condition: { name: "office" } }],
    ["a caveat of the subject", { subject: { ...kim, caveat: "office" }, relation: "viewer", object: plan }],
    ["when it ends", { subject: kim, relation: "viewer", object: plan, expiresAt: "2026-12-01T00:00:00Z" }],
    [
      "a relation of the object",
      { subject: kim, relation: "viewer", object: { ...plan, relation: "viewer" } },
    ],
    ["everyone and somebody", { subject: { ...kim, everyone: true }, relation: "viewer", object: plan }],
    [
      "everyone of a userset",
      { subject: { type: "Team", everyone: true, relation: "member" }, relation: "viewer", object: plan },
    ],
  ])("with %s is refused: without it, it would grant more", (_, tuple) => {
    expect(codesOf(tuple)).toEqual(["malformed"]);
  });
});
