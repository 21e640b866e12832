import { parentRelation } from "../../check/relation-subjects.js";
import type { EntitySchema, PolicySet } from "../../check/typed-policy-set.js";
import { relationModel } from "../../relations/from-schema.js";
import type { Relation, RelationModel, RelationRule } from "../../relations/model.js";
import { emptySpan } from "../../source/span.js";
import type { Name, RelationDeclaration, RelationExpression } from "../../syntax/ast.js";
import { assertNever } from "../../util/invariant.js";
import { inheritedIn, olderRelation, typesBehind } from "../relations/relation-rules.js";

/*
 * Of a relation that two policy sets define differently there are two: the newer set's, and beside it the older's under a name of its own.
 * Tuples are of both: what is written stays when definitions change.
 */

type EntitySchemas = PolicySet["entities"];

/** What two policy sets define differently. */
export interface ChangedRelations {
  /** The names of such relations. */
  readonly names: ReadonlySet<string>;
  /** Whether the relation to entities of a type is one of them. */
  has(type: string, name: string): boolean;
}

/** The older set's relations that mean something else in the newer one, by themselves or by what they follow from. */
export function changedRelations(older: EntitySchemas, newer: EntitySchemas): ChangedRelations {
  const [before, after] = [relationModel(older), relationModel(newer)];
  const slots = before.types.flatMap(({ type, relations }) => relations.map(({ name }) => ({ type, name })));
  const changed = slots.filter(
    ({ type, name }) => meaningOf(before, type, name) !== meaningOf(after, type, name),
  );
  const keys = new Set(changed.map(({ type, name }) => slotKey(type, name)));
  return {
    names: new Set(changed.map(({ name }) => name)),
    has: (type, name) => keys.has(slotKey(type, name)),
  };
}

function slotKey(type: string, name: string): string {
  return `${type} ${name}`;
}

/** All that a relation follows from. */
function meaningOf({ types }: RelationModel, type: string, name: string): string {
  const relationOf = (owner: string, each: string) =>
    types.find((one) => one.type === owner)?.relations.find((relation) => relation.name === each);
  const found = new Map<string, Relation>();
  const visit = (owner: string, each: string): void => {
    const relation = relationOf(owner, each);
    if (relation === undefined || found.has(slotKey(owner, each))) return;
    found.set(slotKey(owner, each), relation);
    const { subjects, rule } = relation;
    for (const kind of subjects) if (kind.kind === "userset") visit(kind.type, kind.relation);
    for (const other of computedIn(rule)) visit(owner, other);
    for (const { over, relation: inherited } of inheritedIn(rule)) {
      const led = relationOf(owner, over);
      visit(owner, over);
      for (const behind of led ? typesBehind(led) : []) visit(behind, inherited);
    }
  };
  visit(type, name);
  return JSON.stringify([...found].sort(([left], [right]) => (left < right ? -1 : 1)));
}

function computedIn(rule: RelationRule): readonly string[] {
  switch (rule.kind) {
    case "computed":
      return [rule.relation];
    case "union":
    case "intersection":
      return rule.operands.flatMap(computedIn);
    case "exclusion":
      return [...computedIn(rule.base), ...computedIn(rule.excluded)];
    default:
      return [];
  }
}

/** Schemas with the older set's definitions of changed relations beside their own. */
export function withOlderRelations(
  entities: EntitySchemas,
  older: EntitySchemas,
  changed: ChangedRelations,
): EntitySchemas {
  if (changed.names.size === 0) return entities;
  return new Map(
    [...entities].map(([type, schema]) => {
      const before = older.get(type);
      const own = before === undefined ? [] : olderDeclarations(before, older, changed);
      return [type, { ...schema, relations: [...schema.relations, ...own] }];
    }),
  );
}

/** Under their own names; those that mean the same as before are what the newer ones are. */
function olderDeclarations(
  schema: EntitySchema,
  older: EntitySchemas,
  changed: ChangedRelations,
): readonly RelationDeclaration[] {
  return declarationsOf(schema)
    .filter(({ name }) => changed.names.has(name.text))
    .map((declaration): RelationDeclaration => {
      const { name, targets, definition, span } = declaration;
      const own = { ...declaration, name: asOlder(name) };
      if (!changed.has(schema.name, name.text))
        return { ...own, targets: [], definition: { kind: "RelationReference", name, span } };
      const renaming: Renaming = {
        here: (each) => (changed.has(schema.name, each.text) ? asOlder(each) : each),
        over: (each, over) =>
          typesOver(older, schema, over.text).some((type) => changed.has(type, each.text))
            ? asOlder(each)
            : each,
      };
      return {
        ...own,
        targets: targets.map(({ relation, ...target }) => ({
          ...target,
          ...(relation && {
            relation: changed.has(target.type.text, relation.text) ? asOlder(relation) : relation,
          }),
        })),
        ...(definition && { definition: renamedIn(definition, renaming) }),
      };
    });
}

function asOlder(name: Name): Name {
  return { ...name, text: olderRelation(name.text) };
}

/** With the relation that `in` declares, as if it were written. */
function declarationsOf({ relations, parents }: EntitySchema): readonly RelationDeclaration[] {
  return parents.length === 0 ? relations : [...relations, parentDeclaration(parents)];
}

function typesOver(older: EntitySchemas, schema: EntitySchema, over: string): readonly string[] {
  const targets = declarationsOf(schema).find(({ name }) => name.text === over)?.targets ?? [];
  return targets.map(({ type }) => type.text).filter((type) => older.has(type));
}

/** The names of relations in a definition: of the same entity, and of those that tuples of another relation lead to. */
interface Renaming {
  here(name: Name): Name;
  over(name: Name, over: Name): Name;
}

function renamedIn(expression: RelationExpression, renaming: Renaming): RelationExpression {
  switch (expression.kind) {
    case "RelationOperation":
      return { ...expression, operands: expression.operands.map((operand) => renamedIn(operand, renaming)) };
    case "RelationExclusion": {
      const [base, excluded] = [
        renamedIn(expression.base, renaming),
        renamedIn(expression.excluded, renaming),
      ];
      return { ...expression, base, excluded };
    }
    case "RelationReference": {
      const { name, of } = expression;
      if (of === undefined) return { ...expression, name: renaming.here(name) };
      return { ...expression, name: renaming.over(name, of), of: renaming.here(of) };
    }
    default:
      return assertNever(expression);
  }
}

function parentDeclaration(parents: readonly string[]): RelationDeclaration {
  const span = emptySpan();
  const name = (text: string): Name => ({ kind: "Name", text, span });
  return {
    kind: "RelationDeclaration",
    name: name(parentRelation),
    targets: parents.map((type) => ({ kind: "RelationTarget", type: name(type), everyone: false, span })),
    documentation: [],
    span,
  };
}
