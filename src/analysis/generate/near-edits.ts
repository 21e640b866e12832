import { childrenOf } from "../../check/typed-children.js";
import type { PartExpression, TypedExpression, VariableExpression } from "../../check/typed-expression.js";
import { jsonForm } from "../../interpret/json-form.js";
import type { PrincipalRole } from "../../runtime/decision.js";
import { nearValues } from "./near-values.js";
import { type RequestPart, requestPart } from "./request-parts.js";

/** A part of a request with another value; undefined where it is left out. */
export interface PartEdit {
  readonly part: RequestPart;
  readonly value: unknown;
}

/**
 * Changes of one attribute that may change what a condition makes of a request: the values near its tests (`nearValues`), and nothing
 * where a test reads what may be absent.
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
      return editOf(expression.path, undefined, scope);
    case "coalesce":
      return [...editOf(expression.left, undefined, scope), ...valueEdits(expression, scope)];
    case "any":
    case "all":
      return editOf(expression.collection, [], scope);
    default:
      return valueEdits(expression, scope);
  }
}

function valueEdits(test: TypedExpression, scope: EditScope): readonly PartEdit[] {
  return nearValues(test).flatMap(({ operand, values }) =>
    values.flatMap((value) => editOf(operand, jsonForm(operand.type, value), scope)),
  );
}

/** The change that gives an expression a value, in plain form, if a single attribute does. */
function editOf(expression: TypedExpression, value: unknown, scope: EditScope): readonly PartEdit[] {
  switch (expression.kind) {
    case "read":
      return expression.object.kind === "root"
        ? [{ part: requestPart(expression.object, expression.name, scope.principal), value }]
        : [];
    case "variable": {
      const list = scope.elements.get(expression.id);
      return list?.type.kind === "List" ? editOf(list, [value], scope) : [];
    }
    case "coalesce":
      return editOf(expression.left, value, scope);
    case "lower":
      return editOf(expression.operand, value, scope);
    case "part":
      return partEdit(expression, String(value), scope);
    default:
      return [];
  }
}

function partEdit({ object, part }: PartExpression, text: string, scope: EditScope): readonly PartEdit[] {
  switch (part) {
    case "host":
      return editOf(object, `https://${text}/`, scope);
    case "domain":
      return editOf(object, `alice@${text}`, scope);
    case "hour":
      return editOf(object, `2026-01-01T${text.padStart(2, "0")}:00:00Z`, scope);
    default:
      return [];
  }
}
