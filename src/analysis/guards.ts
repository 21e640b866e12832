import { childrenOf } from "../check/typed-children.js";
import type { TypedExpression } from "../check/typed-expression.js";
import type { TypedRule } from "../check/typed-policy-set.js";

/**
 * Whether a condition may be there for the sake of what follows: it tests that something is present or of a type, and `after` reads it.
 * Flow typing wants such a test where it stands, also where it follows from others.
 */
export function isGuard(condition: TypedExpression, after: readonly TypedExpression[]): boolean {
  const guarded = guardedPaths(condition);
  if (guarded.length === 0) return false;
  const mentioned = new Set(after.flatMap(pathsIn));
  return guarded.some((path) => mentioned.has(path));
}

/**
 * Whether a condition tells environments of a rule apart: its types settle a part of it, and the rule is typed in several ways. Such a
 * part is true or false by itself in each of them, and yet is no idle one.
 */
export function tellsEnvironmentsApart({ variants }: TypedRule, condition: TypedExpression): boolean {
  return variants.length > 1 && isSettledSomewhere(condition);
}

function isSettledSomewhere(expression: TypedExpression): boolean {
  if (expression.kind === "literal") return typeof expression.value === "boolean";
  return childrenOf(expression).some(isSettledSomewhere);
}

/** Every step of the paths of which presence or type is tested. */
function guardedPaths(expression: TypedExpression): readonly string[] {
  const inner = childrenOf(expression).flatMap(guardedPaths);
  switch (expression.kind) {
    case "has":
      return [...inner, ...stepsOf(expression.path)];
    case "is":
      return [...inner, ...pathsIn(expression.object)];
    case "identity":
      return expression.name === "type" ? [...inner, ...pathsIn(expression.object)] : inner;
    default:
      return inner;
  }
}

/** `a.b.c` → `a.b.c`, `a.b`: the root is always there. */
function stepsOf(path: TypedExpression): readonly string[] {
  if (path.kind === "root" || path.kind === "variable") return [];
  return [...pathOf(path), ...childrenOf(path).flatMap(stepsOf)];
}

function pathsIn(expression: TypedExpression): readonly string[] {
  return [...pathOf(expression), ...childrenOf(expression).flatMap(pathsIn)];
}

/** The path that an expression reads, as text; none where it is no path. */
function pathOf(expression: TypedExpression): readonly string[] {
  switch (expression.kind) {
    case "root":
      // `principal` is the subject or the actor: which one, depends on where.
      return [["subject", "actor"].includes(expression.name) ? "principal" : expression.name];
    case "variable":
      return [`$${expression.id}`];
    case "read":
      return pathOf(expression.object).map((path) => `${path}.${expression.name}`);
    case "part":
      return pathOf(expression.object).map((path) => `${path}#${expression.part}`);
    case "index":
      return pathOf(expression.object).map((path) => `${path}[${JSON.stringify(keyOf(expression.key))}]`);
    default:
      return [];
  }
}

function keyOf(key: TypedExpression): unknown {
  return key.kind === "literal" ? String(key.value) : pathOf(key);
}
