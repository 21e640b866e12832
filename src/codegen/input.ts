import type { GraphNode, RootName } from "../ir/node.js";
import { operandsOf } from "../ir/operands.js";
import type { Code } from "./code.js";
import type { Names } from "./names.js";

/** Something of the request that rules compute with: it is read and checked once, and then handed to them. */
export interface Input {
  readonly root: RootName;
  /** An attribute (or argument), or of an entity its id, its type, its ancestors, or all of it. */
  readonly part: "attribute" | "id" | "type" | "ancestors" | "entity";
  /** The attribute's name. */
  readonly name: string;
  readonly key: string;
}

/** An attribute of an entity or of the context, or an argument. */
export function attributeInput(root: RootName, name: string): Input {
  return { root, part: "attribute", name, key: `${root} attribute ${name}` };
}

/** Another part of an entity. */
export function entityInput(root: RootName, part: "id" | "type" | "ancestors" | "entity"): Input {
  return { root, part, name: "", key: `${root} ${part}` };
}

/** The same part of another root. */
export function inputOf(root: RootName, { part, name }: Input): Input {
  return part === "attribute" ? attributeInput(root, name) : entityInput(root, part);
}

/** The input that a node stands for, if it stands for one. */
export function inputAt(node: GraphNode): Input | undefined {
  if (node.kind === "root") return entityInput(node.name, "entity");
  if ((node.kind !== "read" && node.kind !== "identity") || node.object.kind !== "root") return undefined;
  return node.kind === "read"
    ? attributeInput(node.object.name, node.name)
    : entityInput(node.object.name, node.name);
}

/** The inputs below some nodes, each once, in the order in which functions take them. */
export function inputsOf(roots: Iterable<GraphNode>): readonly Input[] {
  const inputs = new Map<string, Input>();
  const seen = new Set<number>();
  const add = (input: Input) => inputs.set(input.key, input);
  const walk = (node: GraphNode): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    const input = inputAt(node);
    if (input !== undefined) add(input);
    else if (node.kind === "ancestor") {
      if (node.entity.kind === "root") add(entityInput(node.entity.name, "ancestors"));
      else walk(node.entity);
      if (node.group.kind === "root")
        for (const part of ["type", "id"] as const) add(entityInput(node.group.name, part));
      else walk(node.group);
    } else if (node.kind === "related") {
      for (const party of [node.subject, node.object]) {
        if (party.kind === "root")
          for (const part of ["type", "id"] as const) add(entityInput(party.name, part));
        else walk(party);
      }
    } else for (const operand of operandsOf(node)) walk(operand);
  };
  for (const root of roots) walk(root);
  return sortInputs(inputs.values());
}

/** Inputs in the order in which functions take them, each once. */
export function sortInputs(inputs: Iterable<Input>): readonly Input[] {
  const all = [...inputs];
  // Most are: scopes put together what was sorted before.
  if (all.every((input, index) => index === 0 || comesAfter(input, all[index - 1] ?? input))) return all;
  const distinct = new Map<string, Input>();
  for (const input of all) distinct.set(input.key, input);
  return [...distinct.values()].sort((a, b) => (comesAfter(a, b) ? 1 : -1));
}

function comesAfter(one: Input, other: Input): boolean {
  const order = rootOrder[one.root] - rootOrder[other.root];
  return order === 0 ? one.key > other.key : order > 0;
}

const rootOrder: Readonly<Record<RootName, number>> = {
  principal: 0,
  subject: 1,
  actor: 2,
  resource: 3,
  args: 4,
  context: 5,
};

/** The variable that holds an input. */
export function inputName(names: Names, { root, part, name, key }: Input): Code {
  return names.name(key, `${root}_${part === "attribute" ? name : part}`);
}

/** Whether `mayAllow` may not be told an input. Who asks is always known, and so is the type of everything. */
export function canBeUnknown({ root, part }: Input): boolean {
  return (root === "resource" && part !== "type") || root === "context" || root === "args";
}
