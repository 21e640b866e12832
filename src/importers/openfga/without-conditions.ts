import { createDiagnostic } from "../../diagnostics/catalogue.js";
import type { Diagnostic } from "../../diagnostics/diagnostic.js";
import type { RelationRule } from "../../relations/model.js";
import { assertNever } from "../../util/invariant.js";
import { type FgaModel, type FgaRelation, type FgaRestriction, printRestriction } from "./fga-model.js";
import { keyOf, relationSubjects } from "./relation-subjects.js";

/** A relation without what hangs on conditions. */
export interface UnconditionedRelation extends FgaRelation {
  /** What was left out. */
  readonly leftOut: readonly FgaRestriction[];
}

/** A type whose relations hang on no condition. */
export interface UnconditionedType {
  readonly name: string;
  readonly span: FgaRelation["span"];
  readonly relations: readonly UnconditionedRelation[];
}

/**
 * Leaves out whom a model lets have a relation under a condition: Pol's tuples have none, and without its condition a tuple would grant more
 * than was meant. Where such a relation is excluded from another, leaving it out would grant more, so that is an error.
 */
export function withoutConditions(model: FgaModel): {
  readonly types: readonly UnconditionedType[];
  readonly diagnostics: readonly Diagnostic[];
} {
  const emptied = emptiedRelations(model);
  const lost = lostRelations(model);
  const excluded = excludedRelations(model);
  const diagnostics = model.types.flatMap(({ name, relations }) =>
    relations.flatMap((relation) => report(name, relation, excluded.get(keyOf(name, relation.name)))),
  );
  const types = model.types.map(({ relations, ...type }) => ({
    ...type,
    relations: relations.map((relation) =>
      lost.has(keyOf(type.name, relation.name))
        ? ofNobody(relation)
        : withoutCondition(type.name, relation, emptied),
    ),
  }));
  return { types, diagnostics };
}

function isConditioned({ condition }: FgaRestriction): boolean {
  return condition !== undefined;
}

/** The relations whose tuples all have conditions: nothing can be inherited over them. */
function emptiedRelations({ types }: FgaModel): ReadonlySet<string> {
  const emptied = types.flatMap(({ name, relations }) =>
    relations
      .filter(({ restrictions }) => restrictions.length > 0 && restrictions.every(isConditioned))
      .map((relation) => keyOf(name, relation.name)),
  );
  return new Set(emptied);
}

/** The relations that nobody can have any more: each needs somebody who had another one on a condition. */
function lostRelations({ types }: FgaModel): ReadonlySet<string> {
  const before = relationSubjects(types, () => true);
  const after = relationSubjects(types, (restriction) => !isConditioned(restriction));
  const keys = [...before.keys()];
  return new Set(keys.filter((key) => before.get(key)?.size !== 0 && after.get(key)?.size === 0));
}

/** A relation without its rule: tuples alone would give it to whom the rule does not. */
function ofNobody(relation: FgaRelation): UnconditionedRelation {
  const leftOut = relation.restrictions.filter(isConditioned);
  return { ...relation, restrictions: [], rule: { kind: "direct" }, leftOut };
}

function withoutCondition(
  type: string,
  relation: FgaRelation,
  emptied: ReadonlySet<string>,
): UnconditionedRelation {
  const restrictions = relation.restrictions.filter((restriction) => !isConditioned(restriction));
  const isDropped = (rule: RelationRule) =>
    (rule.kind === "direct" && emptied.has(keyOf(type, relation.name))) ||
    (rule.kind === "inherited" && emptied.has(keyOf(type, rule.over)));
  const rule = ruleWithout(relation.rule, isDropped);
  if (rule === undefined) return ofNobody(relation);
  return { ...relation, restrictions, rule, leftOut: relation.restrictions.filter(isConditioned) };
}

/** The rule without the parts that hold of nobody; undefined where it holds of nobody itself. */
function ruleWithout(
  rule: RelationRule,
  isDropped: (rule: RelationRule) => boolean,
): RelationRule | undefined {
  switch (rule.kind) {
    case "direct":
    case "computed":
    case "inherited":
      return isDropped(rule) ? undefined : rule;
    case "union":
    case "intersection": {
      const parts = rule.operands.map((operand) => ruleWithout(operand, isDropped));
      const operands = parts.filter((part) => part !== undefined);
      if (rule.kind === "intersection" && operands.length < parts.length) return undefined;
      return operands.length > 1 ? { kind: rule.kind, operands } : operands[0];
    }
    case "exclusion": {
      const base = ruleWithout(rule.base, isDropped);
      const excluded = ruleWithout(rule.excluded, isDropped);
      return base && excluded ? { kind: "exclusion", base, excluded } : base;
    }
    default:
      return assertNever(rule);
  }
}

function report(
  type: string,
  relation: FgaRelation,
  excludedFrom: string | undefined,
): readonly Diagnostic[] {
  const conditioned = relation.restrictions.filter(isConditioned);
  if (conditioned.length === 0) return [];
  const whom = conditioned.map((restriction) => `\`${printRestriction(restriction)}\``).join(", ");
  const warning = createDiagnostic(
    "POL4071",
    relation.span,
    `\`${relation.name}\` of \`${type}\` is not of ${whom} any more`,
    { help: "say the condition in a rule of Pol: it reads arguments, context and attributes" },
  );
  if (excludedFrom === undefined) return [warning];
  const message = `\`${excludedFrom}\` excludes \`${relation.name}\` of \`${type}\`, which hangs on a condition`;
  return [
    createDiagnostic("POL4073", relation.span, message, {
      label: "without the condition's subjects, more would be granted",
      help: "exclude a relation without conditions, and say the condition in a deny of Pol",
    }),
  ];
}

/** The relations whose tuples take something away somewhere, each with a relation that they take it from. */
function excludedRelations({ types }: FgaModel): ReadonlyMap<string, string> {
  const relations = new Map(
    types.flatMap(({ name, relations }) =>
      relations.map((relation) => [keyOf(name, relation.name), { type: name, relation }] as const),
    ),
  );
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const visit = (key: string, isExcluded: boolean, from: string): void => {
    const at = relations.get(key);
    if (at === undefined || seen.has(`${key}#${isExcluded}`)) return;
    seen.add(`${key}#${isExcluded}`);
    for (const next of stepsOf(at.relation.rule, false)) {
      const excluding = isExcluded ? from : key.replace("#", ".");
      const isNextExcluded = isExcluded !== next.isExcluded;
      if (next.rule.kind === "direct" && isNextExcluded) found.set(key, excluding);
      for (const target of targetsOf(next.rule, at.type, at.relation, relations))
        visit(target, isNextExcluded, excluding);
    }
  };
  for (const key of relations.keys()) visit(key, false, key);
  return found;
}

type Leaf = Extract<RelationRule, { readonly kind: "direct" | "computed" | "inherited" }>;

/** The parts of a rule that name others, and whether they are excluded in it. */
function stepsOf(
  rule: RelationRule,
  isExcluded: boolean,
): readonly { readonly rule: Leaf; readonly isExcluded: boolean }[] {
  switch (rule.kind) {
    case "direct":
    case "computed":
    case "inherited":
      return [{ rule, isExcluded }];
    case "union":
    case "intersection":
      return rule.operands.flatMap((operand) => stepsOf(operand, isExcluded));
    case "exclusion":
      return [...stepsOf(rule.base, isExcluded), ...stepsOf(rule.excluded, !isExcluded)];
    default:
      return assertNever(rule);
  }
}

function targetsOf(
  rule: Leaf,
  type: string,
  { restrictions }: FgaRelation,
  relations: ReadonlyMap<string, { readonly relation: FgaRelation }>,
): readonly string[] {
  switch (rule.kind) {
    case "direct":
      return restrictions.flatMap(({ kind }) =>
        kind.kind === "userset" ? [keyOf(kind.type, kind.relation)] : [],
      );
    case "computed":
      return [keyOf(type, rule.relation)];
    case "inherited": {
      const over = keyOf(type, rule.over);
      const behind = relations.get(over)?.relation.restrictions ?? [];
      return [over, ...behind.map(({ kind }) => keyOf(kind.type, rule.relation))];
    }
    default:
      return assertNever(rule);
  }
}
