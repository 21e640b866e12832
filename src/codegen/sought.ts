import type { RuleBody, Scope } from "../ir/decision-graph.js";
import type { EqualsNode, GraphNode, TestNode, ValueNode } from "../ir/node.js";
import { operandsOf } from "../ir/operands.js";
import { rememberedOf } from "../util/remembered.js";
import { entityInput, type Input, inputAt } from "./input.js";

/**
 * A list of which rules ask nothing but whether it has some constants in it: what lies above the principal, or an attribute. A text that is
 * compared with constants alone, the principal's id or an attribute, is one as well: of itself.
 */
export interface SoughtList {
  readonly input: Input;
  readonly items: readonly SoughtItem[];
}

/** What is looked for, and the bits that are found with it. */
export interface SoughtItem extends Sought {
  readonly bits: number;
  /** The one of them that says that the item itself is there, of which rules ask that ask for something else as well; 0 if none does. */
  readonly own: number;
}

/** A text, or an entity of a type. */
export interface Sought {
  readonly type: string | undefined;
  readonly text: string;
}

/** A test that asks whether one item is in a list, or is the text. */
export interface Seeking {
  readonly input: Input;
  readonly item: Sought;
}

/** The bit that says that some rule matches which allows, or denies, and asks for one item alone. */
export const matching = { allow: 1, deny: 2 } as const;

/** The bits of items follow, in a small integer. */
const firstOwn = 4;
const afterOwn = 2 ** 30;

/** The rules that allow and those that deny. */
export type Rules = Pick<Scope, "denies" | "allows">;

/**
 * The lists of which rules ask only whether constants are in them, of those that `isList` says can be looked through while they are
 * read; none where that would be more bits than there are.
 */
export function soughtLists(rules: Rules, isList: (input: Input) => boolean): readonly SoughtList[] {
  const tests = [...rules.denies, ...rules.allows].flatMap(({ clauses }) => clauses.map(({ test }) => test));
  const others = new Set<string>();
  const asked = new Map<string, GrowingList>();
  walk(tests, {
    seeking: ({ input }) => asked.set(input.key, { input, items: [], nextOwn: firstOwn }),
    other: ({ key }) => others.add(key),
  });
  // In one order, whatever the order of rules: so functions read alike.
  const lists = [...asked.values()]
    .filter(({ input }) => !others.has(input.key) && isList(input))
    .sort((a, b) => (a.input.key < b.input.key ? -1 : 1));
  const note = ({ input, item }: Seeking, alone: number): void => {
    const list = listOf(lists, input);
    if (list !== undefined) noteItem(list, item, alone);
  };
  for (const effect of ["deny", "allow"] as const) {
    for (const body of effect === "deny" ? rules.denies : rules.allows) {
      const alone = soughtAlone(lists, body);
      for (const seeking of alone) note(seeking, matching[effect]);
      if (alone.length > 0) continue;
      walk(
        body.clauses.map(({ test }) => test),
        { seeking: (seeking) => note(seeking, 0), other: () => {} },
      );
    }
  }
  return lists.every(({ nextOwn }) => nextOwn <= afterOwn) ? lists : [];
}

interface GrowingList {
  readonly input: Input;
  readonly items: { -readonly [Key in keyof SoughtItem]: SoughtItem[Key] }[];
  nextOwn: number;
}

/** Notes an item that a rule asks for `alone`, by that bit, or with something else. */
function noteItem(list: GrowingList, item: Sought, alone: number): void {
  const known = itemOf(list, item);
  const noted = known ?? { ...item, bits: 0, own: 0 };
  if (known === undefined) list.items.push(noted);
  if (alone === 0 && noted.own === 0) {
    noted.own = list.nextOwn;
    list.nextOwn *= 2;
  }
  noted.bits |= alone === 0 ? noted.own : alone;
}

/** What is done about a test that looks for something, and about an input of which something else is asked. */
interface Visitor {
  readonly seeking: (seeking: Seeking) => void;
  readonly other: (input: Input) => void;
}

function walk(tests: readonly TestNode[], { seeking, other }: Visitor): void {
  const seen = new Set<number>();
  const visit = (node: GraphNode): void => {
    if (seen.has(node.id)) return;
    seen.add(node.id);
    const found = seekingOf(node);
    if (found !== undefined) {
      seeking(found);
      return;
    }
    const input = node.kind === "ancestor" ? ancestorsOf(node.entity) : inputAt(node);
    if (input !== undefined) other(input);
    for (const operand of operandsOf(node)) visit(operand);
  };
  for (const test of tests) visit(test);
}

/** The list that is made of an input. */
export function listOf<List extends Pick<SoughtList, "input">>(
  lists: readonly List[],
  { key }: Input,
): List | undefined {
  return lists.find(({ input }) => input.key === key);
}

/** The item of a list that is the same. */
export function itemOf<Item extends Sought>(
  { items }: { readonly items: readonly Item[] },
  { type, text }: Sought,
): Item | undefined {
  return items.find((item) => item.type === type && item.text === text);
}

/** The items of these lists of which a rule asks whether one of them is there; none if it asks anything else. */
export function soughtAlone(
  lists: readonly Pick<SoughtList, "input">[],
  { clauses }: RuleBody,
): readonly Seeking[] {
  const [only, ...more] = clauses;
  if (only === undefined || more.length > 0) return [];
  const seekings: Seeking[] = [];
  for (const each of choicesOf(only.test)) {
    const seeking = seekingOf(each);
    if (seeking === undefined || listOf(lists, seeking.input) === undefined) return [];
    seekings.push(seeking);
  }
  return seekings;
}

/** Whether a rule asks nothing but whether one of some constants is in a list. */
export const seeksAlone = rememberedOf(({ clauses }: RuleBody): boolean => {
  const [only, ...more] = clauses;
  return only !== undefined && more.length === 0 && choicesOf(only.test).every((each) => seekingOf(each));
});

function choicesOf(test: TestNode): readonly TestNode[] {
  return test.kind === "or" ? test.operands : [test];
}

/** What a test looks for in an attribute or the id of the principal, or above it; undefined of any other test. */
export function seekingOf(node: GraphNode): Seeking | undefined {
  if (node.kind === "equals") return comparisonOf(node);
  if (node.kind === "ancestor") {
    const input = ancestorsOf(node.entity);
    if (input === undefined || node.group.kind !== "entity") return undefined;
    return { input, item: { type: node.group.type, text: node.group.name } };
  }
  if (node.kind !== "element" || node.equality !== "strict") return undefined;
  return seekingText(inputAt(node.list), node.element);
}

function comparisonOf({ equality, left, right }: EqualsNode): Seeking | undefined {
  if (equality !== "strict") return undefined;
  return seekingText(inputAt(left), right) ?? seekingText(inputAt(right), left);
}

function seekingText(input: Input | undefined, wanted: ValueNode): Seeking | undefined {
  if (input?.root !== "principal" || (input.part !== "attribute" && input.part !== "id")) return undefined;
  if (wanted.kind !== "constant" || typeof wanted.value !== "string") return undefined;
  return { input, item: { type: undefined, text: wanted.value } };
}

function ancestorsOf(entity: GraphNode): Input | undefined {
  return entity.kind === "root" && entity.name === "principal"
    ? entityInput("principal", "ancestors")
    : undefined;
}
