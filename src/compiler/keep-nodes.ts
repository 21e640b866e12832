import type { SourceFile } from "../source/source-file.js";
import type { Declaration, PolicyDeclaration, RuleDeclaration } from "../syntax/ast.js";
import type { ParseResult } from "../syntax/parse.js";

/** A file as it was parsed. */
export interface ParsedFile {
  readonly text: string;
  readonly result: ParseResult;
}

/**
 * What was parsed, with the declarations and rules of the version before in the places of those that read the same and stand where they
 * stood, so that what was found of them still holds: whatever stands above an edit, and all of it if the edit moves nothing.
 */
export function keepNodes(before: ParsedFile, { text }: SourceFile, result: ParseResult): ParsedFile {
  const old = removableNodes(before.result.file.declarations);
  const keep = <Node extends Declaration | RuleDeclaration>(node: Node): Node => {
    const known = old.get(node.span.start);
    // The same words from the same place on are the same node, also by its type.
    return known !== undefined && readsSame(before.text, known, text, node) ? (known as Node) : node;
  };
  const declarations = result.file.declarations.map((declaration) => {
    const kept = keep(declaration);
    return kept !== declaration || kept.kind !== "PolicyDeclaration" ? kept : withRules(kept, keep);
  });
  return { text, result: { ...result, file: { ...result.file, declarations } } };
}

/** By their start. A policy starts before its rules do. */
function removableNodes(
  declarations: readonly Declaration[],
): ReadonlyMap<number, Declaration | RuleDeclaration> {
  const nodes = declarations.flatMap((declaration): readonly (Declaration | RuleDeclaration)[] =>
    declaration.kind === "PolicyDeclaration" ? [declaration, ...declaration.rules] : [declaration],
  );
  return new Map(nodes.map((node) => [node.span.start, node]));
}

function withRules(
  policy: PolicyDeclaration,
  keep: (rule: RuleDeclaration) => RuleDeclaration,
): PolicyDeclaration {
  return { ...policy, rules: policy.rules.map(keep) };
}

/** Comments above a node document it and are not part of it. */
function readsSame(
  before: string,
  known: Declaration | RuleDeclaration,
  now: string,
  node: Declaration | RuleDeclaration,
): boolean {
  const { start, end } = node.span;
  return (
    known.kind === node.kind &&
    known.span.end === end &&
    before.slice(start, end) === now.slice(start, end) &&
    documentationOf(known) === documentationOf(node)
  );
}

function documentationOf(node: Declaration | RuleDeclaration): string {
  return "documentation" in node ? node.documentation.join("\n") : "";
}
