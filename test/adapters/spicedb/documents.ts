import { readRelationModel } from "../../../src/adapters/relations.js";
import type { EntityReference, RelationTuple } from "../../../src/relations/model.js";
import type { RelationQuestion } from "../../../src/relations/relation-store.js";

/** Documents in folders that teams may see. */
export const documents = readRelationModel([
  {
    path: "schema.pol",
    text: `principal User
entity Team { relation member: User | Team.member }
entity Folder in Folder {
  relation owner: User
  relation viewer: User | User.* | Team.member = direct or owner or viewer of parent
}
entity Document in Folder {
  relation viewer: User = direct or viewer of parent
  relation blocked: User | Team.member
  relation reader = viewer but not blocked
}`,
  },
]);

export const user = (id: string): EntityReference => ({ type: "User", id });
export const team = (id: string): EntityReference => ({ type: "Team", id });
export const folder = (id: string): EntityReference => ({ type: "Folder", id });
export const document = (id: string): EntityReference => ({ type: "Document", id });
export const members = (id: string) => ({ ...team(id), relation: "member" });

/** A fact. */
export function tuple(
  subject: RelationTuple["subject"],
  relation: string,
  object: EntityReference,
): RelationTuple {
  return { subject, relation, object };
}

/** A question. */
export function asks(subject: RelationQuestion["subject"], relation: string, object: EntityReference) {
  return { subject, relation, object };
}
