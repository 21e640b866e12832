import type { EntitySchema } from "../check/typed-policy-set.js";
import type { RuleBody, Scope } from "../ir/decision-graph.js";
import { clausesToAsk } from "../ir/index/cheap-first.js";
import type { TestNode } from "../ir/node.js";
import type { Field } from "../types/type.js";
import { blockComment, type Code, join, js, lines, literal, nothing } from "./code.js";
import { testsRelation } from "./emit-related.js";
import { isAnyText } from "./emit-seeker.js";
import { createEmitter, type Emitter } from "./emitter.js";
import {
  type Expression,
  functionDefinition,
  junction,
  negation,
  primary,
  returnStatement,
  strictlyEqual,
} from "./expression.js";
import { type Input, inputName, inputsOf } from "./input.js";
import type { ModuleParts } from "./module-parts.js";
import { createSeeker, isOfData, type Seeker } from "./seeker.js";
import {
  itemOf,
  listOf,
  matching,
  type SoughtList,
  seekingOf,
  seeksAlone,
  soughtAlone,
  soughtLists,
} from "./sought.js";
import { createSoughtColumns } from "./sought-columns.js";

/** The function of the rules on one principal for `allows`, which takes what was found in a list in the place of the list. */
export interface EmittedAllows {
  readonly name: Code;
  readonly inputs: readonly Input[];
  /** By the key of an input, how the list is read. */
  readonly seekers: ReadonlyMap<string, Seeker>;
  /** Whether scopes whose rules ask alike have the same function: it names nothing that their rules look for. */
  readonly isShared: boolean;
}

/** More rules than this are found by what they look for, unless they share a function. */
const mostRules = 16;

/** More rules than this look for more than can have places of their own. */
const mostSeeking = 64;

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
 * Functions of scopes that look for constants in lists: a list is looked through once, while it is read, whatever the number of rules
 * that ask what is in it. Scopes whose rules ask nothing else differ only in what they look for, and share a function; `mayHaveOwn` says
 * whether there may be one for a scope alone.
 */
export function createAllowsFunctions(
  parts: ModuleParts,
  entities: ReadonlyMap<string, EntitySchema>,
  mayHaveOwn: boolean,
): AllowsFunctions {
  const columns = createSoughtColumns(parts);
  const known = new Map<string, EmittedAllows | undefined>();
  const codes = new Map<string, Code>();
  const emit = (scope: Scope, principal: Principal): EmittedAllows | undefined => {
    const { type, hint } = principal;
    const rules = rulesOf(scope);
    const isFew = mayHaveOwn && rules.length <= mostRules;
    // Of most scopes of a large set this is all that is looked at.
    if (!isFew && !rules.every(seeksAlone)) return undefined;
    const fieldOf = ({ name }: Input): Field | undefined => entities.get(type)?.attributes.get(name);
    const isText = (input: Input): boolean => input.part === "id" || isPlainText(fieldOf(input));
    const isList = (input: Input): boolean => input.part === "ancestors" || isPlainList(fieldOf(input));
    const all = listsOf(scope, (input) => isText(input) || isList(input));
    const isShared =
      all.some(({ input }) => !isFew || isList(input)) &&
      rules.every((body) => soughtAlone(all, body).length > 0) &&
      all.every((list) => isOfData(list));
    // Code of its own compares texts as they are.
    const lists = isShared ? all : listsOf(scope, isList);
    if (lists.length === 0 || !(isShared || isFew)) return undefined;
    const seekers = new Map(
      lists.map((list) => [list.input.key, createSeeker(columns, list, fieldOf(list.input))]),
    );
    const inputs = inputsOf(testsOf(scope));
    const parameters = inputs.map((input) => inputName(parts.names, input));
    const definition = functionDefinition(parameters, emitRules(parts, scope, lists));
    const key = isShared ? definition.text : `${scope.id} ${type}`;
    const name = parts.names.name(`allows function ${key}`, `allows_${hint}`);
    if (!codes.has(key)) codes.set(key, declare(name, definition, principal, isShared));
    return { name, inputs, seekers, isShared };
  };
  return {
    of(scope, principal) {
      const key = `${scope.id} ${principal.type}`;
      const emitted = known.has(key) || !isPlain(scope) ? known.get(key) : emit(scope, principal);
      known.set(key, emitted);
      return emitted;
    },
    codes: () => [...columns.codes(), ...codes.values()],
  };
}

function declare(name: Code, definition: Code, { whom }: Principal, isShared: boolean): Code {
  const others = isShared ? " (or others that ask alike)" : "";
  const comment = `Whether the rules on ${whom}${others} allow it, by what was found in lists as they were read.`;
  return lines([blockComment([comment]), js`function ${name}${definition}`]);
}

/** The lists that the rules of a scope look for constants in: none where they ask for what may hold such a list. */
function listsOf(scope: Scope, isList: (input: Input) => boolean): readonly SoughtList[] {
  if (rulesOf(scope).length > mostSeeking || inputsOf(testsOf(scope)).some(isOfAll)) return [];
  return soughtLists(scope, isList);
}

function rulesOf({ denies, allows }: Scope): readonly RuleBody[] {
  return [...denies, ...allows];
}

function testsOf(scope: Scope): readonly TestNode[] {
  return rulesOf(scope).flatMap(({ clauses }) => clauses.map(({ test }) => test));
}

/** Whether some rule allows, and all are true or false. */
function isPlain(scope: Scope): boolean {
  return (
    scope.allows.length > 0 &&
    rulesOf(scope).every(
      ({ condition, clauses }) => !condition.canErr && !clauses.some(({ test }) => testsRelation(test)),
    )
  );
}

/** Whether an input may hold what others do: an entity as a whole, or a party by its other name. */
function isOfAll({ root, part }: Input): boolean {
  return part === "entity" || root === "subject" || root === "actor";
}

/** Whether an attribute is a text that is there in any case. */
function isPlainText(field: Field | undefined): boolean {
  return field !== undefined && !field.optional && !field.nullable && isAnyText(field.type);
}

/** Whether an attribute is a list of texts that is there in any case. */
function isPlainList(field: Field | undefined): boolean {
  if (field === undefined || field.optional || field.nullable || field.type.kind !== "List") return false;
  const { kind } = field.type.element;
  return kind === "String" || kind === "Literals";
}

/** No deny and some allow. */
function emitRules(parts: ModuleParts, scope: Scope, lists: readonly SoughtList[]): readonly Code[] {
  const isAlone = (body: RuleBody): boolean => soughtAlone(lists, body).length > 0;
  if (rulesOf(scope).every(isAlone)) {
    const found = join(
      lists.map(({ input }) => inputName(parts.names, input)),
      " | ",
    );
    const all = primary(lists.length > 1 ? js`(${found})` : found);
    return [returnStatement(strictlyEqual(all, primary(literal(matching.allow))))];
  }
  const emitter = createEmitter(parts, (_, node) => emitSeeking(parts, lists, node));
  const matchingOf = (bodies: readonly RuleBody[], bit: number): readonly Expression[] => [
    ...lists
      .filter(({ items }) => items.some(({ bits }) => (bits & bit) !== 0))
      .map((list) => hasBit(parts, list, bit)),
    ...bodies.filter((body) => !isAlone(body)).map((body) => emitBody(emitter, body)),
  ];
  const value = junction("and", [
    ...matchingOf(scope.denies, matching.deny).map(negation),
    junction("or", matchingOf(scope.allows, matching.allow)),
  ]);
  return [emitter.variables(), returnStatement(value)].filter((code) => code !== nothing);
}

/** What stands for a test that looks for something, by the bit of that. */
function emitSeeking(
  parts: ModuleParts,
  lists: readonly SoughtList[],
  test: TestNode,
): Expression | undefined {
  const seeking = seekingOf(test);
  const list = seeking && listOf(lists, seeking.input);
  const item = list && itemOf(list, seeking.item);
  return item && hasBit(parts, list, item.own);
}

/** Whether a bit was found in a list. */
function hasBit({ names }: ModuleParts, { input }: SoughtList, bit: number): Expression {
  return strictlyEqual(primary(js`(${inputName(names, input)} & ${bit})`), primary(js`0`), false);
}

function emitBody(emitter: Emitter, body: RuleBody): Expression {
  if (body.condition.kind === "settled") return primary(body.condition.value ? js`true` : js`false`);
  return junction(
    "and",
    clausesToAsk(body).map(({ test }) => emitter.test(test)),
  );
}
