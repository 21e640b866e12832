import type { TypedExpression } from "../../check/typed-expression.js";
import { evaluateTruth, type Scope } from "../../interpret/evaluate.js";
import { memberTests } from "./member-tests.js";

/**
 * The operands of what joins tests in a condition, it among them, on which it may depend what the condition comes to: not where another
 * operand of an `and` is false, or one of an `or` is true. A list of constants joins the tests of its members as an `or` does.
 */
export function operandsThatMatter(condition: TypedExpression, scope: Scope): ReadonlySet<TypedExpression> {
  const found = new Set<TypedExpression>();
  // What is added while the set is gone through is gone through, too.
  found.add(condition);
  for (const each of found) for (const operand of mattering(each, scope)) found.add(operand);
  return found;
}

/** Whether an expression comes to what its operands, which are tests, make of it. */
export function joinsTests({ kind, type }: TypedExpression): boolean {
  return kind === "and" || kind === "or" || kind === "not" || (kind === "if" && type.kind === "Bool");
}

function mattering(expression: TypedExpression, scope: Scope): readonly TypedExpression[] {
  const members = memberTests(expression);
  if (members) return matteringAmong(members, true, scope);
  if (!joinsTests(expression)) return [];
  switch (expression.kind) {
    case "and":
    case "or":
      return matteringAmong(expression.operands, expression.kind === "or", scope);
    case "not":
      return [expression.operand];
    case "if": {
      const { condition, consequent, alternate } = expression;
      const truth = evaluateTruth(condition, scope);
      return truth === true
        ? [condition, consequent]
        : truth === false
          ? [condition, alternate]
          : [condition];
    }
    default:
      return [];
  }
}

/** One that is what settles the whole by itself is the only one that matters; if two are, none does. */
function matteringAmong(
  operands: readonly TypedExpression[],
  settles: boolean,
  scope: Scope,
): readonly TypedExpression[] {
  const settling = operands.filter((operand) => evaluateTruth(operand, scope) === settles);
  return settling.length === 0 ? operands : settling.length === 1 ? settling : [];
}
