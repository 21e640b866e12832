import type { Declaration, File } from "./ast.js";
import { concatAll, type Doc, hardLine, render } from "./doc.js";
import { startsAfterBlank } from "./print-block.js";
import { danglingComments, type PrintContext } from "./print-context.js";
import { declarationDoc } from "./print-declaration.js";
import { lineWidth } from "./print-width.js";

/**
 * The text of a file, set as `polc fmt` sets it. Parsing it gives the same tree but for places. With the source text that the
 * tree came from, comments at the end of a line stay there, and so do single empty lines and opened blocks; without it,
 * comments stand on lines of their own.
 */
export function print(file: File, sourceText?: string): string {
  // A CR alone ends a line as well; as LF it keeps every offset.
  const text = sourceText?.replace(/\r(?!\n)/g, "\n");
  const context: PrintContext = { next: 0, comments: file.comments, text };
  const docs: Doc[] = [];
  let previous: Declaration | undefined;
  for (const declaration of file.declarations) {
    if (previous !== undefined) docs.push(hardLine, separator(context, previous, declaration));
    docs.push(declarationDoc(context, declaration));
    previous = declaration;
  }
  docs.push(concatAll(danglingComments(context, Number.POSITIVE_INFINITY)));
  const printed = render(concatAll(docs), lineWidth)
    .replace(/[ \t]+$/gm, "")
    .replace(/^\n+/, "");
  return printed === "" ? "" : `${printed}\n`;
}

function separator(context: PrintContext, previous: Declaration, next: Declaration): Doc {
  const blank = isTall(previous) || isTall(next) || isApart(context, previous, next);
  return blank ? hardLine : "";
}

/** A declaration of several lines, which has an empty line before and after it. */
function isTall({ kind }: Declaration): boolean {
  return kind === "PolicyDeclaration" || kind === "TestDeclaration" || kind === "AssertDeclaration";
}

function isApart(context: PrintContext, previous: Declaration, next: Declaration): boolean {
  if (context.text !== undefined) return startsAfterBlank(context, next);
  return previous.kind !== next.kind || next.documentation.length > 0;
}
