import type { GraphNode, TestNode, ValueNode } from "../ir/node.js";
import type { Code } from "./code.js";
import { js, nothing } from "./code.js";
import { emitErringTest, emitErringValue } from "./emit-erring.js";
import { emitTest } from "./emit-test.js";
import { emitPath, emitValue } from "./emit-value.js";
import { type Expression, isSimple, primary } from "./expression.js";
import { type Input, inputName } from "./input.js";
import type { ModuleParts } from "./module-parts.js";

/**
 * Emits the expressions of one function. What cannot err gives its value (undefined where it is absent); what can gives null for
 * an error besides.
 */
export interface Emitter {
  readonly parts: ModuleParts;
  value(node: ValueNode): Expression;
  /** A value any step to which may be absent, which makes it undefined. */
  path(node: ValueNode): Expression;
  test(node: TestNode): Expression;
  input(input: Input): Expression;
  /** An expression to use more than once: itself where it is simple, else kept in a variable at its first use. */
  reuse(expression: Expression): { readonly first: Expression; readonly again: Expression };
  /** Has `node` stand for `expression` within `emit`. */
  within<R>(node: GraphNode, expression: Expression, emit: () => R): R;
  /** Declares the variables that `reuse` has made. */
  variables(): Code;
  /** What stands for a test whose constants are the row's of a table; undefined of any other test. */
  tabled(node: TestNode): Expression | undefined;
}

/** Emits a test whose constants are in a table; undefined of one that has none there. */
export type EmitTabled = (emitter: Emitter, node: TestNode) => Expression | undefined;

/** An emitter for one function, which may be over the rows of a table. */
export function createEmitter(parts: ModuleParts, emitTabled?: EmitTabled): Emitter {
  const standIns = new Map<number, Expression>();
  const variables: Code[] = [];
  const emitter: Emitter = {
    parts,
    value: (node) =>
      standIns.get(node.id) ?? (node.canErr ? emitErringValue(emitter, node) : emitValue(emitter, node)),
    path: (node) =>
      standIns.get(node.id) ?? (node.canErr ? emitErringValue(emitter, node) : emitPath(emitter, node)),
    test: (node) =>
      emitter.tabled(node) ?? (node.canErr ? emitErringTest(emitter, node) : emitTest(emitter, node)),
    tabled: (node) => emitTabled?.(emitter, node),
    input: (input) => primary(inputName(parts.names, input)),
    reuse(expression) {
      if (isSimple(expression)) return { first: expression, again: expression };
      const variable = parts.names.name(`variable ${variables.length}`, `value_${variables.length + 1}`);
      variables.push(variable);
      return { first: primary(js`(${variable} = ${expression.code})`), again: primary(variable) };
    },
    within(node, expression, emit) {
      standIns.set(node.id, expression);
      const result = emit();
      standIns.delete(node.id);
      return result;
    },
    variables: () => (variables.length === 0 ? nothing : js`let ${variables};`),
  };
  return emitter;
}
