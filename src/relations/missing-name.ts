import type { RelationPlan } from "./relation-plan.js";

/** What a question names. */
export interface AskedNames {
  readonly subject: { readonly type: string; readonly relation?: string };
  readonly relation: string;
  readonly object: { readonly type: string };
}

/**
 * What a question names that the model does not have, in one sentence for people; undefined where the model has all of it. Such a question is
 * of another model, mostly a newer one, and its answer is not known: a `no` would lift the deny that asks.
 */
export function missingName({ types }: RelationPlan, asked: AskedNames): string | undefined {
  const { subject, relation, object } = asked;
  for (const { type } of [subject, object])
    if (!types.has(type)) return `there is no type \`${type}\` in the model`;
  if (!types.get(object.type)?.has(relation)) return missingRelation(object.type, relation);
  if (subject.relation === undefined || types.get(subject.type)?.has(subject.relation)) return undefined;
  return missingRelation(subject.type, subject.relation);
}

function missingRelation(type: string, relation: string): string {
  return `\`${type}\` has no relation \`${relation}\` in the model`;
}
