import type { Diagnostic } from "../diagnostics/diagnostic.js";
import type { SourceFile } from "../source/source-file.js";
import type { Comment, Declaration, File, RuleDeclaration } from "./ast.js";
import { Grammar } from "./grammar.js";
import { wholeLines } from "./lines.js";
import { scan } from "./scan.js";
import type { Scanned } from "./scanner.js";

/** A file as far as it parses, and everything that is wrong with its text. */
export interface ParseResult {
  readonly file: File;
  readonly diagnostics: readonly Diagnostic[];
}

let sharedGrammar: Grammar | undefined;

/**
 * Parses one file. Takes any text and never throws: a declaration or rule with an error is reported, left out, and its words
 * are listed in `brokenNames`; what stands beside it is parsed. Without diagnostics the file is complete.
 */
export function parse(source: SourceFile): ParseResult {
  sharedGrammar ??= new Grammar(false);
  const scanned = scan(source);
  const declarations = sharedGrammar.parseFile(source.path, source.text, scanned);
  const { brokenNames, usedDocumentation, documentationStarts } = sharedGrammar;
  const diagnostics = [...scanned.diagnostics, ...sharedGrammar.diagnostics];
  const file: File = {
    kind: "File",
    span: { file: source.path, start: 0, end: source.text.length },
    declarations,
    comments: commentsOf(scanned, source.path, usedDocumentation),
    extents: extentsOf(source.text, declarations, documentationStarts),
    brokenNames,
  };
  return { file, diagnostics: diagnostics.sort((left, right) => left.span.start - right.span.start) };
}

function extentsOf(
  text: string,
  declarations: readonly Declaration[],
  documentationStarts: ReadonlyMap<number, number>,
): File["extents"] {
  const removable = declarations.flatMap((declaration): readonly (Declaration | RuleDeclaration)[] =>
    declaration.kind === "PolicyDeclaration" ? [declaration, ...declaration.rules] : [declaration],
  );
  return new Map(
    removable.map(({ span }) => {
      const start = documentationStarts.get(span.start) ?? span.start;
      return [span.start, wholeLines(text, { ...span, start })];
    }),
  );
}

function commentsOf(scanned: Scanned, path: string, documentation: ReadonlySet<number>): readonly Comment[] {
  return scanned.comments
    .filter((comment) => !documentation.has(comment.start))
    .map(({ start, end, text }) => ({ kind: "Comment", span: { file: path, start, end }, text }));
}
