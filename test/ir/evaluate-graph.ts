import type { TestNode, ValueNode } from "../../src/ir/node.js";

/** True, false, or an error. */
export type Outcome = boolean | "error";

/** What the variables of a graph stand for, by number. */
export type Assignment = readonly (number | boolean)[];

/** Evaluates a test by the letter of language.md §5, for graphs over variables and constants. */
export function evaluateTest(node: TestNode, assignment: Assignment): Outcome {
  const test = (operand: TestNode) => evaluateTest(operand, assignment);
  const values = (operands: readonly ValueNode[], compute: (...values: Scalar[]) => boolean): Outcome => {
    const results = operands.map((operand) => evaluateValue(operand, assignment));
    return results.includes("error") ? "error" : compute(...(results as Scalar[]));
  };
  switch (node.kind) {
    case "settled":
      return node.value;
    case "not":
      return not(test(node.operand));
    case "and":
      return and(node.operands.map(test));
    case "or":
      return not(and(node.operands.map((operand) => not(test(operand)))));
    case "if": {
      const chosen = test(node.test);
      if (chosen === "error") return "error";
      return test(chosen ? node.consequent : node.alternate);
    }
    case "holds":
      return values([node.value], (value) => value === true);
    case "equals":
      return values([node.left, node.right], (left, right) => left === right);
    case "order":
      return values([node.left, node.right], (left, right) => compare(node.operator, left, right));
    case "range":
      return values(
        [node.operand, node.minimum, node.maximum],
        (value, low, high) => value >= low && value <= high,
      );
    case "element":
      if (node.list.kind !== "list") throw new Error("only lists of nodes");
      return values([node.element, ...node.list.elements], (element, ...list) => list.includes(element));
    default:
      throw new Error(`not in these graphs: ${node.kind}`);
  }
}

type Scalar = number | boolean;

function evaluateValue(node: ValueNode, assignment: Assignment): Scalar | "error" {
  switch (node.kind) {
    case "constant":
      return node.value as Scalar;
    case "variable":
      return assignment[node.variable] ?? 0;
    case "arithmetic": {
      const [left, right] = [evaluateValue(node.left, assignment), evaluateValue(node.right, assignment)];
      if (left === "error" || right === "error") return "error";
      const [l, r] = [BigInt(left), BigInt(right)];
      const exact = Number(node.operator === "+" ? l + r : node.operator === "-" ? l - r : l * r);
      return Number.isSafeInteger(exact) ? exact : "error";
    }
    case "negate": {
      const operand = evaluateValue(node.operand, assignment);
      return operand === "error" ? "error" : 0 - Number(operand);
    }
    case "choice": {
      const chosen = evaluateTest(node.test, assignment);
      if (chosen === "error") return "error";
      return evaluateValue(chosen ? node.consequent : node.alternate, assignment);
    }
    case "truth":
      return evaluateTest(node.test, assignment);
    default:
      throw new Error(`not in these graphs: ${node.kind}`);
  }
}

function not(outcome: Outcome): Outcome {
  return outcome === "error" ? "error" : !outcome;
}

function and(outcomes: readonly Outcome[]): Outcome {
  if (outcomes.includes(false)) return false;
  return outcomes.includes("error") ? "error" : true;
}

function compare(operator: "<" | "<=" | ">" | ">=", left: Scalar, right: Scalar): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}
