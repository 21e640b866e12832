import type { AnsweredRelation } from "../runtime/decision.js";

/** A relation as policies write it: `User("kim") is viewer of Document("7")`, or that it is not, or not known to be. */
export function relationWords({ subject, relation, object, answer }: AnsweredRelation): string {
  const [one, other] = [subject, object].map(({ type, id }) => `${type}(${JSON.stringify(id)})`);
  const verb = answer === "yes" ? "is" : answer === "no" ? "is not" : "may be";
  return `${one} ${verb} ${relation} of ${other}`;
}
