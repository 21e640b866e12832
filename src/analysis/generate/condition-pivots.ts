import type { TypedExpression } from "../../check/typed-expression.js";
import type { RuleOutcome } from "../../interpret/decide-principal.js";
import { partsKey, partsRead } from "./request-parts.js";
import { isPivotal, isTurned, type ShownRequest } from "./shown-request.js";

/** Requests on which it depends on one condition of a rule what is decided. */
export interface ConditionPivots {
  /** Keeps a request if it is one of those, given what became of the rule. */
  lookAt(shown: ShownRequest, outcomes: readonly RuleOutcome[]): void;
  /** The first of them with which a test would fail if the condition were another one. */
  showing(other: TypedExpression): ShownRequest | undefined;
}

interface Pivot {
  readonly shown: ShownRequest;
  readonly outcomes: readonly RuleOutcome[];
}

/** No requests yet; `index` is the condition's among those of its variant. */
export function createConditionPivots(condition: TypedExpression, index: number): ConditionPivots {
  const pivots: Pivot[] = [];
  const known = new Set<string>();
  /** Of requests that agree in what the condition reads one is enough. */
  const isNew = (shown: ShownRequest, { principal }: RuleOutcome): boolean => {
    const key = `${principal} ${partsKey(shown.request, partsRead(condition, principal).values())}`;
    const isKnown = known.has(key);
    known.add(key);
    return !isKnown;
  };
  return {
    lookAt(shown, outcomes) {
      const pivotal = outcomes.filter((outcome) => isPivotal(outcome, index));
      const [only, other] = pivotal;
      if (only === undefined) return;
      if (other || (shown.hangsOn(pivotal) !== "nothing" && isNew(shown, only)))
        pivots.push({ shown, outcomes: pivotal });
    },
    showing: (other) => pivots.find((pivot) => shows(pivot, index, other))?.shown,
  };
}

function shows({ shown, outcomes }: Pivot, index: number, condition: TypedExpression): boolean {
  const turned = outcomes.filter((outcome) => isTurned(shown, outcome, index, condition));
  return turned.length > 0 && shown.hangsOn(turned) !== "nothing";
}
