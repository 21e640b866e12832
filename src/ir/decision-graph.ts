import type { PolicySet, TypedRule } from "../check/typed-policy-set.js";
import type { Span } from "../source/span.js";
import type { Type } from "../types/type.js";
import type { Need } from "./needs.js";
import type { TestNode, ValueNode } from "./node.js";
import type { NodeTable } from "./node-table.js";

/*
 * The decision graph: what a policy set decides, environment by environment, over one table of shared nodes. The analyses ask it
 * questions, the code generator prints it.
 */

/** A whole policy set, lowered. */
export interface DecisionGraph {
  readonly policySet: PolicySet;
  readonly table: NodeTable;
  /** Sorted by rule. */
  readonly bodies: readonly RuleBody[];
  readonly scopes: readonly Scope[];
  /** Every kind of request there is, sorted by action, resource, subject and actor. */
  readonly environments: readonly Environment[];
}

/** A rule as it stands in some environments, after partial evaluation by them. */
export interface RuleBody {
  /** Place in `DecisionGraph.bodies`. */
  readonly id: number;
  readonly rule: TypedRule;
  /** Place of the rule in `PolicySet.rules`. */
  readonly ruleIndex: number;
  /** All clauses, and what the sentence says of ids and groups, joined by `and`. */
  readonly condition: TestNode;
  /** The condition clause by clause; none that is true in any case. */
  readonly clauses: readonly BodyClause[];
  /** Of a deny: the remedies that would lift it. */
  readonly remedies: readonly BodyCall[];
  /** Of an oblige. */
  readonly obligations: readonly BodyCall[];
}

/** One conjunct of a rule's condition, and where it is written. */
export interface BodyClause {
  readonly test: TestNode;
  readonly span: Span;
}

/** An obligation or a remedy with its arguments. */
export interface BodyCall {
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly type: Type; readonly value: ValueNode }[];
}

/**
 * The rules that decide on one principal, in some environments: a deny that matches overrides every allow. Rules that can match
 * in none of the environments are left out; `needs` counts them all the same. Bodies are in the order of their rules.
 */
export interface Scope {
  readonly id: number;
  readonly denies: readonly RuleBody[];
  readonly allows: readonly RuleBody[];
  readonly obliges: readonly RuleBody[];
  readonly needs: RequestNeeds;
}

/** What rules read of a request. */
export interface RequestNeeds {
  readonly subject: Need;
  readonly actor: Need;
  readonly resource: Need;
  readonly context: Need;
  readonly args: Need;
}

/** One kind of request: who asks, for whom, for which action on which type of resource. */
export interface Environment {
  readonly action: string;
  /** Undefined where the action has no `on`. */
  readonly resource: string | undefined;
  readonly subject: PrincipalInScope;
  readonly actor: PrincipalInScope | undefined;
  /** The union over both principals. */
  readonly needs: RequestNeeds;
}

/** A principal of some kind of request and the rules on it. */
export interface PrincipalInScope {
  readonly type: string;
  readonly scope: Scope;
}
