import type { RelationTuple } from "../../relations/model.js";
import { printString } from "../../syntax/print-string.js";

/** A tuple as a `test` block says it: `User("kim") is viewer of Document("7")`, `Team("it").member`, `User.*`. */
export function tupleWords({ subject, relation, object }: RelationTuple): string {
  const id = "everyone" in subject ? ".*" : `(${printString(subject.id)})`;
  const userset = "relation" in subject ? `.${subject.relation}` : "";
  return `${subject.type}${id}${userset} is ${relation} of ${object.type}(${printString(object.id)})`;
}
