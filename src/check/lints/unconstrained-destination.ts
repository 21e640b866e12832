import { printField } from "../../types/print-type.js";
import type { Field, Type } from "../../types/type.js";
import type { Checker } from "../checker.js";
import type { ActionSchema, TypedRule } from "../typed-policy-set.js";
import type { LintedRule, LintedVariant } from "./lint.js";

/**
 * Law: an argument that names a destination (Url, Email, Path) of an action that somebody is allowed is read by some allow or deny of
 * that action: else whoever may call it may send anything anywhere.
 */
export function lintUnconstrainedDestination(checker: Checker, rules: readonly LintedRule[]): void {
  const unread = destinations(checker);
  for (const { rule, variants } of rules) {
    if (rule.effect === "oblige") continue;
    for (const variant of variants) markRead(variant, unread);
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
    const fields = [...action.parameters].filter(([, field]) => isDestination(field.type));
    if (fields.length > 0) found.set(action.name, new Map(fields));
  }
  return found;
}

function markRead(
  { variant, expressions }: LintedVariant,
  unread: ReadonlyMap<string, Map<string, Field>>,
): void {
  for (const expression of expressions) {
    if (expression.kind !== "read" || expression.object.kind !== "root" || expression.object.name !== "args")
      continue;
    for (const { action } of variant.targets) unread.get(action)?.delete(expression.name);
  }
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

function isDestination(type: Type): boolean {
  switch (type.kind) {
    case "Url":
    case "Email":
    case "Path":
      return true;
    case "List":
      return isDestination(type.element);
    case "Map":
      return isDestination(type.value);
    case "Record":
      return [...type.fields.values()].some((field) => isDestination(field.type));
    default:
      return false;
  }
}
