import type {
  EntityDeclaration,
  RelationDeclaration,
  RelationExpression,
  RelationTarget,
} from "../syntax/ast.js";
import { assertNever } from "../util/invariant.js";
import { type Checker, suggestion } from "./checker.js";

/** The relation that `in` declares: an entity's parents. */
const parentRelation = "parent";

/**
 * Checks the declared relations: every type and relation that a definition names exists, `direct` has types to be of, and an
 * inherited relation exists on what it is inherited from. Deciding by them is not supported yet.
 */
export function checkRelations(checker: Checker): void {
  for (const blocks of checker.declarations.entities.values()) {
    const seen = new Map<string, RelationDeclaration>();
    for (const block of blocks) {
      for (const member of block.members) {
        if (member.kind !== "RelationDeclaration") continue;
        reportTwice(checker, member, seen);
        checkRelation(checker, block, member);
      }
    }
  }
}

function reportTwice(
  checker: Checker,
  relation: RelationDeclaration,
  seen: Map<string, RelationDeclaration>,
): void {
  const first = seen.get(relation.name.text);
  if (!first) {
    seen.set(relation.name.text, relation);
    return;
  }
  checker.report("POL2001", relation.name.span, `the relation \`${relation.name.text}\` is declared twice`, {
    related: [{ span: first.name.span, message: "first declared here" }],
  });
}

function checkRelation(checker: Checker, entity: EntityDeclaration, relation: RelationDeclaration): void {
  for (const target of relation.targets) checkTarget(checker, target);
  if (relation.targets.length === 0 && !relation.definition) {
    checker.report(
      "POL2027",
      relation.name.span,
      `the relation \`${relation.name.text}\` says neither of whom it is nor how it follows`,
      {
        help: `write \`relation ${relation.name.text}: User\`, or \`= …\``,
      },
    );
  }
  if (relation.definition) checkDefinition(checker, entity, relation, relation.definition);
}

function checkTarget(checker: Checker, target: RelationTarget): void {
  if (!isEntity(checker, target.type.text)) {
    if (checker.declarations.brokenNames.has(target.type.text)) return;
    checker.report(
      "POL2006",
      target.type.span,
      `there is no entity \`${target.type.text}\``,
      suggestion(target.type.text, checker.schema.entities.keys()),
    );
  } else if (target.relation && !relationNames(checker, target.type.text).includes(target.relation.text)) {
    checker.report(
      "POL2027",
      target.relation.span,
      `\`${target.type.text}\` has no relation \`${target.relation.text}\``,
      suggestion(target.relation.text, relationNames(checker, target.type.text)),
    );
  }
}

function checkDefinition(
  checker: Checker,
  entity: EntityDeclaration,
  relation: RelationDeclaration,
  expression: RelationExpression,
): void {
  switch (expression.kind) {
    case "RelationOperation":
      for (const operand of expression.operands) checkDefinition(checker, entity, relation, operand);
      return;
    case "RelationExclusion":
      checkDefinition(checker, entity, relation, expression.base);
      checkDefinition(checker, entity, relation, expression.excluded);
      return;
    case "RelationReference":
      return checkReference(checker, entity, relation, expression);
    default:
      return assertNever(expression);
  }
}

function checkReference(
  checker: Checker,
  entity: EntityDeclaration,
  relation: RelationDeclaration,
  reference: Extract<RelationExpression, { kind: "RelationReference" }>,
): void {
  const { name, of } = reference;
  if (of) return checkInherited(checker, entity, reference, of.text);
  if (name.text === "direct") {
    if (relation.targets.length > 0) return;
    checker.report(
      "POL2027",
      name.span,
      `\`direct\` has no meaning in \`${relation.name.text}\`, which lists no types`,
      {
        help: `write \`relation ${relation.name.text}: User = …\``,
      },
    );
    return;
  }
  const names = relationNames(checker, entity.name.text);
  if (names.includes(name.text)) return;
  checker.report(
    "POL2027",
    name.span,
    `\`${entity.name.text}\` has no relation \`${name.text}\``,
    suggestion(name.text, names),
  );
}

function checkInherited(
  checker: Checker,
  entity: EntityDeclaration,
  reference: Extract<RelationExpression, { kind: "RelationReference" }>,
  over: string,
): void {
  const targets = typesBehind(checker, entity.name.text, over);
  if (!targets) {
    const names = relationNames(checker, entity.name.text);
    const help =
      over === parentRelation
        ? { help: `declare what it is in: \`entity ${entity.name.text} in …\`` }
        : suggestion(over, names);
    checker.report(
      "POL2027",
      reference.of?.span ?? reference.span,
      `\`${entity.name.text}\` has no relation \`${over}\``,
      help,
    );
    return;
  }
  if (targets.some((type) => relationNames(checker, type).includes(reference.name.text))) return;
  checker.report(
    "POL2027",
    reference.name.span,
    `nothing that \`${over}\` leads to has a relation \`${reference.name.text}\``,
    {
      help: `it leads to ${targets.map((type) => `\`${type}\``).join(", ")}`,
    },
  );
}

/** The types that a relation of an entity type leads to directly; undefined where there is no such relation. */
function typesBehind(checker: Checker, entity: string, relation: string): readonly string[] | undefined {
  const schema = checker.schema.entities.get(entity);
  if (relation === parentRelation && schema && schema.parents.length > 0) return schema.parents;
  const declaration = schema?.relations.find((candidate) => candidate.name.text === relation);
  return declaration?.targets.map((target) => target.type.text);
}

function relationNames(checker: Checker, entity: string): readonly string[] {
  return checker.schema.entities.get(entity)?.relations.map((relation) => relation.name.text) ?? [];
}

function isEntity(checker: Checker, name: string): boolean {
  return checker.schema.entities.has(name);
}
