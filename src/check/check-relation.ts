import type { Expression, IsExpression, Name } from "../syntax/ast.js";
import { printExpression } from "../syntax/print-expression.js";
import { describeType } from "../types/print-type.js";
import type { TypeOf } from "../types/type.js";
import { literal } from "./check-literal.js";
import { checkValue } from "./check-value.js";
import { boolType, type Checked, checkedTest, type ExpressionScope, noteTest } from "./expression-scope.js";
import type { Facts } from "./facts.js";
import { relationHelp } from "./relation-help.js";
import { relationNames, relationSubjects } from "./relation-subjects.js";
import { hasRelationTest } from "./tests-relations.js";
import type { TypedExpression } from "./typed-expression.js";

/** `x is RELATION of y`: both are entities, the relation is declared of `y`, and something of the type of `x` can have it. */
export function checkRelation(
  scope: ExpressionScope,
  node: IsExpression,
  object: Expression,
  facts: Facts,
): Checked | undefined {
  const subject = checkEntity(scope, node.object, facts);
  const target = checkEntity(scope, object, facts);
  if (!subject || !target || !isDeclared(scope, node.name, target.type)) return undefined;
  const never = !canHave(scope, subject.type, node.name.text, target.type);
  noteTest(scope, node, never, () => ({
    code: "POL2013",
    message: `\`${printExpression(node)}\` never holds: no \`${describeType(subject.type)}\` can be \`${node.name.text}\` of a \`${describeType(target.type)}\``,
    ...subjectsHelp(scope, node.name.text, target.type),
    guard: true,
  }));
  if (never) return checkedTest(literal(false, boolType, node.span), facts, false);
  return checkedTest(
    {
      kind: "related",
      subject: subject.expression,
      relation: node.name.text,
      object: target.expression,
      type: boolType,
      span: node.span,
    },
    facts,
  );
}

interface CheckedEntity {
  readonly expression: TypedExpression;
  readonly type: TypeOf<"Entity">;
}

function checkEntity(scope: ExpressionScope, node: Expression, facts: Facts): CheckedEntity | undefined {
  const expression = checkValue(scope, node, facts)?.expression;
  if (expression === undefined) return undefined;
  const { type } = expression;
  if (type.kind !== "Entity") {
    scope.report(
      "POL2011",
      node.span,
      `\`${describeType(type)}\` is no entity, and a relation holds between entities`,
    );
    return undefined;
  }
  if (!hasRelationTest(expression)) return { expression, type };
  // What is to be asked must be known before anything is answered: all questions are asked at once.
  scope.report("POL2021", node.span, "whom a relation test is about cannot hang on another relation test", {
    help: "test each of the cases by itself: `a and x is … of y or not a and x is … of z`",
  });
  return undefined;
}

/** Whether all types that the object may be of have the relation. */
function isDeclared(scope: ExpressionScope, relation: Name, type: TypeOf<"Entity">): boolean {
  const { entities } = scope.checker.schema;
  const names = type.names.map((name) => relationNames(entities, name));
  if (names.every((each) => each.includes(relation.text))) return true;
  if (scope.checker.declarations.brokenNames.has(relation.text)) return false;
  scope.report(
    "POL2003",
    relation.span,
    `\`${describeType(type)}\` has no relation \`${relation.text}\``,
    relationHelp(relation.text, [...new Set(names.flat())]),
  );
  return false;
}

function canHave(
  scope: ExpressionScope,
  subject: TypeOf<"Entity">,
  relation: string,
  object: TypeOf<"Entity">,
): boolean {
  const { entities } = scope.checker.schema;
  return object.names.some((type) => {
    const subjects = relationSubjects(entities, type, relation);
    return subject.names.some((name) => subjects.has(name));
  });
}

function subjectsHelp(scope: ExpressionScope, relation: string, object: TypeOf<"Entity">): { help?: string } {
  const { entities } = scope.checker.schema;
  const subjects = object.names.flatMap((type) => [...relationSubjects(entities, type, relation)]);
  const listed = [...new Set(subjects)].sort().map((type) => `\`${type}\``);
  return listed.length === 0 ? {} : { help: `who can be: ${listed.join(", ")}` };
}
