import { childrenOf } from "../../check/typed-children.js";
import type {
  EqualityExpression,
  HierarchyExpression,
  PartExpression,
  TypedExpression,
  VariableExpression,
} from "../../check/typed-expression.js";
import { jsonForm } from "../../interpret/json-form.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import { nearValues } from "./near-values.js";
import { type Identity, type RequestPart, requestPart } from "./request-parts.js";

/** A part of a request with another value; undefined where it is left out. */
export interface PartEdit {
  readonly part: RequestPart;
  readonly value: unknown;
}

/**
 * Changes of one part of a request that may change what a condition makes of it: the values near its tests (`nearValues`), lists of them
 * where it looks at elements, ids and groups, and nothing where a test reads what may be absent.
 */
export function nearEdits(condition: TypedExpression, principal: PrincipalRole): readonly PartEdit[] {
  const edits = new Map<string, PartEdit>();
  const visit = (expression: TypedExpression, elements: Elements): void => {
    for (const edit of editsAt(expression, { principal, elements }))
      edits.set(`${edit.part.key} ${JSON.stringify(edit.value)}`, edit);
    const inner =
      expression.kind === "any" || expression.kind === "all"
        ? new Map(elements).set(expression.variable.id, expression.collection)
        : elements;
    for (const child of childrenOf(expression)) visit(child, inner);
  };
  visit(condition, new Map());
  return [...edits.values()];
}

/** The lists whose elements the variables of quantifiers are, by the variables' ids. */
type Elements = ReadonlyMap<VariableExpression["id"], TypedExpression>;

interface EditScope {
  readonly principal: PrincipalRole;
  readonly elements: Elements;
}

function editsAt(expression: TypedExpression, scope: EditScope): readonly PartEdit[] {
  switch (expression.kind) {
    case "has":
      return editsTo(expression.path, [undefined], scope);
    case "coalesce":
      return [...editsTo(expression.left, [undefined], scope), ...valueEdits(expression, scope)];
    case "any":
    case "all":
      return editsTo(expression.collection, [[]], scope);
    case "hierarchy":
      return groupEdits(expression, scope);
    case "equality":
      return [...valueEdits(expression, scope), ...entityEdits(expression, scope)];
    default:
      return valueEdits(expression, scope);
  }
}

function valueEdits(test: TypedExpression, scope: EditScope): readonly PartEdit[] {
  return nearValues(test).flatMap(({ operand, values }) => {
    // A pattern's texts are in plain form, be it of a Url.
    const forms = values.map((value) => (typeof value === "string" ? value : jsonForm(operand.type, value)));
    return editsTo(operand, forms, scope);
  });
}

/** In the group, in none, in another one. */
function groupEdits({ entity, group }: HierarchyExpression, scope: EditScope): readonly PartEdit[] {
  if (group.kind !== "entity") return [];
  const { entity: type, id } = group;
  const known = [[{ type, id }], undefined, [{ type, id: `${id}a` }]];
  return known.flatMap((ancestors) => identityEdits(entity, { ancestors }, scope));
}

/** The entity that it is compared with, and another one. */
function entityEdits({ left, right }: EqualityExpression, scope: EditScope): readonly PartEdit[] {
  const [literal, entity] = right.kind === "entity" ? [right, left] : [left, right];
  if (literal.kind !== "entity") return [];
  return [literal.id, `${literal.id}a`].flatMap((id) => identityEdits(entity, { id }, scope));
}

function identityEdits(entity: TypedExpression, value: Identity, scope: EditScope): readonly PartEdit[] {
  return entity.kind === "root" ? [{ part: requestPart(entity, undefined, scope.principal), value }] : [];
}

/** The changes that give an expression one of some values, in plain form, if those of a single part do. */
function editsTo(
  expression: TypedExpression,
  values: readonly unknown[],
  scope: EditScope,
): readonly PartEdit[] {
  switch (expression.kind) {
    case "read": {
      const { object, name } = expression;
      if (object.kind !== "root") return [];
      const part = requestPart(object, name, scope.principal);
      return values.map((value) => ({ part, value }));
    }
    case "identity":
      return values.flatMap((id) => identityEdits(expression.object, { id }, scope));
    case "variable": {
      const list = scope.elements.get(expression.id);
      return list?.type.kind === "List" ? editsTo(list, listsOf(values), scope) : [];
    }
    case "coalesce":
      return editsTo(expression.left, values, scope);
    case "lower":
      return editsTo(expression.operand, values, scope);
    case "part":
      return partEdits(expression, values.map(String), scope);
    default:
      return [];
  }
}

/** Each by itself, and the first with each of the others: one of them may be as it has to be, and the other not. */
function listsOf(values: readonly unknown[]): readonly (readonly unknown[])[] {
  const [first, ...others] = values;
  return [...values.map((value) => [value]), ...others.map((other) => [first, other])];
}

function partEdits(
  { object, part }: PartExpression,
  texts: readonly string[],
  scope: EditScope,
): readonly PartEdit[] {
  const having = havingPart(part);
  return having === undefined ? [] : editsTo(object, texts.map(having), scope);
}

/** What makes a value with such a part. */
function havingPart(part: PartExpression["part"]): ((text: string) => string) | undefined {
  switch (part) {
    case "host":
      return (text) => `https://${text}/`;
    case "domain":
      return (text) => `alice@${text}`;
    case "hour":
      return (text) => `2026-01-01T${text.padStart(2, "0")}:00:00Z`;
    default:
      return undefined;
  }
}
