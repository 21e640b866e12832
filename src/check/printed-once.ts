const printed = new WeakMap<object, string>();

/** The text of a syntax node, made when somebody asks for it and then kept: checking alone prints nothing. */
export function printedOnce<Node extends object>(node: Node, print: (node: Node) => string): string {
  const known = printed.get(node);
  if (known !== undefined) return known;
  const text = print(node);
  printed.set(node, text);
  return text;
}
