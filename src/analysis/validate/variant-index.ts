import { childrenOf } from "../../check/typed-children.js";
import type { TypedExpression } from "../../check/typed-expression.js";
import type {
  PolicySet,
  PrincipalEnvironment,
  RuleVariant,
  TypedRule,
} from "../../check/typed-policy-set.js";
import { contentOf } from "../../source/moved.js";
import { rememberedOf } from "../../util/remembered.js";
import type { Point } from "../analysis.js";
import { principalOf } from "../request-kind.js";

/** A rule as the typed policy set has it at some points. */
export interface WrittenVariant {
  readonly rule: TypedRule;
  readonly variant: RuleVariant;
  /** Whether what it means depends on the types of who asks, of what; if not, it does only on which party is asking. */
  readonly hangs: boolean;
}

/** Gives the rules that the typed policy set has at a point. */
export function createVariantIndex({ rules }: PolicySet): (point: Point) => readonly WrittenVariant[] {
  const index = new Map<string, VariantsByTarget>();
  for (const rule of rules) {
    for (const variant of rule.variants) {
      const written = { rule, variant, hangs: hangsOnTypes(contentOf(variant)) };
      for (const principal of variant.principals) {
        const placed = entryOf(index, principalKey(principal), (): VariantsByTarget => new Map());
        for (const { action, resource } of variant.targets) {
          const onAction = entryOf(placed, action, () => new Map<string | undefined, WrittenVariant[]>());
          entryOf(onAction, resource, (): WrittenVariant[] => []).push(written);
        }
      }
    }
  }
  return (point) => {
    const { action, resource } = point.environment;
    return (
      index
        .get(principalKey(principalOf(point)))
        ?.get(action)
        ?.get(resource) ?? []
    );
  };
}

/** By the name of an action, then by a type of resource. */
type VariantsByTarget = Map<string, Map<string | undefined, WrittenVariant[]>>;

/** Who asks, of what, by their types; and which of them is the principal. */
export function partiesKey({ principal, environment: { subject, actor, resource } }: Point): string {
  return `${principal} ${subject.type} ${actor?.type ?? ""} ${resource ?? ""}`;
}

function entryOf<Key, Value>(map: Map<Key, Value>, key: Key, create: () => Value): Value {
  const known = map.get(key);
  if (known !== undefined) return known;
  const entry = create();
  map.set(key, entry);
  return entry;
}

function principalKey({ type, role, other }: PrincipalEnvironment): string {
  return `${type} ${role} ${other ?? ""}`;
}

/** Whether a variant reads a type, or names a party of the request: what it means then depends on who they are. */
const hangsOnTypes = rememberedOf(({ scope, clauses, obligations }: RuleVariant): boolean => {
  const calls = [...obligations, ...clauses.flatMap(({ remedy }) => remedy ?? [])];
  const values = calls.flatMap((call) => call.arguments.map(({ value }) => value));
  return [scope, ...clauses.map(({ condition }) => condition), ...values].some(readsTypes);
});

function readsTypes(expression: TypedExpression): boolean {
  if (expression.kind === "root") return expression.name === "subject" || expression.name === "actor";
  if (expression.kind === "identity" || expression.kind === "is" || expression.kind === "equality") {
    if (expression.kind !== "equality" || expression.left.type.kind === "Entity") return true;
  }
  return expression.kind === "hierarchy" || childrenOf(expression).some(readsTypes);
}
