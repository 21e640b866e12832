import type { TypedClause, TypedExpression } from "../check/typed-expression.js";
import type { RuleVariant } from "../check/typed-policy-set.js";
import type { BodyCall, BodyClause, RuleBody } from "./decision-graph.js";
import { lowerTest, lowerValue } from "./lower-expression.js";
import type { JunctionNode, NotNode, ValueNode } from "./node.js";
import type { NodeTable } from "./node-table.js";
import { environmentKey, type PlacedVariant } from "./place-variants.js";
import type { Rewriter } from "./rewriter.js";
import { createSimplifier } from "./simplify.js";
import { createSpecialiser, type EnvironmentFacts, hangsOnEnvironment } from "./specialise.js";

/** Gives what rules come to in environments. */
export interface BodySource {
  /** All given so far. */
  readonly all: readonly RuleBody[];
  bodyOf(placed: PlacedVariant, facts: EnvironmentFacts): RuleBody;
}

/** Lowers each variant once, evaluates it partially where an environment settles something, and gives equal results one body. */
export function createBodySource(table: NodeTable): BodySource {
  const all: RuleBody[] = [];
  const bodies = new Map<string, RuleBody>();
  const simplifier = createSimplifier(table);
  const specialiserOf = memoized(factsKey, (facts: EnvironmentFacts) => createSpecialiser(table, facts));
  const lowered: LoweredVariant[] = [];

  const intern = ({ rule, ruleIndex }: PlacedVariant, parts: BodyParts): RuleBody => {
    const simple = simplifyParts(table, parts, simplifier);
    const key = `${ruleIndex} ${partsKey(simple)}`;
    const known = bodies.get(key);
    if (known !== undefined) return known;
    const body = { id: all.length, rule, ruleIndex, ...simple };
    all.push(body);
    bodies.set(key, body);
    return body;
  };

  const lowerPlaced = (placed: PlacedVariant): LoweredVariant => {
    const parts = lowerVariant(table, placed.variant);
    const hangs = hangsOnEnvironment(nodesOf(parts));
    const bodyIn = hangs
      ? memoized(factsKey, (facts: EnvironmentFacts) =>
          intern(placed, rewriteParts(parts, specialiserOf(facts))),
        )
      : undefined;
    const result = bodyIn === undefined ? { settled: intern(placed, parts) } : { bodyIn };
    lowered[placed.number] = result;
    return result;
  };

  const bodyOf = (placed: PlacedVariant, facts: EnvironmentFacts): RuleBody => {
    const { settled, bodyIn } = lowered[placed.number] ?? lowerPlaced(placed);
    return settled ?? bodyIn(facts);
  };
  return { all, bodyOf };
}

/** What a variant comes to: the same in all environments, or hanging on them. */
type LoweredVariant =
  | { readonly settled: RuleBody; readonly bodyIn?: undefined }
  | { readonly settled?: undefined; readonly bodyIn: (facts: EnvironmentFacts) => RuleBody };

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
type BodyParts = Pick<RuleBody, "clauses" | "remedies" | "obligations">;

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
function simplifyParts(
  table: NodeTable,
  parts: BodyParts,
  simplifier: Rewriter,
): BodyParts & Pick<RuleBody, "condition"> {
  const simple = rewriteParts(parts, simplifier);
  const operands = simple.clauses.map(({ test }) => test);
  const condition = simplifier.test(table.node<JunctionNode>({ kind: "and", operands }));
  const clauses =
    condition.kind === "settled" ? [] : simple.clauses.filter(({ test }) => test.kind !== "settled");
  return { ...simple, clauses, condition };
}

function partsKey({
  clauses,
  remedies,
  obligations,
  condition,
}: BodyParts & Pick<RuleBody, "condition">): string {
  const calls = [...remedies, ...obligations].map((call) => [
    call.name,
    ...call.arguments.map(({ name, value }) => [name, value.id]),
  ]);
  return JSON.stringify([condition.id, clauses.map(({ test, span }) => [test.id, span.start]), calls]);
}
