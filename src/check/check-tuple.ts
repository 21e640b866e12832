import type { Name, RelationDeclaration, TestTuple } from "../syntax/ast.js";
import { type Checker, suggestion } from "./checker.js";

/** Checks `given SUBJECT is RELATION of OBJECT` against the declared relations; its text. */
export function checkTuple(checker: Checker, tuple: TestTuple): string {
  const { subjectType, subjectRelation, relation, object } = tuple;
  const known = [subjectType, object.type].map((name) => isKnownEntity(checker, name));
  if (known.every(Boolean)) {
    const declared = relationOf(checker, object.type, relation);
    if (subjectRelation) relationOf(checker, subjectType, subjectRelation);
    if (declared && !takes(declared, tuple)) reportSubject(checker, tuple, declared);
  }
  return `${subjectText(tuple)} is ${relation.text} of ${object.type.text}(${JSON.stringify(object.id.value)})`;
}

function subjectText({ subjectType, subjectId, subjectRelation }: TestTuple): string {
  const id = subjectId ? `(${JSON.stringify(subjectId.value)})` : ".*";
  return `${subjectType.text}${id}${subjectRelation ? `.${subjectRelation.text}` : ""}`;
}

function isKnownEntity({ schema, declarations, report }: Checker, { text, span }: Name): boolean {
  if (schema.entities.has(text)) return true;
  if (!declarations.brokenNames.has(text)) {
    report("POL2006", span, `there is no entity \`${text}\``, suggestion(text, schema.entities.keys()));
  }
  return false;
}

function relationOf(checker: Checker, entity: Name, relation: Name): RelationDeclaration | undefined {
  const relations = checker.schema.entities.get(entity.text)?.relations ?? [];
  const found = relations.find(({ name }) => name.text === relation.text);
  if (!found && !checker.declarations.brokenNames.has(relation.text)) {
    const names = relations.map(({ name }) => name.text);
    const message = `\`${entity.text}\` has no relation \`${relation.text}\``;
    checker.report("POL2003", relation.span, message, suggestion(relation.text, names));
  }
  return found;
}

function takes(
  { targets }: RelationDeclaration,
  { subjectType, subjectId, subjectRelation }: TestTuple,
): boolean {
  return targets.some(
    (target) =>
      target.type.text === subjectType.text &&
      target.everyone === (subjectId === undefined) &&
      target.relation?.text === subjectRelation?.text,
  );
}

function reportSubject(checker: Checker, tuple: TestTuple, { name, targets }: RelationDeclaration): void {
  const listed = targets.map(({ type, relation, everyone }) => {
    const suffix = everyone ? ".*" : relation ? `.${relation.text}` : "";
    return `\`${type.text}${suffix}\``;
  });
  checker.report(
    "POL2024",
    tuple.subjectType.span,
    `no tuple makes \`${subjectText(tuple)}\` a \`${name.text}\` of a \`${tuple.object.type.text}\``,
    {
      help:
        listed.length > 0
          ? `it takes ${listed.join(", ")}`
          : "it has no tuples: it follows from other relations",
    },
  );
}
