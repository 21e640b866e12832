import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleVariant, TypedRule } from "../../check/typed-policy-set.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import type { NearMistake } from "./near-mistakes.js";
import { type Pivot, pivotOf, showsOther } from "./pivot.js";
import { partsKey, partsRead } from "./request-parts.js";
import type { ShownRequest } from "./shown-request.js";
import type { ShownRequests } from "./shown-requests.js";
import { conditionsOf } from "./variant-formulas.js";

/** The requests so far on which it depends on one of a rule's conditions what is decided: the others are not looked at again. */
export interface RulePivots {
  /** The variants of the rule of which there are some. */
  variants(): readonly RuleVariant[];
  /** Whether a test with one of them would fail if a mistake were in the condition `index`. */
  show(variant: RuleVariant, index: number, mistake: NearMistake): boolean;
}

/** The pivots of a rule among `shown`, as that grows. */
export function createRulePivots(rule: TypedRule, shown: ShownRequests): RulePivots {
  const byVariant = new Map<RuleVariant, readonly ConditionPivots[]>();
  const about = shown.about(rule);
  let seen = 0;
  const pivotsOf = (variant: RuleVariant): readonly ConditionPivots[] => {
    const known = byVariant.get(variant) ?? conditionsOf(variant).map(createConditionPivots);
    byVariant.set(variant, known);
    return known;
  };
  const lookAt = (request: ShownRequest): void => {
    const outcomes = request.outcomesOf(rule).filter(hasFewFalse);
    for (const variant of new Set(outcomes.map((outcome) => outcome.variant)))
      pivotsOf(variant).forEach((pivots, index) => {
        const pivot = pivotOf(request, rule, variant, index);
        if (pivot) pivots.add(pivot);
      });
  };
  const lookAtNew = (): void => {
    for (const request of about.slice(seen)) lookAt(request);
    seen = about.length;
  };
  return {
    variants() {
      lookAtNew();
      return [...byVariant.keys()];
    },
    show(variant, index, mistake) {
      lookAtNew();
      return pivotsOf(variant)[index]?.show(index, mistake) ?? false;
    },
  };
}

/** Where two conditions are false, nothing depends on one of them. */
function hasFewFalse({ scope, clauses }: RuleOutcome): boolean {
  return clauses.filter((truth) => truth === false).length + Number(scope === false) < 2;
}

interface ConditionPivots {
  /** Whether one of them shows a mistake in the condition. Those that do not are not asked again. */
  show(index: number, mistake: NearMistake): boolean;
  add(pivot: Pivot): void;
}

function createConditionPivots(condition: TypedExpression): ConditionPivots {
  /** Not looked at yet: nobody may ask again. */
  const added: Pivot[] = [];
  /** By the operands of the condition on which something depends. */
  const pivots = new Map<TypedExpression, Pivot[]>();
  const known = new Set<string>();
  const asked = new Map<NearMistake, number>();
  /** Of pivots that agree in what the condition reads one is enough. */
  const keyOf = ({ shown, outcomes }: Pivot): string =>
    outcomes
      .map(({ principal }) => principal + partsKey(shown.request, partsRead(condition, principal).values()))
      .join();
  const lookAt = (pivot: Pivot): void => {
    const isAlone = pivot.outcomes.length === 1;
    const key = keyOf(pivot);
    if (isAlone && (known.has(key) || pivot.shown.hangsOn(pivot.outcomes) === "nothing")) return;
    if (isAlone) known.add(key);
    for (const operand of pivot.operands()) {
      const others = pivots.get(operand) ?? [];
      pivots.set(operand, others);
      others.push(pivot);
    }
  };
  return {
    show(index, mistake) {
      for (const pivot of added.splice(0)) lookAt(pivot);
      const open = pivots.get(mistake.operand) ?? [];
      const isShown = open.slice(asked.get(mistake)).some((pivot) => showsOther(pivot, index, mistake));
      if (!isShown) asked.set(mistake, open.length);
      return isShown;
    },
    add(pivot) {
      added.push(pivot);
    },
  };
}
