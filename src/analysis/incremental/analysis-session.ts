import type { PolicySet } from "../../check/typed-policy-set.js";
import type { DecisionGraph } from "../../ir/decision-graph.js";
import { lower } from "../../ir/lower.js";
import { type Analysis, createAnalysis, type KnownEncoders } from "../analysis.js";
import type { QuestionBudget } from "../question-budget.js";
import { KnownTrials } from "../solve/known-trials.js";
import { apart } from "../solve/refuted.js";
import { createContents } from "./contents.js";
import { Contests } from "./contests.js";
import { Interned } from "./interned.js";
import { Looks } from "./looks.js";
import { schemaKey } from "./schema-key.js";
import { KeepingUnits, type KeptUnits } from "./units.js";

/** Analyses one version of a policy set after the other, as it is edited. */
export interface AnalysisSession {
  /**
   * Analyses a version: `use` gets what {@link createAnalysis} makes, and finds in it what it would find there, to the letter; only what an edit
   * can have changed is looked for again.
   */
  analyse<T>(policySet: PolicySet, questions: number, use: (analysis: Analysis) => T): T;
}

/** A session that has seen nothing yet. It keeps what was found of the last version, and nothing of older ones. */
export function createAnalysisSession(): AnalysisSession {
  let last: LastVersion | undefined;
  return {
    analyse(policySet, questions, use) {
      const graph = lower(policySet, last?.graph);
      const schema = schemaKey(policySet);
      const isAlike = last?.graph.table === graph.table && last.schema === schema;
      const interned = isAlike && last ? last.interned : new Interned();
      const contests = isAlike && last ? last.contests : new Contests();
      const looks = isAlike && last ? last.looks : new Looks();
      const before: KeptUnits = isAlike && last ? last.kept : new Map();
      const encoders: KnownEncoders = isAlike && last ? last.encoders : new Map();
      const trials = isAlike && last ? last.trials : new KnownTrials();
      contests.turn(graph);
      let units: KeepingUnits | undefined;
      const unitsWith = (budget: QuestionBudget) => {
        units = new KeepingUnits(before, createContents(graph, interned, contests), looks, budget);
        return units;
      };
      const analysis = createAnalysis(graph, questions, unitsWith, encoders, trials);
      const found = apart(() => use(analysis));
      interned.turn();
      last = { graph, schema, interned, contests, looks, encoders, trials, kept: units?.kept ?? new Map() };
      return found;
    },
  };
}

interface LastVersion {
  readonly graph: DecisionGraph;
  readonly schema: string;
  readonly interned: Interned;
  readonly contests: Contests;
  readonly looks: Looks;
  readonly encoders: KnownEncoders;
  readonly trials: KnownTrials;
  readonly kept: KeptUnits;
}
