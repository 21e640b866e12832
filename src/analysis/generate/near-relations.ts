import { relationNames, relationSubjects } from "../../check/relation-subjects.js";
import type { RelatedExpression, RootExpression, TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet } from "../../check/typed-policy-set.js";

/**
 * Relations that one might have tested by mistake: another one of the same object, as far as the declarations are known, that of the other
 * party of a delegated call, and the wrong way round.
 */
export function nearRelations(
  test: RelatedExpression,
  entities: PolicySet["entities"] | undefined,
): readonly RelatedExpression[] {
  const { subject, object } = test;
  const others = entities === undefined ? [] : otherRelations(test, entities);
  const swapped = isSameType(subject, object) ? [{ ...test, subject: object, object: subject }] : [];
  return [
    ...others.map((relation) => ({ ...test, relation })),
    ...otherParties(subject).map((party) => ({ ...test, subject: party })),
    ...swapped,
  ];
}

function isSameType({ type: left }: TypedExpression, { type: right }: TypedExpression): boolean {
  if (left.kind !== "Entity" || right.kind !== "Entity") return false;
  return left.names.join() === right.names.join();
}

/** The relations that every type of the object has, and some type of the subject can have. */
function otherRelations(
  { subject, relation, object }: RelatedExpression,
  entities: PolicySet["entities"],
): readonly string[] {
  const [subjects, objects] = [subject, object].map(({ type }) => (type.kind === "Entity" ? type.names : []));
  const [first = [], ...rest] = (objects ?? []).map((type) => relationNames(entities, type));
  const isPossible = (name: string) =>
    rest.every((names) => names.includes(name)) &&
    objects?.every((type) => subjects?.some((each) => relationSubjects(entities, type, name).has(each)));
  return nearestTo(relation, first, mostOthers).filter((name) => name !== relation && isPossible(name));
}

/** Relations of which one might be meant: of hundreds, those that are declared next to it. */
const mostOthers = 16;

function nearestTo(name: string, names: readonly string[], most: number): readonly string[] {
  const own = names.indexOf(name);
  return names.filter((_, index) => names.length <= most || Math.abs(index - own) <= most / 2);
}

function otherParties(subject: TypedExpression): readonly RootExpression[] {
  if (subject.kind !== "root") return [];
  switch (subject.name) {
    case "subject":
      return [{ ...subject, name: "actor" }];
    case "actor":
      return [{ ...subject, name: "subject" }];
    default:
      return [];
  }
}
