import type { TestNode } from "../ir/node.js";
import { literal } from "./code.js";
import { testsRelation } from "./emit-related.js";
import { emitTest } from "./emit-test.js";
import type { Emitter } from "./emitter.js";
import { type Expression, junction, primary, strictlyEqual } from "./expression.js";
import { canBeUnknown, entityInput, type Input, inputsOf } from "./input.js";

/**
 * `possible`: whether a test may have a value, for some completion of what is not known. `certain`: whether it cannot have the other
 * one, whatever the completion; an error counts as certain, as it does for a deny. Both err on the same side: towards `mayAllow`.
 */
export type Modality = "possible" | "certain";

/** Inputs of which it has been established that they are known, by key. */
type Known = ReadonlySet<string>;

/**
 * Emits whether all tests possibly, or certainly, are true. Only atoms are asked whether they are known; above them the laws are
 * those of monotone logic, so the result is exact where nothing is unknown.
 */
export function emitModal(
  emitter: Emitter,
  tests: readonly TestNode[],
  modality: Modality,
): readonly Expression[] {
  return emitOperands(emitter, tests, true, modality, "and", new Set());
}

/** Emits whether a test possibly, or certainly, has a value. */
function emitModalTest(
  emitter: Emitter,
  node: TestNode,
  value: boolean,
  modality: Modality,
  known: Known,
): Expression {
  const modal = (operand: TestNode, wanted = value) =>
    emitModalTest(emitter, operand, wanted, modality, known);
  switch (node.kind) {
    case "settled":
      return primary(literal(node.value === value));
    case "not":
      return modal(node.operand, !value);
    case "and":
    case "or": {
      const kind = (node.kind === "and") === value ? "and" : "or";
      return junction(kind, emitOperands(emitter, node.operands, value, modality, kind, known));
    }
    case "if": {
      const whenTrue = junction("and", [modal(node.test, true), modal(node.consequent)]);
      return junction("or", [whenTrue, junction("and", [modal(node.test, false), modal(node.alternate)])]);
    }
    default:
      return emitModalAtom(emitter, node, value, modality, known);
  }
}

/**
 * `x === unknown || a || b`, `x !== unknown && a && b`: an operand is reached only where the ones before it were asked of what is
 * known, so it need not ask again.
 */
function emitOperands(
  emitter: Emitter,
  operands: readonly TestNode[],
  value: boolean,
  modality: Modality,
  kind: "and" | "or",
  known: Known,
): readonly Expression[] {
  const passesKnown = kind === (modality === "possible" ? "or" : "and");
  const sofar = new Set(known);
  return operands.map((operand) => {
    const expression = emitModalTest(emitter, operand, value, modality, sofar);
    if (passesKnown && isAtom(operand)) for (const { key } of unknownInputs(operand)) sofar.add(key);
    return expression;
  });
}

function isAtom({ kind }: TestNode): boolean {
  return kind !== "and" && kind !== "or" && kind !== "not" && kind !== "if";
}

/** Of a relation to the resource there can be something known even where the resource is not: `isRelated` takes an unknown id. */
function unknownInputs(node: TestNode): readonly Input[] {
  if (node.kind !== "related" || node.object.kind !== "root") return inputsOf([node]).filter(canBeUnknown);
  const { subject } = node;
  const inputs = subject.kind === "root" ? [entityInput(subject.name, "id")] : inputsOf([subject]);
  return inputs.filter(canBeUnknown);
}

/** `x === unknown || test`, `x !== unknown && test` */
function emitModalAtom(
  emitter: Emitter,
  node: TestNode,
  value: boolean,
  modality: Modality,
  known: Known,
): Expression {
  const unknown = primary(emitter.parts.runtime("unknown"));
  const questions = unknownInputs(node)
    .filter(({ key }) => !known.has(key))
    .map((input) => strictlyEqual(emitter.input(input), unknown, modality === "possible"));
  return junction(modality === "possible" ? "or" : "and", [
    ...questions,
    emitExact(emitter, node, value, modality),
  ]);
}

/**
 * Of an atom that can err, an error possibly has no value, and certainly not the other one. Of a relation of which nobody knows, the answer
 * is one of the things that are not known: it may be either.
 */
function emitExact(emitter: Emitter, node: TestNode, value: boolean, modality: Modality): Expression {
  if (node.canErr) {
    const outcome = emitter.test(node);
    if (testsRelation(node)) {
      return modality === "possible"
        ? strictlyEqual(outcome, primary(literal(!value)), false)
        : strictlyEqual(outcome, primary(literal(value)));
    }
    if (modality === "possible") return strictlyEqual(outcome, primary(literal(value)));
    return strictlyEqual(outcome, primary(literal(!value)), false);
  }
  return value ? emitter.test(node) : emitOpposite(emitter, node);
}

/** Whether a test that cannot err is false. */
export function emitOpposite(emitter: Emitter, node: TestNode): Expression {
  return emitTest(emitter, { kind: "not", operand: node, id: -1, canErr: false });
}
