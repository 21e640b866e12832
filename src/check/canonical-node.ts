/** Members of syntax nodes that carry no meaning: places, comments, and how a literal was spelt. */
const meaningless: ReadonlySet<string> = new Set(["span", "documentation"]);

/**
 * A syntax node as text in which layout, comments, spelling of numbers and places do not show: two nodes have one text iff they mean
 * the same by construction. Keys are sorted; strings are JSON.
 */
export function canonicalNode(node: unknown): string {
  if (Array.isArray(node)) return `[${node.map(canonicalNode).join(",")}]`;
  if (typeof node !== "object" || node === null) return JSON.stringify(node) ?? "";
  const isNumber = "kind" in node && (node.kind === "NumberLiteral" || node.kind === "DurationLiteral");
  const members = Object.entries(node)
    .filter(([key, value]) => !meaningless.has(key) && value !== undefined && !(isNumber && key === "text"))
    .sort(([left], [right]) => (left < right ? -1 : 1));
  return `{${members.map(([key, value]) => `${JSON.stringify(key)}:${canonicalNode(value)}`).join(",")}}`;
}
