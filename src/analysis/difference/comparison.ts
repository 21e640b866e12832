import type { PolicySet } from "../../check/typed-policy-set.js";
import { interpretWithOutcomes } from "../../interpret/interpret.js";
import type { DecisionGraph, Environment, Scope } from "../../ir/decision-graph.js";
import { NodeTable } from "../../ir/node-table.js";
import type { AnsweredRelation, Decision } from "../../runtime/decision.js";
import { createAnalysis } from "../analysis.js";
import type { QuestionBudget } from "../question-budget.js";
import { answeredAnew } from "../relations/given.js";
import { shownRelations } from "../relations/shown-relations.js";
import type { JsonObject } from "../solve/build-request.js";
import { type CommonSchema, createCommonSchemas, type EnvironmentPair } from "./common-schema.js";
import { createExamples, type Examples } from "./examples.js";
import { changedRelations } from "./older-relations.js";
import { createEncoding } from "./rule-truth.js";
import { createRuleSharing, type Shared, type SharedScope } from "./shared-rules.js";

/** Two policy sets while they are compared. */
export interface Comparison {
  readonly older: ComparedSet;
  readonly newer: ComparedSet;
  /** What a request of one kind is like that is valid for both. */
  commonSchema(pair: EnvironmentPair): CommonSchema;
  /** The principals' views of a kind of request of a policy set. */
  readonly encode: ReturnType<typeof createEncoding>;
  /** Requests found so far. */
  readonly examples: Examples;
  readonly budget: QuestionBudget;
}

/** One of them. */
export interface ComparedSet {
  readonly policySet: PolicySet;
  /** The rules of a scope, over nodes that both sets share. */
  share(scope: Scope): SharedScope;
  /** Decides a request; one of an environment of this set by the rules in scope there. */
  decide(request: JsonObject, environment: Environment | undefined): DecidedRequest;
}

/** What a set makes of a request. */
export interface DecidedRequest {
  readonly decision: Decision;
  /** Ids of the rules that match, for one of its principals at least; sorted. */
  matching(): readonly string[];
  /** What rules ask about relations, with what follows by the definitions of this set. */
  relations(): readonly AnsweredRelation[];
}

/** Prepares two sets, about which no more questions are asked than `budget` has. */
export function createComparison(
  older: DecisionGraph,
  newer: DecisionGraph,
  budget: QuestionBudget = { questions: Number.POSITIVE_INFINITY, isSpent: false },
): Comparison {
  const shared: Shared = { table: new NodeTable(), numbers: new Map() };
  const apart = changedRelations(older.policySet.entities, newer.policySet.entities);
  return {
    older: comparedSet(older, createRuleSharing(shared, apart.names)),
    newer: comparedSet(newer, createRuleSharing(shared)),
    commonSchema: createCommonSchemas(older.policySet, newer.policySet),
    encode: createEncoding(),
    examples: createExamples(),
    budget,
  };
}

function comparedSet(graph: DecisionGraph, share: ComparedSet["share"]): ComparedSet {
  const { policySet } = graph;
  const analysis = createAnalysis(graph);
  return {
    policySet,
    share,
    decide(request, environment) {
      const inScope = environment === undefined ? policySet : analysis.policySetIn(environment);
      const given = answeredAnew(inScope, request);
      const { decision, outcomes } = interpretWithOutcomes(inScope, given);
      const matching = () => outcomes.filter(({ matches }) => matches).map(({ rule }) => rule.id);
      return {
        decision,
        matching: () => [...new Set(matching())].sort(),
        relations: () => shownRelations(inScope, given),
      };
    },
  };
}
