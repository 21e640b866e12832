import { describe, expect, it } from "vitest";
import { createPlainBodies } from "../../src/analysis/validate/plain-bodies.js";
import { type BuildFault, validateBuild } from "../../src/analysis/validate-build.js";
import { check, compile } from "../../src/compiler.js";
import type { DecisionGraph, RuleBody, Scope } from "../../src/ir/decision-graph.js";
import { lower } from "../../src/ir/lower.js";
import type { GraphNode, JunctionNode, SettledNode } from "../../src/ir/node.js";
import type { NodeTable } from "../../src/ir/node-table.js";
import { createRewriter } from "../../src/ir/rewriter.js";
import { seededChoices } from "../../src/testing/choices.js";
import { generateLargeSet } from "../../src/testing/generated-set.js";
import { generatePolicySet } from "../../src/testing/policy/generate-policy-set.js";
import { generatorSchemas } from "../../src/testing/policy/json-types.js";

const text = `principal User in Team { team: String, level: Int }
principal Agent acting for User { level: Int }
entity Team
entity Doc { owner: User }
action read(n: Int, m?: Int, table: String, tags: List<String>, path: Path) on Doc
context { ip: Ip, risk?: Int }
obligation cap(rows: Int)

policy p {
  rule order allow User to read when args.n < 3
  rule both allow User to read when principal.team == "a" and args.table == "b"
  rule either allow User to read when principal.team == "a" or args.table == "b"
  rule negated allow User to read when not (principal.team in ["x", "y"])
  rule range allow User to read when args.n in 1..9
  rule sum deny anyone to read when args.n + args.n > 3
  rule element allow User to read when principal.team in ["x", "y", "z"]
  rule pattern allow User to read when args.table like "sales_*"
  rule there allow User to read when context has risk and context.risk < 5
  rule fallback allow User to read when args.m ?? 7 > 5
  rule every allow User to read when all t in args.tags: t == "ok"
  rule group allow User in Team("t") to read
  rule choice allow User to read when if args.n > 5 then principal.team == "a" else args.table == "b"
  rule network allow User to read when context.ip in ["10.0.0.0/8", "192.168.0.0/16"]
  rule below allow User to read when args.path within "/srv"
  rule mine allow User to read when resource.owner == principal
  rule twice allow User to read when args.n * 2 > 5
  rule alone deny Agent acting alone to read when args.n > 5 unless args.n > 7
  rule duty oblige anyone to read when args.n > 1 with cap(rows: 10 + 5)
}
`;

function graphOf(source: string): DecisionGraph {
  const { policySet, diagnostics } = check([{ path: "a.pol", text: source }]);
  if (policySet === undefined) throw new Error(JSON.stringify(diagnostics[0]));
  return lower(policySet);
}

/** A step of an optimiser, from a node whose operands it has seen already. */
type Step = (table: NodeTable, node: GraphNode) => GraphNode;

/** The graph after one more pass over all of its rules. */
function optimised(graph: DecisionGraph, step: Step): DecisionGraph {
  const rewriter = createRewriter(graph.table, (node) => step(graph.table, node));
  const bodies = new Map(
    graph.bodies.map((body): [RuleBody, RuleBody] => {
      const clauses = body.clauses.map(({ test, span }) => ({ test: rewriter.test(test), span }));
      return [body, { ...body, condition: rewriter.test(body.condition), clauses }];
    }),
  );
  return withBodies(graph, (all) => all.map((body) => bodies.get(body) ?? body));
}

function withBodies(
  graph: DecisionGraph,
  change: (bodies: readonly RuleBody[]) => readonly RuleBody[],
): DecisionGraph {
  const scopes = new Map(
    graph.scopes.map((scope): [Scope, Scope] => {
      const { allows, denies, obliges } = scope;
      return [scope, { ...scope, allows: change(allows), denies: change(denies), obliges: change(obliges) }];
    }),
  );
  const renewed = (scope: Scope) => scopes.get(scope) ?? scope;
  const environments = graph.environments.map((environment) => {
    const { subject, actor } = environment;
    return {
      ...environment,
      subject: { ...subject, scope: renewed(subject.scope) },
      actor: actor && { ...actor, scope: renewed(actor.scope) },
    };
  });
  return { ...graph, bodies: change(graph.bodies), scopes: [...scopes.values()], environments };
}

function settledTo(table: NodeTable, value: boolean): SettledNode {
  return table.node<SettledNode>({ kind: "settled", value });
}

/** The node with other properties. */
function changed(table: NodeTable, { id: _, canErr: __, ...shape }: GraphNode, other: object): GraphNode {
  return table.node({ ...shape, ...other } as never);
}

const wrongSteps: Readonly<Record<string, Step>> = {
  "x < y is x <= y": (table, node) =>
    node.kind === "order" && node.operator === "<" ? changed(table, node, { operator: "<=" }) : node,
  "x and y is x": (_, node) => (node.kind === "and" ? (node.operands[0] ?? node) : node),
  "x or y is x": (_, node) => (node.kind === "or" ? (node.operands[0] ?? node) : node),
  "x and y is x or y": (table, node) =>
    node.kind === "and" ? table.node<JunctionNode>({ kind: "or", operands: node.operands }) : node,
  "not x is x": (_, node) => (node.kind === "not" ? node.operand : node),
  "n in a..b leaves b out": (table, node) =>
    node.kind === "range" && node.maximum.kind === "constant"
      ? changed(table, node, {
          maximum: changed(table, node.maximum, { value: Number(node.maximum.value) - 1 }),
        })
      : node,
  "arithmetic never overflows": (table, node) =>
    node.kind === "arithmetic" ? changed(table, node, { safe: true }) : node,
  "a list without its last element": (table, node) =>
    node.kind === "list" ? changed(table, node, { elements: node.elements.slice(0, -1) }) : node,
  "a pattern without its last token": (table, node) =>
    node.kind === "like" ? changed(table, node, { pattern: node.pattern.slice(0, -1) }) : node,
  "what is asked for is there": (table, node) => (node.kind === "present" ? settledTo(table, true) : node),
  "no default is needed": (_, node) => (node.kind === "coalesce" ? node.right : node),
  "all is any": (table, node) => (node.kind === "all" ? changed(table, node, { kind: "any" }) : node),
  "nobody is in a group": (table, node) => (node.kind === "ancestor" ? settledTo(table, false) : node),
  "if c then x else y is x": (_, node) => (node.kind === "if" ? node.consequent : node),
  "x within y is x == y": (table, node) =>
    node.kind === "within"
      ? table.node({ kind: "equals", equality: "strict", left: node.operand, right: node.base } as never)
      : node,
  "entities of one type are one": (table, node) =>
    node.kind === "equals" && node.left.kind === "identity" ? settledTo(table, true) : node,
  "constants are calculated wrongly": (table, node) =>
    node.kind === "constant" && typeof node.value === "number" && node.value === 5
      ? changed(table, node, { value: 6 })
      : node,
};

function kindsOf(faults: readonly BuildFault[]): ReadonlySet<string> {
  return new Set(
    faults.map(({ request }) => (request === undefined ? "without a request" : "with a request")),
  );
}

describe("the validation of a build", () => {
  it("proves every rule of a set that is lowered as it should be", () => {
    const { proved, sampled, faults } = validateBuild(graphOf(text), "full");
    expect(faults).toEqual([]);
    expect(sampled).toBe(0);
    expect(proved).toBeGreaterThan(19);
  });

  it("remembers what was plain, and nothing else", () => {
    const graph = graphOf(text);
    const plain = createPlainBodies(true);
    const first = validateBuild(graph, "full", plain);
    expect(validateBuild(graph, "full", plain)).toEqual(first);
    for (const step of Object.values(wrongSteps)) {
      const wrong = optimised(graph, step);
      expect(validateBuild(wrong, "full", plain).faults).toEqual(validateBuild(wrong, "full").faults);
    }
  });

  it.each(Object.entries(wrongSteps))("catches a wrong optimisation, with a request: %s", (_, step) => {
    const { faults } = validateBuild(optimised(graphOf(text), step), "full");
    expect(kindsOf(faults)).toEqual(new Set(["with a request"]));
  });

  it("catches a rule that is lost, one that is there twice, and one of another effect", () => {
    const graph = graphOf(text);
    const lost = withBodies(graph, (bodies) => bodies.filter(({ rule }) => rule.id !== "p.order"));
    expect(validateBuild(lost, "full").faults.map(({ rule }) => rule)).toContain("p.order");
    const twice = withBodies(graph, (bodies) => [...bodies, ...bodies.slice(0, 1)]);
    expect(validateBuild(twice, "full").faults.length).toBeGreaterThan(0);
    const flipped = withBodies(graph, (bodies) =>
      bodies.map((body) => ({ ...body, rule: { ...body.rule, effect: "allow" as const } })),
    );
    expect(validateBuild(flipped, "full").faults.length).toBeGreaterThan(0);
  });

  it("catches an argument of an obligation that is calculated wrongly", () => {
    const wrong = withBodies(graphOf(text), (bodies) =>
      bodies.map((body) => ({
        ...body,
        obligations: body.obligations.map((call) => ({
          ...call,
          arguments: call.arguments.map((argument) => ({
            ...argument,
            value: { kind: "constant", type: "Int", value: 16, id: -1, canErr: false } as const,
          })),
        })),
      })),
    );
    expect(validateBuild(wrong, "full").faults.map(({ rule }) => rule)).toContain("p.duty");
  });

  it("tries what it does not prove", () => {
    const step = wrongSteps["x or y is x"];
    const graph = graphOf(
      'principal User { a: String, b: String }\naction go\npolicy p { rule r allow User to go when principal.a == "x" or principal.b == "y" }',
    );
    const broken = optimised(graph, step ?? ((_, node) => node));
    expect(validateBuild(broken, "sample")).toMatchObject({ proved: 0, sampled: 1, faults: [] });
    const opposite = optimised(graph, (table, node) => (node.kind === "or" ? settledTo(table, true) : node));
    expect(validateBuild(opposite, "sample").faults).toHaveLength(1);
  });

  it("simplify-preserves-rules: finds no fault in random sets, and hardly a rule that it cannot prove", () => {
    let proved = 0;
    let sampled = 0;
    for (let seed = 1; seed <= 15; seed += 1) {
      const files = generatePolicySet(seededChoices(seed));
      const { policySet } = check(files, { schemas: generatorSchemas });
      if (policySet === undefined) continue;
      const validation = validateBuild(lower(policySet), "full");
      expect(validation.faults).toEqual([]);
      proved += validation.proved;
      sampled += validation.sampled;
    }
    expect(proved).toBeGreaterThan(220);
    expect(sampled / (proved + sampled)).toBeLessThan(0.05);
  });

  it("proves all rules of a large set plainly", () => {
    const { policySet } = check(generateLargeSet({ rules: 200, actions: 40 }));
    if (policySet === undefined) throw new Error("the policy set has an error");
    expect(validateBuild(lower(policySet), "sample")).toMatchObject({ sampled: 0, faults: [] });
  });

  it("is part of compiling where it is asked for", () => {
    const files = [{ path: "a.pol", text }];
    expect(compile(files).validation).toBeUndefined();
    expect(compile(files, { verify: "full" }).validation?.proved).toBeGreaterThan(19);
  });
});
