import type { Span } from "../source/span.js";
import type {
  EntityDeclaration,
  Name,
  RelationDeclaration,
  RelationExpression,
  RelationTarget,
} from "../syntax/ast.js";
import { assertNever } from "../util/invariant.js";
import { type Checker, suggestion } from "./checker.js";
import { negativeCycles } from "./relation-cycles.js";
import { directRelation, parentRelation, relationSubjects } from "./relation-subjects.js";

/**
 * Checks the declared relations: every type and relation that a definition names exists, `direct` has types to be of, and an
 * inherited relation exists on what it is inherited from.
 */
export function checkRelations(checker: Checker): void {
  let complaints = 0;
  const counting: Checker = {
    ...checker,
    report(...complaint) {
      complaints += 1;
      checker.report(...complaint);
    },
  };
  checkDeclarations(counting);
  // What rests on a relation that is wrong need not be complained about, too.
  if (complaints === 0) checkMeaning(checker);
}

function checkDeclarations(checker: Checker): void {
  for (const blocks of checker.declarations.entities.values()) {
    const seen = new Map<string, Span>();
    const [parent] = blocks.flatMap((block) => block.parents);
    if (parent) seen.set(parentRelation, parent.span);
    for (const block of blocks) {
      for (const member of block.members) {
        if (member.kind !== "RelationDeclaration") continue;
        reportName(checker, member.name, seen);
        checkRelation(checker, block, member);
      }
    }
    reportCircular(checker, blocks);
  }
}

function reportName(checker: Checker, { text, span }: Name, seen: Map<string, Span>): void {
  if (text === directRelation) {
    checker.report("POL2008", span, "`direct` is a name of the language and cannot be declared", {
      help: "choose another name",
    });
  }
  const first = seen.get(text);
  if (!first) {
    seen.set(text, span);
    return;
  }
  checker.report("POL2001", span, `the relation \`${text}\` is declared twice`, {
    related: [{ span: first, message: "first declared here" }],
  });
}

/** What only all definitions together show: relations that nobody can have, and those that can deny themselves. */
function checkMeaning(checker: Checker): void {
  const { entities } = checker.schema;
  for (const [type, { relations }] of entities) {
    for (const { name } of relations) {
      if (relationSubjects(entities, type, name.text).size > 0) continue;
      checker.report("POL2027", name.span, `nobody can ever be \`${name.text}\` of a \`${type}\``, {
        label: "its definition leads from one entity to the next, and never to anybody",
        help: "name somebody: `direct` with the types that tuples are of, or another relation",
      });
    }
  }
  for (const { name, type } of negativeCycles(entities)) {
    checker.report("POL2049", name.span, `\`${name.text}\` of a \`${type}\` can hang on its own exclusion`, {
      label:
        "where tuples lead back to the same entity, nobody knows whether it holds, and rules fail closed",
      help: "exclude a relation that does not come back to this one",
    });
  }
}

/** A relation that needs itself of the very same entity says nothing; over another entity (`viewer of parent`) it goes up. */
function reportCircular(checker: Checker, blocks: readonly EntityDeclaration[]): void {
  const relations = blocks.flatMap((block) =>
    block.members.filter((member) => member.kind === "RelationDeclaration"),
  );
  const needs = new Map(
    relations.map(({ name, definition }) => [name.text, definition ? namesIn(definition) : []]),
  );
  for (const { name } of relations) {
    const reached = new Set(needs.get(name.text));
    for (const other of reached) for (const next of needs.get(other) ?? []) reached.add(next);
    if (!reached.has(name.text)) continue;
    checker.report("POL2027", name.span, `the relation \`${name.text}\` needs itself`, {
      help: "name what else it follows from: `direct`, another relation, or one `of` another entity",
    });
  }
}

function namesIn(expression: RelationExpression): readonly string[] {
  switch (expression.kind) {
    case "RelationOperation":
      return expression.operands.flatMap(namesIn);
    case "RelationExclusion":
      return [...namesIn(expression.base), ...namesIn(expression.excluded)];
    case "RelationReference":
      return expression.of ? [] : [expression.name.text];
    default:
      return assertNever(expression);
  }
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
  if (name.text === directRelation) {
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
  if (isDefined(checker, entity.name.text, over)) {
    checker.report(
      "POL2027",
      reference.of?.span ?? reference.span,
      `nothing is inherited over \`${over}\`, which has a definition`,
      {
        label: "only tuples lead from one entity to another",
        help: `declare a relation that has tuples alone, and use it in the definition of \`${over}\` and here`,
      },
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

/** Whether a relation follows from others: whom its tuples name need not have it then, and others may. */
function isDefined(checker: Checker, entity: string, relation: string): boolean {
  const relations = checker.schema.entities.get(entity)?.relations ?? [];
  const definition = relations.find(({ name }) => name.text === relation)?.definition;
  const isPlain = definition?.kind === "RelationReference" && definition.name.text === directRelation;
  return definition !== undefined && !isPlain;
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
