import type {
  LiteralExpression,
  TypedExpression,
  TypedListExpression,
} from "../../check/typed-expression.js";
import { rememberedOf } from "../../util/remembered.js";

/**
 * Of a test whether a value is in a list of constants, the tests whether it is (in) one of them, in their order: it holds where one of them
 * does. Undefined of any other test.
 */
export const memberTests = rememberedOf((test: TypedExpression): readonly TypedExpression[] | undefined =>
  constantsOf(test)?.elements.map((member) => memberTest(test, member)),
);

/** The one member that is another one, or is missing, in the test with a mistake: its own test, and what becomes of that. */
export function changedMember(
  test: TypedExpression,
  mistaken: TypedExpression,
): { readonly operand: TypedExpression; readonly changed: TypedExpression } | undefined {
  const [before, after] = [constantsOf(test)?.elements, constantsOf(mistaken)?.elements];
  if (before === undefined || after === undefined) return undefined;
  const place = before.findIndex((member, index) => member !== after[index]);
  const operand = memberTests(test)?.[place];
  if (operand === undefined) return undefined;
  const member = after.length < before.length ? undefined : after[place];
  return { operand, changed: member ? memberTest(test, member) : noMember(test) };
}

/** The list of constants that a test looks for a value in. */
function constantsOf(test: TypedExpression): TypedListExpression | undefined {
  const list = test.kind === "element" ? test.list : test.kind === "network" ? test.networks : undefined;
  return list?.kind === "list" && list.elements.every(({ kind }) => kind === "literal") ? list : undefined;
}

/** The test with a single constant in the place of its list. */
function memberTest(test: TypedExpression, member: TypedExpression): TypedExpression {
  if (test.kind === "network") return { ...test, networks: member };
  if (test.kind !== "element") return test;
  const { element, type, span } = test;
  return { kind: "equality", negated: false, left: element, right: member, type, span };
}

/** That a value is not in a list, whatever it is. */
function noMember({ span }: TypedExpression): LiteralExpression {
  return { kind: "literal", type: { kind: "Bool" }, span, value: false };
}
