import { describe, expect, it } from "vitest";
import { emitModule } from "../../src/codegen/emit-module.js";
import type { ConstantNode, GraphNode, ListNode } from "../../src/ir/node.js";
import { NodeTable } from "../../src/ir/node-table.js";
import { visitNodes } from "../../src/ir/operands.js";
import { environmentOf, graphOf, idsOf, nameOf } from "./support.js";

const schema = `
  principal User { team: String, n: Int in 0..100 }
  principal Agent acting for User { team: String }
  principal Service { team: String }
  entity Document { owner: User }
  entity Folder { owner: User }
  action read on Document, Folder
  action ping(n: Int in -5..5, m: Int)
  context { now: Time, at: Time, wait: Duration in 0s..1d }
`;

function graph(rules: string) {
  return graphOf(`${schema} policy p { ${rules} }`);
}

describe("environments", () => {
  it("are every pair of principals that can be, with every action on each of its resources", () => {
    expect(graph("rule a allow User to read").environments.map(nameOf)).toEqual([
      "Agent ping",
      "Service ping",
      "User ping",
      "User>Agent ping",
      "Agent read Document",
      "Service read Document",
      "User read Document",
      "User>Agent read Document",
      "Agent read Folder",
      "Service read Folder",
      "User read Folder",
      "User>Agent read Folder",
    ]);
  });

  it("have the rules whose sentence fits, each principal by itself, and no rule that cannot match", () => {
    const set = graph(`
      rule a  allow User to read on Document
      rule b  deny Agent acting for User to read
      rule c  allow Agent acting alone to read
      rule d  deny anyone to anything  when principal.team == "x"
      rule e  deny User to read  when principal.n > 3 and not (principal.n > 3)
      rule f  allow Service to ping  when args.n > 1 and args.n <= 1`);
    const { subject, actor } = environmentOf(set, "User>Agent read Document");
    expect([idsOf(subject.scope.allows), idsOf(subject.scope.denies)]).toEqual([["a"], ["d"]]);
    expect([idsOf(actor?.scope.allows ?? []), idsOf(actor?.scope.denies ?? [])]).toEqual([[], ["b", "d"]]);
    expect(idsOf(environmentOf(set, "Agent read Folder").subject.scope.allows)).toEqual(["c"]);
    expect(idsOf(environmentOf(set, "Service ping").subject.scope.allows)).toEqual([]);
  });

  it("share scopes and bodies where rules mean the same", () => {
    const set = graph(`
      rule a  allow User to read  when principal.team == "x"
      rule b  allow User to read  when subject.team == "y"
      rule c  allow User, Agent to read  when principal.type == "User"`);
    expect(set.bodies.map(({ rule }) => rule.name).sort()).toEqual(["a", "b", "c", "c"]);
    const scopes = ["User read Document", "User read Folder", "User>Agent read Folder"].map(
      (name) => environmentOf(set, name).subject.scope,
    );
    expect(new Set(scopes).size).toBe(1);
  });

  it("settle the types in a rule", () => {
    const set = graph(
      'rule c  allow User, Agent to read  when principal.type == "User" or resource.type == "Folder"',
    );
    const conditions = set.bodies.map(({ condition }) =>
      condition.kind === "settled" ? condition.value : "open",
    );
    expect(conditions.sort()).toEqual([false, true]);
  });
});

describe("nodes", () => {
  it("are one where they are equal", () => {
    const table = new NodeTable();
    const constant = (value: number) => table.node<ConstantNode>({ kind: "constant", type: "Int", value });
    const list = (...values: number[]) =>
      table.node<ListNode>({ kind: "list", elements: values.map(constant) });
    expect(list(1, 2)).toBe(list(1, 2));
    expect(list(1, 2)).not.toBe(list(2, 1));
    const block = (bits: number) =>
      table.node<ConstantNode>({ kind: "constant", type: "Cidr", value: { base: 1n, bits } });
    expect(block(8)).toBe(block(8));
    expect(block(8)).not.toBe(block(9));
  });

  it("have operands that are older than they are, and can err only where they or an operand can", () => {
    const set = graph(
      'rule a allow User to ping when args.m + 1 > 2 or not (args.n + 1 > 2) and principal.team == "x"',
    );
    visitNodes(
      set.bodies.map(({ condition }) => condition),
      (node) => expect(operandIds(node).every((id) => id < node.id)).toBe(true),
    );
  });
});

function operandIds(node: GraphNode): readonly number[] {
  const ids: number[] = [];
  visitNodes([node], (each) => each !== node && ids.push(each.id));
  return ids;
}

describe("what can err", () => {
  const canErr = (condition: string) =>
    graph(`rule a allow User to ping when ${condition}`).bodies[0]?.condition.canErr;

  it.each([
    ["args.m + 1 > 2", true],
    ["args.n + 1 > 2", false],
    ["args.n * 1000 > 2", false],
    ["args.n * 9007199254740991 > 2", true],
    ["args.m - principal.n > 2", true],
    ["args.n - principal.n > 2", false],
    ["context.now - context.at <= 15m", false],
    ["context.at + context.wait < context.now", false],
    ["-args.m < 0", false],
    ["(if args.m > 0 then args.n else principal.n) + 1 > 0", false],
    ["(if args.m + 1 > 0 then args.n else 3) > 0", true],
    ["args.m > 0 and principal.n + 1 > 1", false],
  ])("%s: %s", (condition, expected) => {
    expect(canErr(condition)).toBe(expected);
  });

  it("alone pays for three truth values", () => {
    const { code } = emitModule(
      graph("rule a allow User to ping when args.m + 1 > 2  rule b allow User to ping when args.n + 1 > 2"),
      {
        sources: [],
      },
    );
    expect(code).toMatch(/function p_b\(args_n\) \{\n {2}return args_n \+ 1 > 2;\n\}/);
    expect(code).toMatch(/\(outcome = p_a\(args_m\)\) !== false/);
  });
});
