import { assertNever } from "../util/invariant.js";
import type { RelationDeclaration, RelationExpression, RelationTarget } from "./ast.js";
import { concat, type Doc, group, indent, join, line, render } from "./doc.js";
import { type PrintContext, withComments } from "./print-context.js";

/** A relation of an entity, with its comments. */
export function relationDoc(context: PrintContext, relation: RelationDeclaration): Doc {
  return withComments(context, relation, () => headAndDefinition(relation), relation.documentation);
}

/** Who has a relation, on one line: `User | Team.member = direct or owner`. */
export function printHolders({ targets, definition }: RelationDeclaration): string {
  const own = targets.map(printTarget).join(" | ");
  if (definition === undefined) return own;
  return `${own === "" ? "" : `${own} `}= ${render(definitionDoc(definition), Number.POSITIVE_INFINITY)}`;
}

function headAndDefinition(relation: RelationDeclaration): Doc {
  const targets = relation.targets.map(printTarget).join(" | ");
  const head = `relation ${relation.name.text}${targets === "" ? "" : `: ${targets}`}`;
  if (relation.definition === undefined) return head;
  return group(head, " =", indent(concat(line, definitionDoc(relation.definition))));
}

function printTarget(target: RelationTarget): string {
  if (target.everyone) return `${target.type.text}.*`;
  return target.relation === undefined ? target.type.text : `${target.type.text}.${target.relation.text}`;
}

function definitionDoc(expression: RelationExpression): Doc {
  switch (expression.kind) {
    case "RelationReference":
      return expression.of === undefined
        ? expression.name.text
        : `${expression.name.text} of ${expression.of.text}`;
    case "RelationExclusion":
      return concat(atomDoc(expression.base), " but not ", atomDoc(expression.excluded));
    case "RelationOperation": {
      const operands = expression.operands.map(atomDoc);
      return group(join(concat(line, `${expression.operator} `), operands));
    }
    default:
      return assertNever(expression);
  }
}

/** What is no plain reference stands in parentheses inside another, needed or not: the three operators are easily misread. */
function atomDoc(expression: RelationExpression): Doc {
  if (expression.kind === "RelationReference") return definitionDoc(expression);
  return concat("(", definitionDoc(expression), ")");
}
