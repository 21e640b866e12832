import { childrenOf } from "../../check/typed-children.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type {
  PolicySet,
  PrincipalEnvironment,
  RuleVariant,
  TypedRule,
} from "../../check/typed-policy-set.js";
import type { Point } from "../analysis.js";
import { principalOf } from "../request-kind.js";

/** A rule as the typed policy set has it at a point. */
export interface VariantAt {
  readonly rule: TypedRule;
  readonly variant: RuleVariant;
  /** The same where it means the same: where it says who somebody is, that is part of it. */
  readonly key: string;
}

/** Gives the rules that the typed policy set has at a point. */
export function createVariantIndex({ rules }: PolicySet): (point: Point) => readonly VariantAt[] {
  const index = new Map<string, Placed[]>();
  let count = 0;
  for (const rule of rules) {
    for (const variant of rule.variants) {
      const placed = { rule, variant, id: count++, hangs: hangsOnTypes(variant) };
      for (const key of keysOf(variant)) index.set(key, [...(index.get(key) ?? []), placed]);
    }
  }
  return (point) => {
    const principal = principalOf(point);
    const { action, resource } = point.environment;
    const here = keyOf(principal, action, resource);
    // Which party `principal` is, tells apart what is otherwise the same; its type does only where it is read.
    return (index.get(here) ?? []).map(({ rule, variant, id, hangs }) => ({
      rule,
      variant,
      key: hangs ? `${id} ${here}` : `${id} ${point.principal}`,
    }));
  };
}

interface Placed {
  readonly rule: TypedRule;
  readonly variant: RuleVariant;
  readonly id: number;
  readonly hangs: boolean;
}

function keysOf({ principals, targets }: RuleVariant): readonly string[] {
  return principals.flatMap((principal) =>
    targets.map(({ action, resource }) => keyOf(principal, action, resource)),
  );
}

function keyOf(
  { type, role, other }: PrincipalEnvironment,
  action: string,
  resource: string | undefined,
): string {
  return `${type} ${role} ${other ?? ""} ${resource ?? ""} ${action}`;
}

/** Whether a variant reads a type, or names a party of the request: what it means then depends on who they are. */
function hangsOnTypes({ scope, clauses, obligations }: RuleVariant): boolean {
  const calls = [...obligations, ...clauses.flatMap(({ remedy }) => remedy ?? [])];
  const values = calls.flatMap((call) => call.arguments.map(({ value }) => value));
  return [scope, ...clauses.map(({ condition }) => condition), ...values].some(readsTypes);
}

function readsTypes(expression: TypedExpression): boolean {
  if (expression.kind === "root") return expression.name === "subject" || expression.name === "actor";
  if (expression.kind === "identity" || expression.kind === "is" || expression.kind === "equality") {
    if (expression.kind !== "equality" || expression.left.type.kind === "Entity") return true;
  }
  return expression.kind === "hierarchy" || childrenOf(expression).some(readsTypes);
}
