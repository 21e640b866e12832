import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { PolicySet } from "../../src/check/typed-policy-set.js";
import { type EmittedModule, emitModule } from "../../src/codegen/emit-module.js";
import { check } from "../../src/compiler.js";
import type { DecisionGraph } from "../../src/ir/decision-graph.js";
import { lower } from "../../src/ir/lower.js";
import { type DecisionModule, loadModule } from "../../src/testing/load-module.js";

/** A policy set in each of its forms. */
export interface Compiled extends EmittedModule {
  readonly policySet: PolicySet;
  readonly graph: DecisionGraph;
  readonly module: DecisionModule;
}

/** Compiles the text of a policy set, which must have no errors. */
export function compile(text: string, path = "policy.pol"): Compiled {
  const { policySet, diagnostics, files } = check([{ path, text }]);
  if (policySet === undefined) {
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    throw new Error(`the policy set of this test has errors: ${JSON.stringify(errors, null, 2)}`);
  }
  const graph = lower(policySet);
  const emitted = emitModule(graph, { sources: files });
  return { policySet, graph, ...emitted, module: loadModule(emitted.code) };
}

/** The example of language.md §1. */
export const analyticsText = readFileSync(
  fileURLToPath(new URL("../../examples/analytics/analytics.pol", import.meta.url)),
  "utf8",
);

/** A request that the example allows. */
export const salesRequest = {
  subject: { type: "User", id: "alice", properties: { team: "sales" } },
  actor: { type: "Agent", id: "bot-7", properties: { team: "sales" } },
  action: { name: "postgres.query", properties: { table: "sales_2026", columns: ["id"], limit: 10 } },
  resource: { type: "Database", id: "prod" },
  context: { ip: "10.2.3.4", now: "2026-11-21T10:00:00Z" },
};
