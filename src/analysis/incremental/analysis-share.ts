import type { PolicySet } from "../../check/typed-policy-set.js";
import { lower } from "../../ir/lower.js";
import { type Analysis, createAnalysis, type KnownEncoders } from "../analysis.js";
import { analysisStages } from "../analysis-stages.js";
import { defaultCodes, type FindingCodes } from "../findings.js";
import type { QuestionBudget } from "../question-budget.js";
import { apart } from "../solve/refuted.js";
import { Looks } from "./looks.js";
import { keptUnit, type PortableUnit, portableUnits } from "./portable-units.js";
import { type Contents, KeepingUnits, type KeptUnit } from "./units.js";

/**
 * One share of an analysis that several threads make of the same policy set. Each works at parts of one stage after the other
 * (`analysis-stages.ts`) and tells the others which units it has found; then one of them makes the findings of what all have found. So
 * what is found does not hang on who worked at what, or whether somebody did.
 */
export interface AnalysisShare {
  /** Works at the parts of a stage whose numbers `next` gives, until there is none of a number; the units that are new. */
  work(stage: number, next: () => number): readonly PortableUnit[];
  /** Units that another share has found. */
  take(units: readonly PortableUnit[]): void;
  /** Makes the whole analysis: what it finds and how many questions that takes is what one thread would find and ask. */
  analyse<T>(questions: number, use: (analysis: Analysis) => T): T;
}

/** A share in the analysis of a policy set for findings of some codes, which asks `questions` by itself at most. */
export function createAnalysisShare(
  policySet: PolicySet,
  questions: number,
  wanted: FindingCodes = defaultCodes,
): AnalysisShare {
  const graph = lower(policySet);
  const encoders: KnownEncoders = new Map();
  const known = new Map<string, KeptUnit>();
  const looks = new Looks();
  const unitsWith = (budget: QuestionBudget) => new KeepingUnits(known, unchanging, looks, budget);
  let units: KeepingUnits | undefined;
  const ahead = createAnalysis(graph, questions, (budget) => (units = unitsWith(budget)), encoders);
  return {
    work(stage, next) {
      const parts = apart(() => analysisStages[stage]?.(ahead, wanted) ?? []);
      for (let part = parts[next()]; part !== undefined; part = parts[next()]) apart(part);
      const kept = units?.kept ?? new Map();
      const found = portableUnits(kept, policySet, known);
      for (const [name, unit] of kept) known.set(name, unit);
      return found;
    },
    take(found) {
      for (const unit of found) known.set(unit.name, keptUnit(unit, policySet));
    },
    analyse: (most, use) => apart(() => use(createAnalysis(graph, most, unitsWith, encoders))),
  };
}

/** There is one version of the policy set: all there is to see in it stays as it is. */
const unchanging: Contents = { of: () => 0, showing() {} };
