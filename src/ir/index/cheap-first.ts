import { rememberedOf } from "../../util/remembered.js";
import type { BodyClause, RuleBody } from "../decision-graph.js";
import type { GraphNode, TestNode } from "../node.js";
import { operandsOf } from "../operands.js";

/**
 * The clauses of a body that cannot err, cheap ones first: `and` gives the same in every order. A clause that guards another one, by asking
 * whether what it reads is there or of a type, stays before it.
 *
 *     when args.body matches /…/ when principal.team == "sales"      →      team first
 */
export function clausesToAsk(body: Pick<RuleBody, "clauses">): readonly BodyClause[] {
  const known = ordered.get(body) ?? cheapFirst(body.clauses);
  ordered.set(body, known);
  return known;
}

/** Whoever prints a body asks. */
const ordered = new WeakMap<object, readonly BodyClause[]>();

function cheapFirst(clauses: readonly BodyClause[]): readonly BodyClause[] {
  if (clauses.length < 2 || clauses.some(({ test }) => test.canErr)) return clauses;
  const entries = clauses.map((clause) => ({
    clause,
    cost: costOf(clause.test),
    facts: factsOf(clause.test),
  }));
  const order: BodyClause[] = [];
  while (entries.length > 0) {
    const free = entries.filter(
      (entry, index) => !entries.slice(0, index).some((earlier) => guards(earlier.facts, entry.facts)),
    );
    const next = free.reduce((best, entry) => (entry.cost < best.cost ? entry : best));
    entries.splice(entries.indexOf(next), 1);
    order.push(next.clause);
  }
  return order;
}

/** Reads of roots and of entities' members below a test, and those of them whose being there, or type, it asks about. */
interface ClauseFacts {
  readonly reads: ReadonlySet<number>;
  readonly asked: ReadonlySet<number>;
}

function guards({ asked }: ClauseFacts, { reads }: ClauseFacts): boolean {
  for (const id of asked) if (reads.has(id)) return true;
  return false;
}

/** Rules have most of their clauses in common. */
const factsOf = rememberedOf((test: TestNode): ClauseFacts => {
  const reads = new Set<number>();
  const asked = new Set<number>();
  const walk = (node: GraphNode, isAsked: boolean): void => {
    if (node.kind === "read" || node.kind === "identity" || node.kind === "index") {
      reads.add(node.id);
      // What stands above a type is asked about too: `resource.owner is User` guards `resource.owner.team`.
      if (isAsked) asked.add(node.id);
    }
    const asks = isAsked || node.kind === "present" || (node.kind === "identity" && node.name === "type");
    for (const operand of operandsOf(node)) walk(operand, asks);
  };
  walk(test, false);
  return { reads, asked };
});

/** In comparisons of two numbers, roughly. */
function costOf(test: TestNode): number {
  switch (test.kind) {
    case "not":
      return costOf(test.operand);
    case "and":
    case "or":
      return test.operands.reduce((sum, operand) => sum + costOf(operand), 0);
    case "if":
      return costOf(test.test) + Math.max(costOf(test.consequent), costOf(test.alternate));
    default:
      return costs[test.kind];
  }
}

const costs: Readonly<Record<Exclude<TestNode["kind"], "not" | "and" | "or" | "if">, number>> = {
  settled: 0,
  holds: 1,
  present: 1,
  order: 1,
  equals: 1,
  range: 2,
  network: 3,
  within: 4,
  like: 4,
  element: 5,
  ancestor: 8,
  related: 20,
  containsAny: 10,
  containsAll: 10,
  matches: 30,
  any: 50,
  all: 50,
};
