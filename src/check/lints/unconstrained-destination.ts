import { printField } from "../../types/print-type.js";
import type { Field } from "../../types/type.js";
import type { Checker } from "../checker.js";
import { destinationsOf, isArgument } from "../destinations.js";
import { withParts } from "../typed-children.js";
import type { TypedExpression } from "../typed-expression.js";
import type { ActionSchema, TypedRule } from "../typed-policy-set.js";
import type { LintedRule, LintedVariant } from "./lint.js";

/**
 * Law: an argument that names a destination (by its type, or a string by its name) of an action that somebody is allowed is read by some
 * allow or deny of that action: else whoever may call it may send anything anywhere. A deny that only an approval lifts stands for that: somebody
 * looks at each call. Whether reading an argument makes a difference is POL3013.
 */
export function lintUnconstrainedDestination(checker: Checker, rules: readonly LintedRule[]): void {
  const unread = destinations(checker);
  for (const { rule, variants } of rules) {
    if (rule.effect === "oblige") continue;
    for (const variant of variants) {
      if (rule.effect === "deny" && asksEachTime(variant)) markAsked(variant, unread);
      else markRead(variant, unread);
    }
  }
  const allowed = new Set(
    rules.filter(({ rule }) => rule.effect === "allow").flatMap(({ rule }) => actionsOf(rule)),
  );
  for (const action of checker.schema.actions.values()) {
    if (!allowed.has(action.name)) continue;
    for (const field of unread.get(action.name)?.values() ?? []) report(checker, action, field);
  }
}

/** The parameters that name a destination, by action and name. */
function destinations(checker: Checker): ReadonlyMap<string, Map<string, Field>> {
  const found = new Map<string, Map<string, Field>>();
  for (const action of checker.schema.actions.values()) {
    const fields = destinationsOf(action);
    if (fields.length > 0) found.set(action.name, new Map(fields.map((field) => [field.name, field])));
  }
  return found;
}

function markRead(
  { variant, expressions }: LintedVariant,
  unread: ReadonlyMap<string, Map<string, Field>>,
): void {
  for (const expression of expressions.filter(isArgument)) {
    for (const { action } of variant.targets) unread.get(action)?.delete(expression.name);
  }
}

/** Whether nothing but an approval of the call lifts a rule; other remedies, such as a scope of the token, say nothing of one call. */
function asksEachTime({ variant: { clauses } }: LintedVariant): boolean {
  return clauses.length > 0 && clauses.every(({ remedy, condition }) => remedy && readsApproval(condition));
}

function readsApproval(condition: TypedExpression): boolean {
  return withParts(condition).some(
    (part) =>
      part.kind === "read" &&
      part.name === "approval" &&
      part.object.kind === "root" &&
      part.object.name === "context",
  );
}

function markAsked({ variant }: LintedVariant, unread: ReadonlyMap<string, Map<string, Field>>): void {
  for (const { action } of variant.targets) unread.get(action)?.clear();
}

function report(checker: Checker, action: ActionSchema, field: Field): void {
  checker.report(
    "POL2044",
    action.span,
    `no rule constrains \`${field.name}\` of \`${action.name}\`, which names a destination`,
    {
      label: `\`${printField(field)}\` is let through as it comes`,
      help: `say which are allowed: \`when args.${field.name} …\``,
    },
  );
}

function actionsOf(rule: TypedRule): readonly string[] {
  return rule.variants.flatMap((variant) => variant.targets.map((target) => target.action));
}
