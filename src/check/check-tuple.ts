import type { Name, TestTuple } from "../syntax/ast.js";
import { type Checker, suggestion } from "./checker.js";
import { relationHelp } from "./relation-help.js";
import { parentRelation, relationNames } from "./relation-subjects.js";
import type { GivenTuple } from "./typed-policy-set.js";

/** Checks `given SUBJECT is RELATION of OBJECT` against the declared relations; undefined where no store would take it. */
export function checkTuple(checker: Checker, tuple: TestTuple): GivenTuple | undefined {
  const { subjectType, subjectRelation, relation, object } = tuple;
  const known = [subjectType, object.type].map((name) => isKnownEntity(checker, name));
  if (!known.every(Boolean)) return undefined;
  const takes = subjectsOf(checker, object.type, relation);
  const userset = subjectRelation && subjectsOf(checker, subjectType, subjectRelation);
  if (!takes || (subjectRelation && !userset) || !haveIds(checker, tuple)) return undefined;
  if (!takes.includes(subjectKind(tuple))) {
    reportSubject(checker, tuple, takes);
    return undefined;
  }
  return {
    subject: subjectOf(tuple),
    relation: relation.text,
    object: { type: object.type.text, id: object.id.value },
  };
}

function subjectOf({ subjectType, subjectId, subjectRelation }: TestTuple): GivenTuple["subject"] {
  const type = subjectType.text;
  if (!subjectId) return { type, everyone: true };
  return { type, id: subjectId.value, ...(subjectRelation && { relation: subjectRelation.text }) };
}

/** `User`, `User.*`, `Team.member`: as a relation's declaration names who can have it. */
function subjectKind({ subjectType, subjectId, subjectRelation }: TestTuple): string {
  return kindText(subjectType.text, subjectId === undefined, subjectRelation?.text);
}

function kindText(type: string, everyone: boolean, relation: string | undefined): string {
  if (everyone) return `${type}.*`;
  return relation === undefined ? type : `${type}.${relation}`;
}

function isKnownEntity({ schema, declarations, report }: Checker, { text, span }: Name): boolean {
  if (schema.entities.has(text)) return true;
  if (!declarations.brokenNames.has(text)) {
    report("POL2006", span, `there is no entity \`${text}\``, suggestion(text, schema.entities.keys()));
  }
  return false;
}

/** Whom tuples of a relation can be of; undefined, and reported, where the entity has no such relation. */
function subjectsOf(checker: Checker, entity: Name, relation: Name): readonly string[] | undefined {
  const { relations = [], parents = [] } = checker.schema.entities.get(entity.text) ?? {};
  if (relation.text === parentRelation && parents.length > 0) return parents;
  const found = relations.find(({ name }) => name.text === relation.text);
  if (!found && !checker.declarations.brokenNames.has(relation.text)) {
    const names = relationNames(checker.schema.entities, entity.text);
    const message = `\`${entity.text}\` has no relation \`${relation.text}\``;
    checker.report("POL2003", relation.span, message, relationHelp(relation.text, names));
  }
  return found?.targets.map((target) => kindText(target.type.text, target.everyone, target.relation?.text));
}

/** Nothing is called by an empty text, or by half a character: no store would take it. */
function haveIds(checker: Checker, { subjectId, object }: TestTuple): boolean {
  const wrong = [subjectId, object.id].filter((id) => id && (id.value === "" || !id.value.isWellFormed()));
  for (const id of wrong) if (id) checker.report("POL2024", id.span, "no entity of a tuple has this id");
  return wrong.length === 0;
}

function reportSubject(checker: Checker, tuple: TestTuple, takes: readonly string[]): void {
  const id = tuple.subjectId ? `(${JSON.stringify(tuple.subjectId.value)})` : ".*";
  const subject = `${tuple.subjectType.text}${id}${tuple.subjectRelation ? `.${tuple.subjectRelation.text}` : ""}`;
  checker.report(
    "POL2024",
    tuple.subjectType.span,
    `no tuple makes \`${subject}\` a \`${tuple.relation.text}\` of a \`${tuple.object.type.text}\``,
    {
      help:
        takes.length > 0
          ? `it takes ${takes.map((kind) => `\`${kind}\``).join(", ")}`
          : "it has no tuples: it follows from other relations",
    },
  );
}
