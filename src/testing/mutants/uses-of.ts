import type { File } from "../../syntax/ast.js";
import { type SyntaxNode, walk } from "../../syntax/walk.js";

/** Tells whether something uses a constant, definition or remedy: by its name, or by that of a declaration which uses it. */
export function usesOf(files: readonly File[], name: string): (node: SyntaxNode) => boolean {
  const names = new Set([name]);
  const uses = (node: SyntaxNode): boolean => mentionsOne(node, names);
  for (let before = 0; before < names.size; ) {
    before = names.size;
    for (const { declarations } of files)
      for (const declaration of declarations)
        if (isNamedValue(declaration) && uses(declaration)) names.add(declaration.name.text);
  }
  return uses;
}

type NamedValue = Extract<
  SyntaxNode,
  { readonly kind: "ConstantDeclaration" | "DefinitionDeclaration" | "RemedyDeclaration" }
>;

function isNamedValue(node: SyntaxNode): node is NamedValue {
  return (
    node.kind === "ConstantDeclaration" ||
    node.kind === "DefinitionDeclaration" ||
    node.kind === "RemedyDeclaration"
  );
}

/** A variable of the same name counts: then more is checked anew than has to be. */
function mentionsOne(node: SyntaxNode, names: ReadonlySet<string>): boolean {
  let found = false;
  const note = (name: string): void => {
    found ||= names.has(name);
  };
  walk(node, {
    NameExpression: (expression) => note(expression.name),
    CallExpression: (call) => note(call.callee.text),
    EntityValue: (value) => note(value.name.text),
  });
  return found;
}
