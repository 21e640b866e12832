import type { TypedRule } from "../../../src/check/typed-policy-set.js";
import type { BodyClause, DecisionGraph, RuleBody, Scope } from "../../../src/ir/decision-graph.js";
import type { JunctionNode } from "../../../src/ir/node.js";
import { invariant } from "../../../src/util/invariant.js";
import type { BrokenBuild } from "./broken-build.js";

/** Decision graphs that are not what the rules say. */
export const lowering: readonly BrokenBuild[] = [
  {
    name: "after the first deny no other one is looked at",
    policies: "test/testing/policy-sets/mail-agent",
    breaks: ["deny-overrides-allow", "interpreter-equals-generated"],
    patch: {
      graph: (graph) => withScopes(graph, (scope) => ({ ...scope, denies: scope.denies.slice(0, 1) })),
    },
  },
  {
    name: "of an or, the last operand is simplified away",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["deny-overrides-allow", "interpreter-equals-generated"],
    patch: { graph: (graph) => withClauses(graph, withoutLastAlternative(graph)) },
  },
  {
    name: "a negation is simplified away",
    policies: "test/testing/policy-sets/payments",
    breaks: ["interpreter-equals-generated"],
    patch: {
      graph: (graph) =>
        withClauses(graph, ({ test, span }) => ({ span, test: test.kind === "not" ? test.operand : test })),
    },
  },
  {
    name: "a rule's clauses are cut off after the first",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["order-independence", "allowed-by-a-rule", "default-deny"],
    patch: { policySet: (policySet) => ({ ...policySet, rules: policySet.rules.map(withFirstClause) }) },
  },
  {
    name: "rules are counted as they are written",
    policies: "test/testing/policy-sets/network-hours",
    breaks: ["order-independence"],
    patch: {
      policySet: (policySet) => ({
        ...policySet,
        rules: [...policySet.rules].sort((left, right) => left.span.start - right.span.start),
      }),
    },
  },
  {
    name: "of two kinds of principals, a rule holds for the first",
    policies: "examples/analytics",
    breaks: ["deny-overrides-allow"],
    patch: { policySet: (policySet) => ({ ...policySet, rules: policySet.rules.map(withFirstPrincipal) }) },
  },
  {
    name: "a deny without an allow beside it is left out",
    policies: "test/testing/policy-sets/mail-agent",
    breaks: ["deny-overrides-allow"],
    patch: {
      graph: (graph) =>
        withScopes(graph, (scope) => (scope.allows.length === 0 ? { ...scope, denies: [] } : scope)),
    },
  },
];

function withScopes(graph: DecisionGraph, change: (scope: Scope) => Scope): DecisionGraph {
  const scopes = graph.scopes.map(change);
  const changed = new Map(graph.scopes.map((scope, index) => [scope, scopes[index]]));
  const scopeFor = (scope: Scope): Scope => {
    const found = changed.get(scope);
    invariant(found, "every scope of the graph is in its list");
    return found;
  };
  const environments = graph.environments.map(({ subject, actor, ...rest }) => ({
    ...rest,
    subject: { ...subject, scope: scopeFor(subject.scope) },
    actor: actor && { ...actor, scope: scopeFor(actor.scope) },
  }));
  return { ...graph, scopes, environments };
}

function withClauses(graph: DecisionGraph, change: (clause: BodyClause) => BodyClause): DecisionGraph {
  const bodies = graph.bodies.map((body) => ({ ...body, clauses: body.clauses.map(change) }));
  const bodyFor = ({ id }: RuleBody): readonly RuleBody[] => bodies.slice(id, id + 1);
  return withScopes({ ...graph, bodies }, (scope) => ({
    ...scope,
    denies: scope.denies.flatMap(bodyFor),
    allows: scope.allows.flatMap(bodyFor),
    obliges: scope.obliges.flatMap(bodyFor),
  }));
}

function withoutLastAlternative({ table }: DecisionGraph): (clause: BodyClause) => BodyClause {
  return ({ test, span }) => {
    if (test.kind !== "or") return { test, span };
    const operands = test.operands.slice(0, -1);
    const [only] = operands;
    const smaller = operands.length === 1 && only ? only : table.node<JunctionNode>({ kind: "or", operands });
    return { span, test: smaller };
  };
}

function withFirstClause(rule: TypedRule): TypedRule {
  return {
    ...rule,
    variants: rule.variants.map((variant) => ({ ...variant, clauses: variant.clauses.slice(0, 1) })),
  };
}

function withFirstPrincipal(rule: TypedRule): TypedRule {
  return {
    ...rule,
    variants: rule.variants.map((variant) => ({ ...variant, principals: variant.principals.slice(0, 1) })),
  };
}
