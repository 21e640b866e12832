import type { GraphNode, TestNode } from "../ir/node.js";
import { operandsOf } from "../ir/operands.js";
import { entityInput, type Input, inputAt } from "./input.js";

/** A list of which rules ask nothing but whether it has some constants in it: what lies above the principal, or an attribute. */
export interface SoughtList {
  readonly input: Input;
  /** Each is a bit of what is found, by its place. */
  readonly items: readonly SoughtItem[];
}

/** What is looked for: a text, or an entity of a type. */
export interface SoughtItem {
  readonly type: string | undefined;
  readonly text: string;
}

/** A test that asks whether one item is in a list. */
export interface Seeking {
  readonly input: Input;
  readonly item: SoughtItem;
}

/** Each found item is a bit of a small integer. */
const mostItems = 30;

/** The lists of which tests ask only whether constants are in them, of those that `isList` says can be looked through while they are read. */
export function soughtLists(
  tests: readonly TestNode[],
  isList: (input: Input) => boolean,
): readonly SoughtList[] {
  const lists = new Map<string, { readonly input: Input; readonly items: SoughtItem[] }>();
  const others = new Set<string>();
  const seen = new Set<number>();
  const walk = (node: GraphNode): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    const seeking = seekingOf(node);
    if (seeking !== undefined) {
      const known = lists.get(seeking.input.key) ?? { input: seeking.input, items: [] };
      lists.set(seeking.input.key, known);
      if (placeOf(known, seeking.item) < 0) known.items.push(seeking.item);
      return;
    }
    const input = node.kind === "ancestor" ? ancestorsOf(node.entity) : inputAt(node);
    if (input !== undefined) others.add(input.key);
    for (const operand of operandsOf(node)) walk(operand);
  };
  for (const test of tests) walk(test);
  return [...lists.values()].filter(
    ({ input, items }) => !others.has(input.key) && items.length <= mostItems && isList(input),
  );
}

/** The place of an item among those of a list; -1 if it is none of them. */
export function placeOf({ items }: SoughtList, { type, text }: SoughtItem): number {
  return items.findIndex((item) => item.type === type && item.text === text);
}

/** What a test looks for in an attribute of the principal, or above it; undefined of any other test. */
export function seekingOf(node: GraphNode): Seeking | undefined {
  if (node.kind === "ancestor") {
    const input = ancestorsOf(node.entity);
    if (input === undefined || node.group.kind !== "entity") return undefined;
    return { input, item: { type: node.group.type, text: node.group.name } };
  }
  if (node.kind !== "element" || node.equality !== "strict" || node.element.kind !== "constant")
    return undefined;
  const input = inputAt(node.list);
  const { value } = node.element;
  if (input?.root !== "principal" || input.part !== "attribute" || typeof value !== "string")
    return undefined;
  return { input, item: { type: undefined, text: value } };
}

function ancestorsOf(entity: GraphNode): Input | undefined {
  return entity.kind === "root" && entity.name === "principal"
    ? entityInput("principal", "ancestors")
    : undefined;
}
