import type { Fix } from "../diagnostics/diagnostic.js";
import { deleting } from "../diagnostics/fix.js";
import type { Span } from "../source/span.js";
import type { File, Name, TagDeclaration } from "../syntax/ast.js";
import { canonicalNode } from "./canonical-node.js";

/** What can be removed with the comments that document it. */
export interface Removable {
  readonly span: Span;
  readonly documentation: readonly string[];
}

/** What goes with each declaration that is removed, file by file. */
export type Extents = ReadonlyMap<string, File["extents"]>;

/** The fix that removes a declaration. */
export function removing(extents: Extents, { span }: Pick<Removable, "span">): Fix {
  return deleting(extents.get(span.file)?.get(span.start) ?? span, "remove it");
}

/** The fix that removes one name of a `tag` declaration, or all of the declaration if there is no other. */
export function removingTag(extents: Extents, declaration: TagDeclaration, name: Name): Fix {
  const { names } = declaration;
  const index = names.indexOf(name);
  const [before, after] = [names[index - 1], names[index + 1]];
  if (after !== undefined) return deleting({ ...name.span, end: after.span.start }, "remove it");
  if (before === undefined) return removing(extents, declaration);
  return deleting({ ...name.span, start: before.span.end }, "remove it");
}

/** Whether a second declaration says nothing that the first one does not. */
export function repeats(first: Removable, second: Removable): boolean {
  const text = second.documentation.join("\n");
  return (
    canonicalNode(first) === canonicalNode(second) && (text === "" || text === first.documentation.join("\n"))
  );
}
