import {
  type ConditionNode,
  type GraphNode,
  isTest,
  type JunctionNode,
  type QuantifierNode,
  type TestNode,
  type ValueNode,
} from "../ir/node.js";
import { operandsOf } from "../ir/operands.js";
import { assertNever } from "../util/invariant.js";
import { js, literal } from "./code.js";
import { relationsLast } from "./emit-related.js";
import { type AtomNode, emitArrow, emitAtom } from "./emit-test.js";
import { emitPath } from "./emit-value.js";
import type { Emitter } from "./emitter.js";
import { conditional, type Expression, junction, postfix, primary, strictlyEqual } from "./expression.js";

/*
 * What can err: null is an error. Only these parts of a rule pay for three truth values. Left operands are tested first and right
 * ones only where they count, because a left one may guard what a right one reads.
 */

/** Emits a test that can err: true, false, or null. */
export function emitErringTest(emitter: Emitter, node: TestNode): Expression {
  switch (node.kind) {
    case "and":
    case "or":
      return emitErringJunction(
        emitter,
        node.kind,
        relationsLast(node.operands, (operand) => operand),
      );
    case "not":
      return postfix(js`${emitter.parts.runtime("negated")}(${emitter.test(node.operand).code})`);
    case "if":
      return emitErringCondition(emitter, node);
    case "any":
    case "all":
      return emitErringQuantifier(emitter, node);
    case "settled":
      return primary(literal(node.value));
    default:
      return emitStrictAtom(emitter, node);
  }
}

/** `a && b` where `a` cannot err; else `(x = a) === false ? false : both(x, b)`. */
function emitErringJunction(
  emitter: Emitter,
  kind: JunctionNode["kind"],
  operands: readonly TestNode[],
): Expression {
  const [first, ...others] = operands;
  if (first === undefined) return primary(literal(kind === "and"));
  if (others.length === 0) return emitter.test(first);
  const rest = () => emitErringJunction(emitter, kind, others);
  if (!first.canErr) return junction(kind, [emitter.test(first), rest()]);
  const absorbing = primary(literal(kind === "or"));
  const left = emitter.reuse(emitter.test(first));
  const combine = emitter.parts.runtime(kind === "and" ? "both" : "either");
  return conditional(
    strictlyEqual(left.first, absorbing),
    absorbing,
    postfix(js`${combine}(${left.again.code}, ${rest().code})`),
  );
}

/** An error of the condition is the result; what errs in the branch not taken does not count. */
function emitErringCondition(emitter: Emitter, { test, consequent, alternate }: ConditionNode): Expression {
  return emitErringChoice(emitter, test, emitter.test(consequent), emitter.test(alternate));
}

function emitErringChoice(
  emitter: Emitter,
  test: TestNode,
  consequent: Expression,
  alternate: Expression,
): Expression {
  if (!test.canErr) return conditional(emitter.test(test), consequent, alternate);
  const kept = emitter.reuse(emitter.test(test));
  const isError = strictlyEqual(kept.first, primary(literal(null)));
  return conditional(isError, primary(literal(null)), conditional(kept.again, consequent, alternate));
}

/** The collection is an operand, so its error is the result; the body's are Kleene's. */
function emitErringQuantifier(emitter: Emitter, node: QuantifierNode): Expression {
  return emitStrict(emitter, [node.collection], () => {
    const collection = emitter.value(node.collection).code;
    const elements = node.of === "map" ? js`${collection}.keys()` : collection;
    const quantify = emitter.parts.runtime(node.kind === "any" ? "anyOf" : "allOf");
    return postfix(js`${quantify}(${elements}, ${emitArrow(emitter, node).code})`);
  });
}

/** An atom errs where one of its operands does. */
function emitStrictAtom(emitter: Emitter, node: AtomNode): Expression {
  return emitStrict(emitter, valuesOf(node), () => emitAtom(emitter, node));
}

function valuesOf(node: GraphNode): readonly ValueNode[] {
  return operandsOf(node).filter((operand): operand is ValueNode => !isTest(operand));
}

/** `(x = a) === null ? null : …` for each operand that can err. */
function emitStrict(emitter: Emitter, operands: readonly ValueNode[], emit: () => Expression): Expression {
  const [first, ...others] = operands.filter(({ canErr }) => canErr);
  if (first === undefined) return emit();
  const kept = emitter.reuse(emitter.path(first));
  const rest = emitter.within(first, kept.again, () =>
    emitStrict(
      emitter,
      others.filter((other) => other !== first),
      emit,
    ),
  );
  return conditional(strictlyEqual(kept.first, primary(literal(null))), primary(literal(null)), rest);
}

/** Emits a value that can err: null is an error, undefined what is absent, as any step to it may be. */
export function emitErringValue(emitter: Emitter, node: ValueNode): Expression {
  switch (node.kind) {
    case "arithmetic":
      return emitErringArithmetic(emitter, node.operator, node.left, node.right);
    case "choice":
      return emitErringChoice(
        emitter,
        node.test,
        emitter.path(node.consequent),
        emitter.path(node.alternate),
      );
    case "coalesce": {
      // Not `??`, which would take an error for absence.
      const left = emitter.reuse(emitter.path(node.left));
      return conditional(
        strictlyEqual(left.first, primary(literal(undefined))),
        emitter.path(node.right),
        left.again,
      );
    }
    case "truth":
      return emitter.test(node.test);
    default:
      return emitStrict(emitter, valuesOf(node), () => emitPath(emitter, node));
  }
}

function emitErringArithmetic(
  emitter: Emitter,
  operator: "+" | "-" | "*",
  left: ValueNode,
  right: ValueNode,
): Expression {
  const calculate = emitter.parts.runtime(arithmeticFunction(operator));
  return postfix(js`${calculate}(${emitter.value(left).code}, ${emitter.value(right).code})`);
}

function arithmeticFunction(operator: "+" | "-" | "*"): string {
  switch (operator) {
    case "+":
      return "add";
    case "-":
      return "subtract";
    case "*":
      return "multiply";
    default:
      return assertNever(operator);
  }
}
