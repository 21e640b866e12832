import type { PolicySet } from "../check/typed-policy-set.js";
import { createBodySource } from "./bodies.js";
import type { DecisionGraph } from "./decision-graph.js";
import { buildEnvironments } from "./environments.js";
import { NodeTable } from "./node-table.js";
import { needsInto } from "./unite-needs.js";

/**
 * Lowers a policy set to its decision graph: each rule once per group of environments in which it means the same, each kind of
 * request with the rules on its principals and what they read. The graph decides every request as the policy set does.
 *
 * With the graph of the version before, what says the same as there is the same: nodes, and what a rule came to that is the same object.
 */
export function lower(policySet: PolicySet, before?: DecisionGraph): DecisionGraph {
  const table = reusable(before?.table) ?? new NodeTable();
  const bodies = createBodySource(table);
  const { scopes, environments } = buildEnvironments(
    policySet,
    bodies.bodyOf,
    needsInto(table),
    before?.scopes,
  );
  if (!sizes.has(table)) sizes.set(table, table.size);
  return { policySet, table, bodies: bodies.all, scopes, environments };
}

/** How many nodes tables had at first. */
const sizes = new WeakMap<NodeTable, number>();

/** How many times as large as at first a table may become: nodes of versions long gone are never taken out of it. */
const mostGrowth = 3;

function reusable(table: NodeTable | undefined): NodeTable | undefined {
  const first = table && sizes.get(table);
  return table === undefined || first === undefined || table.size > mostGrowth * first ? undefined : table;
}
