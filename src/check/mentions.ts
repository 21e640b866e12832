import type { Expression, Sentence } from "../syntax/ast.js";
import { isRootName } from "./check-name.js";
import type { RootName } from "./expression-scope.js";

/** What a rule's expressions read of a request: environments that agree on the types of these give the rule the same types. */
export interface Mentions {
  readonly roots: ReadonlySet<RootName>;
  /** Names of the parameters read as `args.NAME`. */
  readonly parameters: ReadonlySet<string>;
  /** `args` stands by itself somewhere. */
  readonly wholeArguments: boolean;
}

/** Walks clauses and obligations' arguments. Definitions read their parameters only, so that a call mentions what its arguments do. */
export function collectMentions(sentence: Sentence, more: readonly Expression[]): Mentions {
  const found = { roots: new Set<RootName>(), parameters: new Set<string>(), wholeArguments: false };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isNode(value)) visitNode(value);
  };
  const visitNode = (node: object & { readonly kind: string }): void => {
    const expression = node as Expression;
    const parameter = parameterOf(expression);
    if (parameter !== undefined) {
      found.roots.add("args");
      found.parameters.add(parameter);
      return;
    }
    if (expression.kind === "NameExpression" && isRootName(expression.name)) {
      found.roots.add(expression.name);
      if (expression.name === "args") found.wholeArguments = true;
    }
    for (const key in node) if (key !== "span") visit(node[key as keyof typeof node]);
  };
  visit(sentence.clauses);
  visit(more);
  return found;
}

function isNode(value: unknown): value is object & { readonly kind: string } {
  return typeof value === "object" && value !== null && "kind" in value;
}

function parameterOf(node: Expression): string | undefined {
  const reads = node.kind === "AttributeExpression" || node.kind === "HasExpression";
  if (!reads || node.object.kind !== "NameExpression" || node.object.name !== "args") return undefined;
  return node.kind === "AttributeExpression" ? node.name.text : node.path[0]?.text;
}
