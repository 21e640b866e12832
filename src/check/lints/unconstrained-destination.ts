import { rememberedOfContent } from "../../source/moved.js";
import { printField } from "../../types/print-type.js";
import type { Field } from "../../types/type.js";
import { rememberedOf } from "../../util/remembered.js";
import type { Checker } from "../checker.js";
import { destinationsOf, isArgument } from "../destinations.js";
import { withParts } from "../typed-children.js";
import type { TypedExpression } from "../typed-expression.js";
import type { ActionSchema, TypedRule } from "../typed-policy-set.js";
import { knownOf, type LintedVariant } from "./lint.js";

/**
 * Law: an argument that names a destination (by its type, or a string by its name) of an action that somebody is allowed is read by some
 * allow or deny of that action: else whoever may call it may send anything anywhere. A deny that only an approval lifts stands for that: somebody
 * looks at each call. Whether reading an argument makes a difference is POL3013.
 */
export function lintUnconstrainedDestination(checker: Checker, rules: readonly TypedRule[]): void {
  const unread = destinations(checker);
  for (const rule of rules) for (const constraint of constraintsOf(rule)) mark(constraint, unread);
  // Most policy sets constrain each.
  if (unread.size === 0) return;
  const allowed = new Set(rules.filter(({ effect }) => effect === "allow").flatMap(actionsOf));
  for (const action of checker.schema.actions.values()) {
    if (!allowed.has(action.name)) continue;
    for (const field of unread.get(action.name)?.values() ?? []) report(checker, action, field);
  }
}

/** The parameters that name a destination, by action and name. */
type Destinations = Map<string, Map<string, Field>>;

function destinations({ schema }: Checker): Destinations {
  const found: Destinations = new Map();
  for (const action of schema.actions.values()) {
    const fields = knownDestinations(action);
    if (fields.length > 0) found.set(action.name, new Map(fields.map((field) => [field.name, field])));
  }
  return found;
}

const knownDestinations = rememberedOf(destinationsOf);

/** What a rule constrains in some actions: the arguments that it reads, or all of the call. */
interface Constraint {
  readonly actions: readonly string[];
  readonly isOfAll: boolean;
  readonly read: readonly string[];
}

const constraintsOf = knownOf(({ rule, variants }): readonly Constraint[] => {
  if (rule.effect === "oblige") return [];
  const constraints = variants.map((variant) => ({
    actions: [...new Set(variant.variant.targets.map(({ action }) => action))],
    isOfAll: rule.effect === "deny" && asksEachTime(variant),
    read: argumentsIn(variant),
  }));
  return constraints.filter(({ isOfAll, read }) => isOfAll || read.length > 0);
});

function argumentsIn({ expressions }: LintedVariant): readonly string[] {
  return [...new Set(expressions.filter(isArgument).map(({ name }) => name))];
}

function mark({ actions, isOfAll, read }: Constraint, unread: Destinations): void {
  for (const action of actions) {
    const fields = unread.get(action);
    if (isOfAll) fields?.clear();
    for (const name of read) fields?.delete(name);
    if (fields?.size === 0) unread.delete(action);
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

const actionsOf = rememberedOfContent(({ variants }: TypedRule): readonly string[] => [
  ...new Set(variants.flatMap((variant) => variant.targets.map((target) => target.action))),
]);
