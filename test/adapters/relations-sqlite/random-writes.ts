import type { EntityReference, RelationModel, RelationTuple } from "../../../src/relations/model.js";
import type { RelationWrite } from "../../../src/relations/relation-store.js";
import { type Choices, chance, pick, seededChoices, several } from "../../../src/testing/choices.js";

/** Teams in teams, documents in folders, and everyone. */
export const model: RelationModel = {
  types: [
    {
      type: "Document",
      relations: [
        { name: "blocked", subjects: [{ kind: "entity", type: "User" }], rule: { kind: "direct" } },
        {
          name: "reader",
          subjects: [],
          rule: {
            kind: "exclusion",
            base: { kind: "computed", relation: "viewer" },
            excluded: { kind: "computed", relation: "blocked" },
          },
        },
        {
          name: "viewer",
          subjects: [
            { kind: "entity", type: "User" },
            { kind: "everyone", type: "User" },
            { kind: "userset", type: "Team", relation: "member" },
          ],
          rule: { kind: "direct" },
        },
      ],
    },
    {
      type: "Team",
      relations: [
        {
          name: "member",
          subjects: [
            { kind: "entity", type: "User" },
            { kind: "userset", type: "Team", relation: "member" },
          ],
          rule: { kind: "direct" },
        },
      ],
    },
    { type: "User", relations: [] },
  ],
};

/** Ids that keys must keep apart, and that some drivers do not read whole. */
const oddIds = [
  "a:b",
  "b:c",
  "a",
  ":",
  '"',
  "'",
  "\\",
  "\0",
  "a\0b",
  "a\0",
  "\n",
  "é",
  "e\u0301",
  "🦊",
  "User",
  "*",
  "null",
];

/** The write with this number, of those that follow from a seed. */
export function randomWrite(seed: number, number: number): RelationWrite {
  const choices = seededChoices(seed * 1_000_003 + number);
  const longest = chance(choices, 8) ? 2500 : 12;
  const touch = several(choices, 0, longest, () => randomTuple(choices));
  const left = new Set(touch.map((tuple) => JSON.stringify(tuple)));
  const others = several(choices, 0, longest, () => randomTuple(choices));
  return {
    touch,
    // What is both touched and deleted is refused: now and then is enough.
    delete: chance(choices, 2) ? others : others.filter((tuple) => !left.has(JSON.stringify(tuple))),
    ...(chance(choices, 10) ? { require: [randomTuple(choices)] } : {}),
    ...(chance(choices, 10) ? { forbid: [randomTuple(choices)] } : {}),
  };
}

/** One of a few thousand, so that there is something to delete. */
function randomTuple(choices: Choices): RelationTuple {
  const team = () => ({ ...entity(choices, "Team", 12), relation: "member" });
  switch (pick(choices, ["blocked", "everyone", "user", "team", "member", "team's"] as const)) {
    case "blocked":
      return { subject: entity(choices, "User", 60), relation: "blocked", object: document(choices) };
    case "everyone":
      return { subject: { type: "User", everyone: true }, relation: "viewer", object: document(choices) };
    case "user":
      return { subject: entity(choices, "User", 60), relation: "viewer", object: document(choices) };
    case "team":
      return { subject: team(), relation: "viewer", object: document(choices) };
    case "member":
      return {
        subject: entity(choices, "User", 60),
        relation: "member",
        object: entity(choices, "Team", 12),
      };
    case "team's":
      return { subject: team(), relation: "member", object: entity(choices, "Team", 12) };
  }
}

function document(choices: Choices): EntityReference {
  return entity(choices, "Document", 80);
}

function entity(choices: Choices, type: string, count: number): EntityReference {
  const id = chance(choices, 15) ? pick(choices, oddIds) : `${type[0]}${choices.int(1, count)}`;
  return { type, id };
}
