import type { ConditionNode, JunctionNode, QuantifierNode, RelatedNode, TestNode } from "../ir/node.js";
import { isTest } from "../ir/node.js";
import { operandsOf } from "../ir/operands.js";
import { type Code, indented, js, lines, literal } from "./code.js";
import { canSettle, emitParty, testsRelation } from "./emit-related.js";
import type { Emitter } from "./emitter.js";
import {
  bind,
  type Expression,
  junction,
  negation,
  precedence,
  primary,
  strictlyEqual,
} from "./expression.js";

/**
 * Emits statements that pose the questions on whose answers the conjunction of some tests may hang. What the other tests settle is not
 * asked; what hangs on another question is, since all are asked at once.
 */
export function emitQuestions(emitter: Emitter, tests: readonly TestNode[]): readonly Code[] {
  return questionsOfJunction(emitter, "and", tests);
}

function questionsOf(emitter: Emitter, node: TestNode): readonly Code[] {
  if (!testsRelation(node)) return [];
  switch (node.kind) {
    case "related":
      return [emitPose(emitter, node)];
    case "and":
    case "or":
      return questionsOfJunction(emitter, node.kind, node.operands);
    case "if":
      return questionsOfConditional(emitter, node);
    case "any":
    case "all":
      return questionsOfQuantifier(emitter, node);
    default:
      return operandsOf(node).flatMap((operand) => questionsBelow(emitter, operand));
  }
}

/** The questions of tests that stand where a value does. */
function questionsBelow(emitter: Emitter, node: ReturnType<typeof operandsOf>[number]): readonly Code[] {
  if (isTest(node)) return questionsOf(emitter, node);
  return testsRelation(node) ? operandsOf(node).flatMap((operand) => questionsBelow(emitter, operand)) : [];
}

function emitPose(emitter: Emitter, { relation, subject, object }: RelatedNode): Code {
  const parties = [subject, object].map((party) => emitParty(emitter, party).code);
  return js`${emitter.parts.runtime("pose")}(questions, ${literal(relation)}, ${parties});`;
}

/** Only where no operand settles it, without any answer. Those to the left are asked first: they may guard what others read. */
function questionsOfJunction(
  emitter: Emitter,
  kind: JunctionNode["kind"],
  operands: readonly TestNode[],
): readonly Code[] {
  const settling = operands.filter(canSettle);
  const open = settling.map((operand) => isNot(emitter, operand, kind === "or"));
  return when(
    open,
    operands.flatMap((operand) => questionsOf(emitter, operand)),
  );
}

/** Of the branch that is taken; of both where nobody knows yet. What the test asks about guards what its branches read. */
function questionsOfConditional(
  emitter: Emitter,
  { test, consequent, alternate }: ConditionNode,
): readonly Code[] {
  const branches = [consequent, alternate].map((branch) => questionsOf(emitter, branch));
  const [whereTrue = [], whereFalse = []] = branches;
  if (!testsRelation(test))
    return [...when([is(emitter, test, true)], whereTrue), ...when([is(emitter, test, false)], whereFalse)];
  const posed = questionsOf(emitter, test);
  if (!canSettle(test)) return [...posed, ...whereTrue, ...whereFalse];
  return [
    ...posed,
    ...when([isNot(emitter, test, false)], whereTrue),
    ...when([isNot(emitter, test, true)], whereFalse),
  ];
}

function questionsOfQuantifier(emitter: Emitter, node: QuantifierNode): readonly Code[] {
  const { collection, body, variable, of } = node;
  const { first, again } = emitter.reuse(emitter.path(collection));
  const elements = of === "map" ? js`${bind(again, precedence.member)}.keys()` : again.code;
  return [
    js`if ((${first.code} ?? undefined) !== undefined) {`,
    js`  for (const ${emitter.value(variable).code} of ${elements}) {`,
    indented(indented(lines(questionsOf(emitter, body)))),
    js`  }`,
    js`}`,
  ];
}

function when(tests: readonly Expression[], statements: readonly Code[]): readonly Code[] {
  if (tests.length === 0 || statements.length === 0) return statements;
  return [js`if (${junction("and", tests).code}) {`, indented(lines(statements)), js`}`];
}

function is(emitter: Emitter, test: TestNode, value: boolean): Expression {
  const emitted = emitter.test(test);
  if (test.canErr) return strictlyEqual(emitted, primary(literal(value)));
  return value ? emitted : negation(emitted);
}

function isNot(emitter: Emitter, test: TestNode, value: boolean): Expression {
  const emitted = emitter.test(test);
  if (test.canErr) return strictlyEqual(emitted, primary(literal(value)), false);
  return value ? negation(emitted) : emitted;
}
