import type { TypedClause, TypedExpression } from "../check/typed-expression.js";
import type { RuleVariant } from "../check/typed-policy-set.js";
import { contentOf, placedIn } from "../source/moved.js";
import { rememberedOf } from "../util/remembered.js";
import type { BodyCall, BodyClause, RuleBody } from "./decision-graph.js";
import { lowerTest, lowerValue } from "./lower-expression.js";
import type { JunctionNode, NotNode, ValueNode } from "./node.js";
import type { NodeTable } from "./node-table.js";
import { environmentKey } from "./place-variants.js";
import type { Rewriter } from "./rewriter.js";
import { createSimplifier } from "./simplify.js";
import { createSpecialiser, type EnvironmentFacts, hangsOnEnvironment } from "./specialise.js";

/** What a rule's variant comes to over one table of nodes: the same object for the same variant, in every version of a policy set. */
export interface LoweredVariant {
  /** Where no environment settles anything: what it comes to in all of them. */
  readonly everywhere: SimpleParts | undefined;
  partsIn(facts: EnvironmentFacts): SimpleParts;
  /** Tells apart, in this table, what variants say as they are written: before anything is simplified. */
  written(): string;
}

/** What a body says of a rule, simplified. */
export type SimpleParts = Pick<RuleBody, "condition" | "clauses" | "remedies" | "obligations">;

/** Lowers variants into a table: each once, and evaluated partially where an environment settles something. */
export function lowerVariantsInto(table: NodeTable): (variant: RuleVariant) => LoweredVariant {
  const known = lowerings.get(table) ?? createLowering(table);
  lowerings.set(table, known);
  return known;
}

const lowerings = new WeakMap<NodeTable, (variant: RuleVariant) => LoweredVariant>();

function createLowering(table: NodeTable): (variant: RuleVariant) => LoweredVariant {
  const known = new WeakMap<RuleVariant, LoweredVariant>();
  const simplifier = createSimplifier(table);
  const specialiserOf = memoized(factsKey, (facts: EnvironmentFacts) => createSpecialiser(table, facts));
  const simplified = (parts: BodyParts) => simplifyParts(table, parts, simplifier);
  const lowered = (variant: RuleVariant): LoweredVariant => {
    const parts = lowerVariant(table, variant);
    // Lowered anew where it is asked for: what is not simplified would be kept for nothing in most policy sets.
    const written = () => writtenKey(lowerVariant(table, variant));
    if (hangsOnEnvironment(nodesOf(parts))) {
      const inEnvironment = (facts: EnvironmentFacts) =>
        simplified(rewriteParts(parts, specialiserOf(facts)));
      return { everywhere: undefined, partsIn: memoized(factsKey, inEnvironment), written };
    }
    const everywhere = simplified(parts);
    return { everywhere, partsIn: () => everywhere, written };
  };
  return (variant) => {
    const result = known.get(variant);
    if (result !== undefined) return result;
    const content = contentOf(variant);
    const before = known.get(content) ?? lowered(content);
    known.set(content, before);
    const placed = content === variant ? before : placedAt(variant, before);
    known.set(variant, placed);
    return placed;
  };
}

/** What a variant came to before it moved: all but the places of its clauses is the same. */
function placedAt(variant: RuleVariant, { everywhere, partsIn, written }: LoweredVariant): LoweredVariant {
  const placed = rememberedOf((parts: SimpleParts): SimpleParts => {
    const clauses = parts.clauses.map(({ test, span }) => ({ test, span: placedIn(variant, span) }));
    return { ...parts, clauses };
  });
  return {
    everywhere: everywhere && placed(everywhere),
    partsIn: (facts) => placed(partsIn(facts)),
    written,
  };
}

function writtenKey({ clauses, remedies, obligations }: BodyParts): string {
  const calls = [...remedies, ...obligations].map((call) => {
    const values = call.arguments.map(({ name, value }) => `${name} ${value.id}`);
    return `${call.name}(${values.join()})`;
  });
  return [...clauses.map(({ test }) => test.id), ...calls].join(" ");
}

function factsKey({ principal, resource }: EnvironmentFacts): string {
  return environmentKey(principal, resource ?? "");
}

function memoized<A, R>(keyOf: (argument: A) => string, compute: (argument: A) => R): (argument: A) => R {
  const known = new Map<string, R>();
  return (argument) => {
    const key = keyOf(argument);
    const result = known.get(key) ?? compute(argument);
    known.set(key, result);
    return result;
  };
}

/** What a body says, before its clauses are joined. */
type BodyParts = Omit<SimpleParts, "condition">;

function lowerVariant(table: NodeTable, variant: RuleVariant): BodyParts {
  const scope = { test: lowerTest(table, variant.scope), span: variant.scope.span };
  const remedies = variant.clauses.flatMap(({ remedy }) => (remedy === undefined ? [] : [remedy]));
  return {
    clauses: [scope, ...variant.clauses.map((clause) => lowerClause(table, clause))],
    remedies: remedies.map((remedy) => lowerCall(table, remedy)),
    obligations: variant.obligations.map((obligation) => lowerCall(table, obligation)),
  };
}

function lowerClause(table: NodeTable, { negated, condition, span }: TypedClause): BodyClause {
  const test = lowerTest(table, condition);
  return { test: negated ? table.node<NotNode>({ kind: "not", operand: test }) : test, span };
}

interface TypedCall {
  readonly name: string;
  readonly arguments: readonly { readonly name: string; readonly value: TypedExpression }[];
}

function lowerCall(table: NodeTable, call: TypedCall): BodyCall {
  const lowered = call.arguments.map(({ name, value }) => ({
    name,
    type: value.type,
    value: lowerValue(table, value),
  }));
  return { name: call.name, arguments: lowered };
}

function nodesOf({ clauses, remedies, obligations }: BodyParts) {
  const values = [...remedies, ...obligations].flatMap((call) => call.arguments.map(({ value }) => value));
  return [...clauses.map(({ test }) => test), ...values];
}

function rewriteParts({ clauses, remedies, obligations }: BodyParts, rewriter: Rewriter): BodyParts {
  const rewriteCall = (call: BodyCall): BodyCall => mapArguments(call, (value) => rewriter.value(value));
  return {
    clauses: clauses.map(({ test, span }) => ({ test: rewriter.test(test), span })),
    remedies: remedies.map(rewriteCall),
    obligations: obligations.map(rewriteCall),
  };
}

function mapArguments(call: BodyCall, map: (value: ValueNode) => ValueNode): BodyCall {
  return {
    ...call,
    arguments: call.arguments.map((argument) => ({ ...argument, value: map(argument.value) })),
  };
}

/** Clause by clause, then as a whole: a clause that is true in any case is left out, one that is false in any case decides. */
function simplifyParts(table: NodeTable, parts: BodyParts, simplifier: Rewriter): SimpleParts {
  const simple = rewriteParts(parts, simplifier);
  const operands = simple.clauses.map(({ test }) => test);
  const condition = simplifier.test(table.node<JunctionNode>({ kind: "and", operands }));
  const clauses =
    condition.kind === "settled" ? [] : simple.clauses.filter(({ test }) => test.kind !== "settled");
  return { ...simple, clauses, condition };
}
