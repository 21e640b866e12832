import { childrenOf } from "../check/typed-children.js";
import type { TypedExpression } from "../check/typed-expression.js";
import type { TypedRule } from "../check/typed-policy-set.js";
import { rememberedOfContent } from "../source/moved.js";
import type { Span } from "../source/span.js";
import type { Type } from "../types/type.js";

/** A string written in a rule, and the attribute that it is compared with. */
export interface LiteralUse {
  /** Such as `args.to`, `args.to.domain`, `args.copies[]`. */
  readonly path: string;
  /** Of the attribute. */
  readonly type: Type;
  readonly literal: string;
  /** Of the comparison, as it stood where the rule was first seen. */
  readonly span: Span;
}

/** The strings that a rule compares with attributes of its request, each place once. */
export const literalUses = rememberedOfContent(({ variants }: TypedRule): readonly LiteralUse[] => {
  const all: LiteralUse[] = [];
  for (const { clauses } of variants)
    for (const { condition } of clauses) addUses(condition, noVariables, all);
  const uses = new Map<string, LiteralUse>();
  for (const use of all) uses.set(JSON.stringify([use.span.start, use.path, use.literal]), use);
  return [...uses.values()];
});

/** What variables of quantifiers stand for, by their numbers. */
type Variables = ReadonlyMap<number, string>;

const noVariables: Variables = new Map();

/** One list for all parts of an expression. */
function addUses(expression: TypedExpression, variables: Variables, uses: LiteralUse[]): void {
  if (expression.kind === "any" || expression.kind === "all") {
    const path = pathOf(expression.collection, variables);
    const inner =
      path === undefined ? variables : new Map(variables).set(expression.variable.id, `${path}[]`);
    addUses(expression.body, inner, uses);
    return;
  }
  for (const [attribute, literals] of comparisonsOf(expression)) {
    if (literals.length === 0) continue;
    const path = pathOf(attribute, variables);
    if (path === undefined) continue;
    const { span } = expression;
    for (const literal of literals) uses.push({ path, type: attribute.type, literal, span });
  }
  for (const child of childrenOf(expression)) addUses(child, variables, uses);
}

/** What a test compares with which strings. */
function comparisonsOf(
  expression: TypedExpression,
): readonly (readonly [TypedExpression, readonly string[]])[] {
  switch (expression.kind) {
    case "equality":
      return [
        [expression.left, stringsOf(expression.right)],
        [expression.right, stringsOf(expression.left)],
      ];
    case "element":
      return [
        [expression.element, stringsOf(expression.list)],
        [expression.list, stringsOf(expression.element)],
      ];
    case "containsAll":
    case "containsAny":
      return [[expression.list, stringsOf(expression.elements)]];
    case "like":
      return [[expression.operand, [expression.text]]];
    case "matches":
      return [[expression.operand, [expression.pattern.source]]];
    default:
      return [];
  }
}

function stringsOf(expression: TypedExpression): readonly string[] {
  if (expression.kind === "list") return expression.elements.flatMap(stringsOf);
  return expression.kind === "literal" && typeof expression.value === "string" ? [expression.value] : [];
}

/** An attribute in the words of the policy; undefined for what is none. */
export function pathOf(expression: TypedExpression, variables: Variables = noVariables): string | undefined {
  switch (expression.kind) {
    case "root":
      return expression.name;
    case "variable":
      return variables.get(expression.id);
    case "lower":
      return pathOf(expression.operand, variables);
    case "coalesce":
      return pathOf(expression.left, variables);
    case "read":
    case "identity":
      return memberOf(pathOf(expression.object, variables), expression.name);
    case "part":
      return memberOf(pathOf(expression.object, variables), expression.part);
    default:
      return undefined;
  }
}

function memberOf(path: string | undefined, name: string): string | undefined {
  return path === undefined ? undefined : `${path}.${name}`;
}
