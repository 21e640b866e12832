import { v1 } from "@authzed/authzed-node";
import type { WriteProblem } from "../../relations/relation-store.js";
import { messageOf } from "../../util/message-of.js";
import type { PlacedTuple, ResolvedWrite } from "./resolve-write.js";

const { MUST_MATCH, MUST_NOT_MATCH } = v1.Precondition_Operation;

/** The preconditions of a write in SpiceDB's form. */
export function preconditionsOf({ require, forbid }: ResolvedWrite): readonly v1.Precondition[] {
  return [
    ...require.map((placed) => ({ operation: MUST_MATCH, filter: filterOf(placed.relationship) })),
    ...forbid.map((placed) => ({ operation: MUST_NOT_MATCH, filter: filterOf(placed.relationship) })),
  ];
}

/** A filter that this relationship alone fits. */
export function filterOf({ resource, relation, subject }: v1.Relationship): v1.RelationshipFilter {
  return {
    resourceType: resource?.objectType ?? "",
    optionalResourceId: resource?.objectId ?? "",
    optionalResourceIdPrefix: "",
    optionalRelation: relation,
    optionalSubjectFilter: {
      subjectType: subject?.object?.objectType ?? "",
      optionalSubjectId: subject?.object?.objectId ?? "",
      optionalRelation: { relation: subject?.optionalRelation ?? "" },
    },
  };
}

/**
 * Which preconditions did not hold, where that is why a write was refused; undefined where it is not. SpiceDB names one, in a sentence: where
 * that is not understood it may have been any.
 */
export function failedPreconditions(
  { require, forbid }: ResolvedWrite,
  error: unknown,
): readonly WriteProblem[] | undefined {
  const message = messageOf(error);
  if (!message.includes("unable to satisfy write precondition")) return undefined;
  const named = valuesIn(message);
  const isNamed = ({ relationship }: PlacedTuple) => named === valuesOf(relationship);
  const isForbidden = message.includes("OPERATION_MUST_NOT_MATCH");
  const found = isForbidden ? forbid.filter(isNamed) : require.filter(isNamed);
  const failed = found.length > 0 ? found : [...require, ...forbid];
  return failed.map(({ tuple }) => ({
    code: "precondition_failed",
    message: isForbidden ? "this tuple must not be there, and is" : "this tuple has to be there, and is not",
    tuple,
  }));
}

/** The values that a sentence quotes, in their order. No value has a quotation mark or a space. */
function valuesIn(message: string): string {
  return [...message.matchAll(/\w+:\s*"([^"]*)"/g)].map(([, value]) => value).join(" ");
}

/** The same of a relationship; what is empty is not printed. */
function valuesOf({ resource, relation, subject }: v1.Relationship): string {
  const { object, optionalRelation } = subject ?? {};
  const values = [
    resource?.objectType,
    resource?.objectId,
    relation,
    object?.objectType,
    object?.objectId,
    optionalRelation,
  ];
  return values.filter((value) => value !== "").join(" ");
}
