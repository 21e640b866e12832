import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parse } from "../../src/syntax/parse.js";
import { childrenOf, isDeeperThan, type SyntaxNode, walk } from "../../src/syntax/walk.js";

const text = readFileSync(new URL("fixtures/taste.pol", import.meta.url), "utf8");
const { file } = parse({ path: "taste.pol", text });

/** Every object of the tree that is a node, found without the table of children. */
function allNodes(value: unknown): readonly SyntaxNode[] {
  if (Array.isArray(value)) return value.flatMap(allNodes);
  if (typeof value !== "object" || value === null || value instanceof Set) return [];
  const inner = Object.values(value).flatMap(allNodes);
  return "kind" in value ? [value as SyntaxNode, ...inner] : inner;
}

describe("walk", () => {
  it("comes to every node but comments, each once, in source order", () => {
    const visited: SyntaxNode[] = [];
    const visit = (node: SyntaxNode): void => {
      visited.push(node);
      childrenOf(node).forEach(visit);
    };
    visit(file);
    const nodes = allNodes(file).filter((node) => node.kind !== "Comment");
    expect(new Set(visited)).toEqual(new Set(nodes));
    expect(visited).toHaveLength(nodes.length);
    const starts = visited.map((node) => node.span.start);
    expect(starts).toEqual([...starts].sort((left, right) => left - right));
  });

  it("calls the visitor of a kind, and stays out where told", () => {
    const rules: string[] = [];
    const names: string[] = [];
    walk(file, {
      RuleDeclaration: (rule) => {
        rules.push(rule.name.text);
        return false;
      },
      Name: (name) => names.push(name.text),
    });
    expect(rules).toEqual([
      "sales_tables",
      "no_payroll",
      "wide_reads_are_reviewed",
      "people_read",
      "hide_birthdays",
    ]);
    expect(names).toContain("analytics");
    expect(names).not.toContain("approval");
  });

  it("measures depth", () => {
    expect(isDeeperThan(file, 3)).toBe(true);
    expect(isDeeperThan(file, 30)).toBe(false);
  });
});
