/** A table of Markdown. */
export function table(head: readonly string[], lines: readonly (readonly string[])[]): string {
  const print = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  return `${[print(head), `|${head.map(() => "---|").join("")}`, ...lines.map(print)].join("\n")}\n`;
}
