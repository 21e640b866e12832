/** A fenced block of a Markdown file: ```` ```pol error=POL2003 prelude=schema ````. */
export interface MarkdownBlock {
  readonly language: string;
  /** What follows the language: `key=value` each. */
  readonly attributes: ReadonlyMap<string, string>;
  readonly text: string;
  /** Where its text begins, from 1. */
  readonly line: number;
}

/** The fenced blocks of `markdown`, in order. */
export function markdownBlocks(markdown: string): readonly MarkdownBlock[] {
  const blocks: MarkdownBlock[] = [];
  for (const match of markdown.matchAll(/^```([a-z]+)([^\n]*)\n([\s\S]*?)^```$/gm)) {
    const [, language = "", info = "", text = ""] = match;
    const line = markdown.slice(0, match.index).split("\n").length + 1;
    blocks.push({ language, attributes: attributesOf(info), text, line });
  }
  return blocks;
}

function attributesOf(info: string): ReadonlyMap<string, string> {
  const words = info.split(" ").filter((word) => word !== "");
  return new Map(words.map((word) => [word.split("=")[0] ?? word, word.split("=")[1] ?? ""]));
}
