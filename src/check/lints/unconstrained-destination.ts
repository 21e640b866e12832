import { printField } from "../../types/print-type.js";
import type { Field, Type } from "../../types/type.js";
import type { Checker } from "../checker.js";
import type { ActionSchema, TypedRule } from "../typed-policy-set.js";
import type { LintedRule } from "./lint.js";

/**
 * Law: an argument that names a destination (Url, Email, Path) of an action that somebody is allowed is read by some allow or deny of
 * that action: else whoever may call it may send anything anywhere.
 */
export function lintUnconstrainedDestination(checker: Checker, rules: readonly LintedRule[]): void {
  const read = readArguments(rules.filter(({ rule }) => rule.effect !== "oblige"));
  const allowed = new Set(
    rules.filter(({ rule }) => rule.effect === "allow").flatMap(({ rule }) => actionsOf(rule)),
  );
  for (const action of checker.schema.actions.values()) {
    if (!allowed.has(action.name)) continue;
    for (const field of action.parameters.values()) {
      if (!isDestination(field.type) || read.get(action.name)?.has(field.name)) continue;
      report(checker, action, field);
    }
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

function readArguments(rules: readonly LintedRule[]): ReadonlyMap<string, ReadonlySet<string>> {
  const read = new Map<string, Set<string>>();
  for (const { variant, expressions } of rules.flatMap(({ variants }) => variants)) {
    const names = expressions.flatMap((expression) =>
      expression.kind === "read" && expression.object.kind === "root" && expression.object.name === "args"
        ? [expression.name]
        : [],
    );
    if (names.length === 0) continue;
    for (const { action } of variant.targets) {
      const known = read.get(action) ?? new Set();
      for (const name of names) known.add(name);
      read.set(action, known);
    }
  }
  return read;
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
