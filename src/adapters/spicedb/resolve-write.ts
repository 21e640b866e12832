import type { v1 } from "@authzed/authzed-node";
import type { RelationTuple } from "../../relations/model.js";
import { keyOf, type RelationWrite, type WriteProblem } from "../../relations/relation-store.js";
import { isSlot, slotOfTuple } from "../../relations/validate-tuple.js";
import type { SpicedbNames } from "./spicedb-names.js";

/** A tuple that fits the model, in SpiceDB's words. */
export interface PlacedTuple {
  readonly tuple: RelationTuple;
  readonly relationship: v1.Relationship;
}

/** A write in SpiceDB's words, each tuple once: it takes none twice. */
export type ResolvedWrite = {
  readonly [part in keyof Required<RelationWrite>]: readonly PlacedTuple[];
} & { readonly problems: readonly WriteProblem[] };

/** What a write comes to, and what is wrong with it; the embedded store finds the same wrong. */
export function resolveWrite(names: SpicedbNames, write: RelationWrite): ResolvedWrite {
  const problems: WriteProblem[] = [];
  const place = (tuples: readonly RelationTuple[] = []) => {
    const placed = new Map<string, PlacedTuple>();
    for (const tuple of tuples) {
      const relationship = placeTuple(names, tuple);
      if ("code" in relationship) problems.push({ ...relationship, tuple });
      else placed.set(keyOf(tuple), { tuple, relationship });
    }
    return placed;
  };
  const [touched, deleted] = [place(write.touch), place(write.delete)];
  const [required, forbidden] = [place(write.require), place(write.forbid)];
  for (const [key, { tuple }] of deleted)
    if (touched.has(key))
      problems.push({ code: "contradiction", message: "this tuple is both touched and deleted", tuple });
  return {
    touch: [...touched.values()],
    delete: [...deleted.values()],
    require: [...required.values()],
    forbid: [...forbidden.values()],
    problems,
  };
}

function placeTuple(
  names: SpicedbNames,
  tuple: RelationTuple,
): v1.Relationship | Omit<WriteProblem, "tuple"> {
  const slot = slotOfTuple(names.plan, tuple);
  if (!isSlot(slot)) return slot;
  return names.relationship(tuple) ?? { code: "malformed", message: "an id is longer than SpiceDB takes" };
}
