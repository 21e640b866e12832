import { childrenOf } from "../../check/typed-children.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type { PolicySet, RuleVariant } from "../../check/typed-policy-set.js";
import type { TypeKind } from "../../types/type.js";
import { scalarJson } from "./scalar-json.js";

/** What the rules of a policy set name: the values from which requests are made that matter to them. */
export interface Harvest {
  /** Constants by the kind of their type, as JSON. */
  readonly constants: ReadonlyMap<TypeKind, readonly unknown[]>;
  /** Ids of entities by type. */
  readonly ids: ReadonlyMap<string, readonly string[]>;
  /** Keys by which maps are indexed. */
  readonly keys: readonly string[];
}

/** Collects the constants of every rule. */
export function harvest(policySet: PolicySet): Harvest {
  const constants = new Map<TypeKind, Set<unknown>>();
  const ids = new Map<string, Set<string>>();
  const keys = new Set<string>();
  const visit = (expression: TypedExpression): void => {
    if (expression.kind === "literal") {
      add(constants, expression.type.kind, scalarJson(expression.value, expression.type));
    }
    if (expression.kind === "entity") add(ids, expression.entity, expression.id);
    if (expression.kind === "index" && expression.key.kind === "literal")
      keys.add(String(expression.key.value));
    for (const child of childrenOf(expression)) visit(child);
  };
  for (const rule of policySet.rules)
    for (const variant of rule.variants) expressionsOf(variant).forEach(visit);
  return { constants: lists(constants), ids: lists(ids), keys: [...keys] };
}

/** Every expression of a variant: scope, conditions, arguments of remedies and obligations. */
export function expressionsOf(variant: RuleVariant): readonly TypedExpression[] {
  return [
    variant.scope,
    ...variant.clauses.flatMap((clause) => [
      clause.condition,
      ...(clause.remedy?.arguments.map((argument) => argument.value) ?? []),
    ]),
    ...variant.obligations.flatMap((obligation) => obligation.arguments.map((argument) => argument.value)),
  ];
}

function add<Key, Value>(groups: Map<Key, Set<Value>>, key: Key, value: Value): void {
  const group = groups.get(key);
  if (group) group.add(value);
  else groups.set(key, new Set([value]));
}

function lists<Key, Value>(groups: ReadonlyMap<Key, ReadonlySet<Value>>): ReadonlyMap<Key, readonly Value[]> {
  return new Map([...groups].map(([key, values]) => [key, [...values]]));
}
