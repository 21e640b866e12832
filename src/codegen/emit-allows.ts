import type { EntitySchema } from "../check/typed-policy-set.js";
import type { RuleBody, Scope } from "../ir/decision-graph.js";
import { clausesToAsk } from "../ir/index/cheap-first.js";
import type { TestNode } from "../ir/node.js";
import type { Field } from "../types/type.js";
import { blockComment, type Code, js, lines, nothing } from "./code.js";
import { testsRelation } from "./emit-related.js";
import { bitOf, emitSeeker } from "./emit-seeker.js";
import { createEmitter, type Emitter } from "./emitter.js";
import {
  type Expression,
  functionDeclaration,
  junction,
  negation,
  primary,
  returnStatement,
  strictlyEqual,
} from "./expression.js";
import { type Input, inputName, inputsOf } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import type { Readers } from "./reader-parts.js";
import { placeOf, type SoughtList, seekingOf, soughtLists } from "./sought.js";

/** The function of a few rules on one principal for `allows`, which takes what was found in a list in the place of the list. */
export interface EmittedAllows {
  readonly name: Code;
  readonly inputs: readonly Input[];
  /** By the key of an input, the function that reads the list and finds that. */
  readonly seekers: ReadonlyMap<string, Code>;
}

/** More rules than this are found by what they look for. */
const mostRules = 16;

/** A principal that a scope is asked about. */
export interface Principal {
  readonly type: string;
  /** In words, and as the end of a name. */
  readonly whom: string;
  readonly hint: string;
}

/** The functions of scopes for `allows`. */
export interface AllowsFunctions {
  /** The function of a scope on a principal of a type; undefined where that of the scope for all who ask does as well. */
  of(scope: Scope, principal: Principal): EmittedAllows | undefined;
  readonly codes: () => readonly Code[];
}

/**
 * Functions of scopes with few rules, that look for constants in lists: a list is looked through once, while it is read, whatever the
 * number of rules that ask what is in it.
 */
export function createAllowsFunctions(
  parts: ModuleParts,
  entities: ReadonlyMap<string, EntitySchema>,
): AllowsFunctions {
  const readers: Readers = { parts, entities, closed: false };
  const known = new Map<string, EmittedAllows | undefined>();
  const codes: Code[] = [];
  return {
    of(scope, principal) {
      const key = `${scope.id} ${principal.type}`;
      if (known.has(key) || !isPlain(scope)) return known.get(key);
      const emitted = emitAllows(readers, scope, principal);
      if (emitted !== undefined) codes.push(emitted.code);
      known.set(key, emitted?.function);
      return emitted?.function;
    },
    codes: () => codes,
  };
}

/** Undefined where rules look for nothing in lists. */
function emitAllows(
  readers: Readers,
  scope: Scope,
  { type, whom, hint }: Principal,
): { readonly function: EmittedAllows; readonly code: Code } | undefined {
  const { parts, entities } = readers;
  const fieldOf = ({ name }: Input): Field | undefined => entities.get(type)?.attributes.get(name);
  const tests = [...scope.denies, ...scope.allows].flatMap(({ clauses }) => clauses.map(({ test }) => test));
  const lists = soughtLists(tests, (input) => input.part === "ancestors" || isPlainList(fieldOf(input)));
  const inputs = inputsOf(tests);
  if (lists.length === 0 || inputs.some(isOfAll)) return undefined;
  const name = parts.names.name(`allows function ${scope.id} ${type}`, `allows_${hint}`);
  const seekers = new Map(
    lists.map((list) => [list.input.key, emitSeeker(readers, list, fieldOf(list.input))]),
  );
  const parameters = inputs.map((input) => inputName(parts.names, input));
  const code = lines([
    blockComment([`Whether the rules on ${whom} allow it, by what was found in lists as they were read.`]),
    functionDeclaration(name, parameters, emitRules(parts, scope, lists)),
  ]);
  return { function: { name, inputs, seekers }, code };
}

/** Whether a scope has few rules, all of which are true or false. */
function isPlain({ denies, allows }: Scope): boolean {
  const bodies = [...denies, ...allows];
  return (
    allows.length > 0 &&
    bodies.length <= mostRules &&
    bodies.every(
      ({ condition, clauses }) => !condition.canErr && !clauses.some(({ test }) => testsRelation(test)),
    )
  );
}

/** Whether an input may hold what others do: an entity as a whole, or a party by its other name. */
function isOfAll({ root, part }: Input): boolean {
  return part === "entity" || root === "subject" || root === "actor";
}

/** Whether an attribute is a list of texts that is there in any case. */
function isPlainList(field: Field | undefined): boolean {
  if (field === undefined || field.optional || field.nullable || field.type.kind !== "List") return false;
  const { kind } = field.type.element;
  return kind === "String" || kind === "Literals";
}

/** No deny and some allow. */
function emitRules(
  parts: ModuleParts,
  { denies, allows }: Scope,
  lists: readonly SoughtList[],
): readonly Code[] {
  const emitter = createEmitter(parts, (_, node) => {
    const found = findIn(lists, node);
    return found && hasBits(parts, found.input, found.bit, true);
  });
  const isAllowed = emitSome(emitter, allows, lists, true);
  const value =
    denies.length === 0 ? isAllowed : junction("and", [emitSome(emitter, denies, lists, false), isAllowed]);
  return [emitter.variables(), returnStatement(value)].filter((code) => code !== nothing);
}

/** Which list a test looks for something in, and the bit of that. */
function findIn(
  lists: readonly SoughtList[],
  test: TestNode,
): { readonly input: Input; readonly bit: number } | undefined {
  const seeking = seekingOf(test);
  const list = seeking && lists.find(({ input }) => input.key === seeking.input.key);
  return seeking && list && { input: list.input, bit: bitOf(placeOf(list, seeking.item)) };
}

/** Whether some of these bits are set, or none. */
function hasBits({ names }: ModuleParts, input: Input, bits: number, some: boolean): Expression {
  return strictlyEqual(primary(js`(${inputName(names, input)} & ${bits})`), primary(js`0`), !some);
}

/** Whether some of these rules match, or none: those that ask for one thing in the same list are one test. */
function emitSome(
  emitter: Emitter,
  bodies: readonly RuleBody[],
  lists: readonly SoughtList[],
  some: boolean,
): Expression {
  const bits = new Map<Input, number>();
  const others: Expression[] = [];
  for (const body of bodies) {
    const [only, ...more] = clausesToAsk(body);
    const found = only && more.length === 0 ? findIn(lists, only.test) : undefined;
    if (found === undefined) others.push(emitBody(emitter, body));
    else bits.set(found.input, (bits.get(found.input) ?? 0) | found.bit);
  }
  const sought = [...bits].map(([input, sum]) => hasBits(emitter.parts, input, sum, some));
  return some
    ? junction("or", [...sought, ...others])
    : junction("and", [...sought, ...others.map((each) => negation(each))]);
}

function emitBody(emitter: Emitter, body: RuleBody): Expression {
  if (body.condition.kind === "settled") return primary(body.condition.value ? js`true` : js`false`);
  return junction(
    "and",
    clausesToAsk(body).map(({ test }) => emitter.test(test)),
  );
}
