import type { Expression, HasExpression, IsExpression, Name } from "../syntax/ast.js";
import { printExpression } from "../syntax/print-expression.js";
import { describeType } from "../types/print-type.js";
import { entityType } from "../types/relations.js";
import type { TypeOf } from "../types/type.js";
import { canErr } from "./can-err.js";
import { literal } from "./check-literal.js";
import { isRootName } from "./check-name.js";
import { contextHelp, describeOwner, entityField, mapStep, readStep, stepNames } from "./check-path.js";
import { checkRelation } from "./check-relation.js";
import { checkValue } from "./check-value.js";
import { suggestion } from "./checker.js";
import {
  boolType,
  type Checked,
  checkedTest,
  type ExpressionScope,
  noteTest,
  type TestComplaint,
} from "./expression-scope.js";
import { type Facts, withPresent, withType } from "./facts.js";
import { libraryHelp } from "./library.js";
import type { TypedExpression } from "./typed-expression.js";

/** `x has a.b`: false where the types declare no such path, and then reported if that is so in every environment of the rule. */
export function checkHas(scope: ExpressionScope, node: HasExpression, facts: Facts): Checked | undefined {
  if (isMissingParty(scope, node.object))
    return settled(scope, node, facts, false, () => missingPartyComplaint(node));
  let step = scope.check(scope, node.object, facts);
  let whenTrue = facts;
  for (const name of node.path) {
    if (!step) return undefined;
    const narrowed = narrowToDeclaring(scope, step, name);
    if (narrowed?.key !== undefined && narrowed !== step)
      whenTrue = withType(whenTrue, narrowed.key, narrowed.expression.type);
    const next = narrowed && presenceStep(scope, narrowed, name, facts);
    if (!next && scope.checker.declarations.brokenNames.has(name.text)) return undefined;
    if (!next) {
      const { expression } = step;
      return settled(scope, node, facts, false, () => unknownStepComplaint(scope, name, expression));
    }
    if (next.key !== undefined) whenTrue = withPresent(whenTrue, [next.key]);
    step = next;
  }
  if (!step) return undefined;
  scope.tests.possible(node);
  return {
    expression: { kind: "has", path: step.expression, type: boolType, span: node.span },
    whenTrue,
    whenFalse: facts,
  };
}

/** The step into a path below `has`: as a read, but a map is entered by key. */
function presenceStep(
  scope: ExpressionScope,
  object: Checked,
  name: Name,
  facts: Facts,
): Checked | undefined {
  const { type } = object.expression;
  if (type.kind !== "Map") return readStep(object, name, type.kind === "Entity", name.span, facts, scope);
  const key = object.key === undefined ? undefined : `${object.key}.${mapStep(name.text)}`;
  const keyLiteral = literal(name.text, { kind: "String" }, name.span);
  return {
    expression: {
      kind: "index",
      object: object.expression,
      key: keyLiteral,
      type: type.value,
      span: name.span,
    },
    whenTrue: facts,
    whenFalse: facts,
    ...(key !== undefined && { key }),
    absent: "a map may lack any key",
  };
}

/** Of a union of entities the types that declare the attribute: `has` tells them apart. Undefined where none does. */
function narrowToDeclaring(scope: ExpressionScope, object: Checked, name: Name): Checked | undefined {
  const { type } = object.expression;
  if (type.kind !== "Entity") return object;
  const declaring = type.names.filter((entity) => entityField(scope, entityType([entity]), name.text));
  if (declaring.length === 0) return undefined;
  if (declaring.length === type.names.length) return object;
  return { ...object, expression: { ...object.expression, type: entityType(declaring) } };
}

function isMissingParty(scope: ExpressionScope, node: Expression): boolean {
  if (node.kind !== "NameExpression" || scope.bindings.has(node.name) || !isRootName(node.name)) return false;
  const root = scope.roots[node.name];
  return "missing" in root && root.missing !== "undeclared";
}

function settled(
  scope: ExpressionScope,
  node: HasExpression | IsExpression,
  facts: Facts,
  truth: boolean,
  complain: () => TestComplaint,
): Checked {
  noteTest(scope, node, !truth, complain);
  return checkedTest(literal(truth, boolType, node.span), facts, truth);
}

function unknownStepComplaint(
  scope: ExpressionScope,
  name: Name | undefined,
  object: TypedExpression,
): TestComplaint {
  const text = name?.text ?? "";
  return {
    code: "POL2003",
    message: `${describeOwner(object)} has no \`${text}\``,
    ...suggestion(text, stepNames(scope, object.type)),
    ...contextHelp(text, object),
    guard: true,
  };
}

function missingPartyComplaint(node: HasExpression | IsExpression): TestComplaint {
  const party = printExpression(node.object);
  return {
    code: "POL2013",
    message: `there is no \`${party}\` in any request of this rule`,
    help:
      party === "actor"
        ? "widen the rule's principals, or remove the test"
        : "declare the actions `on` a resource",
    noParty: true,
    guard: true,
  };
}

/** `x is T`: settled by the environment, or by an entity's actual type. */
export function checkIs(scope: ExpressionScope, node: IsExpression, facts: Facts): Checked | undefined {
  if (node.of) return checkRelation(scope, node, node.of, facts);
  const known = isKnownEntity(scope, node.name);
  if (known && isMissingParty(scope, node.object)) {
    return settled(scope, node, facts, false, () => missingPartyComplaint(node));
  }
  const object = checkValue(scope, node.object, facts);
  if (!object || !known) return undefined;
  const { type } = object.expression;
  if (type.kind !== "Entity") {
    scope.report(
      "POL2011",
      node.object.span,
      `\`${printExpression(node.object)}\` is \`${describeType(type)}\`, and \`is\` tests an entity`,
    );
    return undefined;
  }
  const complain = (): TestComplaint => ({
    code: "POL2013",
    message: `\`${printExpression(node.object)}\` is never a \`${node.name.text}\` here`,
    guard: true,
  });
  const isSettled = !canErr(object.expression);
  if (isSettled && !type.names.includes(node.name.text)) return settled(scope, node, facts, false, complain);
  if (isSettled && type.names.length === 1) return settled(scope, node, facts, true, complain);
  scope.tests.possible(node);
  return narrowingTest(object, type, node, facts);
}

function narrowingTest(object: Checked, type: TypeOf<"Entity">, node: IsExpression, facts: Facts): Checked {
  const entity = node.name.text;
  const others = entityType(type.names.filter((name) => name !== entity));
  return {
    expression: { kind: "is", object: object.expression, entity, type: boolType, span: node.span },
    whenTrue: object.key === undefined ? facts : withType(facts, object.key, entityType([entity])),
    whenFalse: object.key === undefined ? facts : withType(facts, object.key, others),
  };
}

function isKnownEntity(scope: ExpressionScope, name: Name): boolean {
  const { schema, declarations, used } = scope.checker;
  used.add(name.text);
  if (schema.entities.has(name.text)) return true;
  if (!declarations.brokenNames.has(name.text)) {
    scope.report("POL2006", name.span, `there is no entity \`${name.text}\``, {
      ...suggestion(name.text, schema.entities.keys()),
      ...libraryHelp("named", name.text),
    });
  }
  return false;
}
