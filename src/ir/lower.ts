import type { PolicySet } from "../check/typed-policy-set.js";
import { createBodySource } from "./bodies.js";
import type { DecisionGraph } from "./decision-graph.js";
import { buildEnvironments } from "./environments.js";
import { NodeTable } from "./node-table.js";

/**
 * Lowers a policy set to its decision graph: each rule once per group of environments in which it means the same, each kind of
 * request with the rules on its principals and what they read. The graph decides every request as the policy set does.
 */
export function lower(policySet: PolicySet): DecisionGraph {
  const table = new NodeTable();
  const bodies = createBodySource(table);
  const { scopes, environments } = buildEnvironments(policySet, bodies.bodyOf);
  return { policySet, table, bodies: bodies.all, scopes, environments };
}
