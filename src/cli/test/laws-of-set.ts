import { createAnalysis } from "../../analysis/analysis.js";
import type { PolicySet } from "../../check/typed-policy-set.js";
import { lower } from "../../ir/lower.js";
import { createReach } from "../../testing/coverage/reach.js";
import { createRequestSource } from "../../testing/directed-requests.js";
import { lawSubject } from "../../testing/law-subject.js";
import { laws } from "../../testing/laws.js";
import type { LawsRun } from "../../testing/laws-run.js";
import { runLaws } from "../../testing/run-laws.js";
import type { JsonObject } from "../../util/json-object.js";
import type { LoadedSet } from "../load-set.js";
import { matchesName } from "./matches-name.js";

/** Which laws to check, and of what. */
export interface LawsOfSetOptions {
  readonly filter?: string;
  readonly seed: number;
  readonly runs: number;
  /** With the seed: only the request that a failure was reported with. */
  readonly path?: string;
  /** Is shown every request that the laws are asked of. */
  readonly see?: (request: JsonObject) => void;
}

/** How the laws fared with a policy set. */
export interface LawsOfSet extends LawsRun {
  /** The rules of {@link LawsRun.unmatchedRules} that no request can match, which is proved. */
  readonly unreachableRules: readonly string[];
}

/**
 * Holds the laws of decisions against the module that polc makes of a policy set; undefined if the filter wants none of them, or there is no
 * request to ask them of: nobody, or nothing to be asked for, is declared. This file is imported only where laws are wanted: they need the whole compiler, and fast-check.
 */
export function lawsOfSet(
  policySet: PolicySet,
  set: LoadedSet,
  { filter, ...options }: LawsOfSetOptions,
): LawsOfSet | undefined {
  const chosen = laws.filter(({ name }) => matchesName(filter, name));
  if (chosen.length === 0) return undefined;
  const graph = lower(policySet);
  if (graph.environments.length === 0) return undefined;
  const analysis = createAnalysis(graph);
  const source = createRequestSource(policySet, analysis);
  const run = runLaws(lawSubject(policySet, set.files, set), source, { ...options, laws: chosen });
  const reachOf = createReach(analysis);
  const isUnreachable = (id: string): boolean => {
    const rule = policySet.rules.find((each) => each.id === id);
    return rule !== undefined && reachOf(rule).matched().kind === "unreachable";
  };
  return { ...run, unreachableRules: run.unmatchedRules.filter(isUnreachable) };
}
