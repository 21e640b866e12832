import { rememberedOf } from "../../util/remembered.js";
import type { RuleBody } from "../decision-graph.js";
import type { TestNode, ValueNode } from "../node.js";
import { type Cell, type ConstantLeaf, constantLeafOf } from "./constant-leaf.js";
import { isPath } from "./is-path.js";

/** How rules are found by a value. */
export type KeyKind =
  /** The value is one of the keys. */
  | "value"
  /** The value is a list, and one of the keys is in it. */
  | "member"
  /** The value is an entity, and a group whose name is one of the keys is above it. */
  | "ancestor"
  /** The text begins, or ends, with one of the keys. */
  | "prefix"
  | "suffix"
  /** The number is in one of the ranges; the keys are their lowest and highest numbers in turn. */
  | "number"
  /** The same of addresses. */
  | "address";

/** A condition that a rule's matching implies: a rule whose keys do not fit a request's value need not be visited. */
export interface KeyTest {
  /** Says what is looked at and how: rules with the same one can share an index. */
  readonly id: string;
  readonly kind: KeyKind;
  readonly operand: ValueNode;
  /** Of an ancestor: the type of the group. */
  readonly groupType: string | undefined;
  readonly keys: readonly Cell[];
  /** The conjuncts that hold wherever an index finds the rule by these keys: they need not be asked again. */
  readonly decides: readonly TestNode[];
}

/**
 * The key tests of a body by their ids, each of another value or another way of looking at one. A body whose key test fails is false, not an error:
 * a conjunct that is false makes the whole false, whatever the others are (Kleene).
 */
export const keyTestsOf: (body: Pick<RuleBody, "clauses">) => ReadonlyMap<string, KeyTest> = rememberedOf(
  ({ clauses }) => {
    const found = new Map<string, KeyTest>();
    for (const { test } of clauses) {
      for (const key of keysOfClause(test)) {
        const known = found.get(key.id);
        found.set(key.id, known === undefined ? key : bothOf(known, key));
      }
    }
    return found;
  },
);

/** Rules have most of their clauses in common. */
const keysOfClause = rememberedOf((clause: TestNode): readonly KeyTest[] =>
  conjunctsOf(clause).flatMap((conjunct) => keyTestOf(conjunct) ?? []),
);

/** The conjuncts of a test, in order. */
export function conjunctsOf(test: TestNode): readonly TestNode[] {
  return test.kind === "and" ? test.operands.flatMap(conjunctsOf) : [test];
}

function keyTestOf(test: TestNode): KeyTest | undefined {
  if (test.kind !== "or") return leafKey(test);
  const [first, ...others] = test.operands.map(keyTestOf);
  if (first === undefined || others.some((other) => other?.id !== first.id)) return undefined;
  const keys = [first, ...others].flatMap((each) => each?.keys ?? []);
  const decides = [first, ...others].every((each) => each?.decides.length === 1) ? [test] : [];
  return { ...first, keys: distinctKeys(first.kind, keys), decides };
}

/**
 * Where two conjuncts speak of one value, both hold: for ranges that is their intersection; otherwise the first is enough. What is
 * chosen, and what it decides, hangs on the body's shape alone: the rows of a table agree.
 */
function bothOf(one: KeyTest, other: KeyTest): KeyTest {
  if (one.kind === "number" && one.keys.length === 2 && other.keys.length === 2) {
    const [low, high] = [numberAt(one, 0), numberAt(one, 1)];
    const keys = [Math.max(low, numberAt(other, 0)), Math.min(high, numberAt(other, 1))];
    return { ...one, keys, decides: [...one.decides, ...other.decides] };
  }
  return one;
}

function numberAt({ keys }: KeyTest, index: number): number {
  const key = keys[index];
  return typeof key === "number" ? key : Number.NaN;
}

function leafKey(test: TestNode): KeyTest | undefined {
  const leaf = constantLeafOf(test);
  if (leaf === undefined || !isPath(leaf.operand)) return undefined;
  const { operand } = leaf;
  const key = (kind: KeyKind, keys: readonly Cell[], decides: boolean, groupType?: string): KeyTest => ({
    id: `${kind} ${groupType ?? ""}#${operand.id}`,
    kind,
    operand,
    groupType,
    keys,
    decides: decides ? [test] : [],
  });
  const [cell] = leaf.cells;
  switch (leaf.kind) {
    case "equals":
      return key("value", leaf.cells, true);
    case "list-element":
      return key("value", listOf(cell), true);
    case "element":
      return key("member", leaf.cells, true);
    case "containment": {
      const wanted = listOf(cell);
      if (wanted.length === 0) return undefined;
      return test.kind === "containsAll"
        ? key("member", wanted.slice(0, 1), false)
        : key("member", wanted, true);
    }
    case "ancestor":
      return key(
        "ancestor",
        leaf.cells,
        true,
        test.kind === "ancestor" && test.group.kind === "entity" ? test.group.type : "",
      );
    case "prefix":
      return key("prefix", leaf.cells, true);
    case "suffix":
      return key("suffix", leaf.cells, true);
    case "within":
      return withinKey(test, leaf, key);
    case "glob":
      return globKey(listOf(cell), key);
    case "order":
    case "range":
      return rangeKey(test, leaf, key);
    case "network":
      return key("address", listOf(cell), true);
    case "infix":
      return undefined;
    default:
      return leaf.kind satisfies never;
  }
}

type MakeKey = (kind: KeyKind, keys: readonly Cell[], decides: boolean) => KeyTest;

function listOf(cell: Cell | undefined): readonly Cell[] {
  return typeof cell === "object" ? cell : [];
}

/** `/srv` begins all that is within it, and more. */
function withinKey(test: TestNode, { cells }: ConstantLeaf, key: MakeKey): KeyTest | undefined {
  return test.kind === "within" ? key(test.of === "Path" ? "prefix" : "suffix", cells, false) : undefined;
}

function globKey(tokens: readonly Cell[], key: MakeKey): KeyTest | undefined {
  const [first, last] = [tokens[0], tokens.at(-1)];
  if (typeof first === "string") return key("prefix", [first], false);
  return typeof last === "string" ? key("suffix", [last], false) : undefined;
}

function rangeKey(test: TestNode, { cells }: ConstantLeaf, key: MakeKey): KeyTest | undefined {
  const [first, second] = cells;
  if (typeof first !== "number") return undefined;
  if (test.kind === "range")
    return typeof second === "number" ? key("number", [first, second], true) : undefined;
  if (test.kind !== "order") return undefined;
  const constantLeft = test.left.kind === "constant";
  const isUpperBound = (test.operator === "<" || test.operator === "<=") !== constantLeft;
  // A bound that is not itself within is left to the row.
  const isWithin = test.operator === "<=" || test.operator === ">=";
  const keys = isUpperBound ? [Number.NEGATIVE_INFINITY, first] : [first, Number.POSITIVE_INFINITY];
  return key("number", keys, isWithin);
}

/** Each key once; of texts that begin (end) with another one the other, which finds them too. */
function distinctKeys(kind: KeyKind, keys: readonly Cell[]): readonly Cell[] {
  if (kind === "number" || kind === "address") return keys;
  const distinct = [...new Set(keys)];
  if (kind !== "prefix" && kind !== "suffix") return distinct;
  const texts = distinct.filter((each) => typeof each === "string");
  const covers = (part: string, whole: string) =>
    kind === "prefix" ? whole.startsWith(part) : whole.endsWith(part);
  return texts.filter((text) => !texts.some((other) => other !== text && covers(other, text)));
}
