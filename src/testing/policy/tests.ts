import { compareTypes } from "../../types/relations.js";
import { type Bounds, formKinds, type Type, type TypeKind, type TypeOf } from "../../types/type.js";
import { chance, pick, pickAny, some, weighted } from "../choices.js";
import { validTexts } from "../sample-values.js";
import { listLiteral, literal } from "./literals.js";
import { groupsOf } from "./model.js";
import { sampleIds } from "./names.js";
import { likePatterns, testPatterns } from "./patterns.js";
import { level, operand, type Phrase, primary, quote } from "./pol-text.js";
import { relationOf } from "./relation-tests.js";
import {
  type Condition,
  canMeet,
  isSettled,
  openGuards,
  type Path,
  plain,
  type Scope,
  settledBy,
} from "./scope.js";
import type { Subject } from "./subjects.js";

type Test = (scope: Scope, subject: Subject) => Condition;

/** Whether there is any test of values of the type but presence. */
export function isTestable(type: Type): boolean {
  if (type.kind === "List") return true;
  return type.kind !== "Map" && type.kind !== "Record" && type.kind !== "Json";
}

/** Kinds that `==` compares. */
const equalityKinds: ReadonlySet<TypeKind> = new Set<TypeKind>([
  "Bool",
  "Int",
  "Number",
  "Duration",
  "String",
  "Literals",
  ...formKinds,
  "Entity",
]);

/** Whether values of the type can be compared with `==`, or be elements that `in` finds. */
export function hasEquality(type: Type): boolean {
  return equalityKinds.has(type.kind);
}

/** A random test of `subject`. */
export function testOf(scope: Scope, subject: Subject): Condition {
  return weighted(scope.generation.choices, testsOf(subject.type))(scope, subject);
}

function testsOf(type: Type): readonly (readonly [number, Test])[] {
  switch (type.kind) {
    case "Bool":
      return [[3, (_, subject) => plain(subject)], ...equalityTests];
    case "Int":
    case "Number":
    case "Duration":
    case "Time":
    case "Date":
      return [...equalityTests, [6, ordered], [3, ranged]];
    case "String":
      return [...equalityTests, [4, liked], [3, matched], [1, lowered]];
    case "Literals":
      return [...equalityTests, [1, liked]];
    case "Ip":
      return [...equalityTests, [6, networked]];
    case "Host":
      return [...equalityTests, [5, withinBase], [2, liked], [1, matched]];
    case "Path":
      return [...equalityTests, [5, withinBase], [2, liked], [1, matched]];
    case "Email":
    case "Url":
      return [...equalityTests, [2, liked], [2, matched]];
    case "Entity":
      return [...equalityTests, [4, inGroup], [6, related]];
    case "List":
      return listTests(type);
    default:
      return equalityTests;
  }
}

const equalityTests: readonly (readonly [number, Test])[] = [
  [5, equal],
  [3, inList],
];

function test(subject: Phrase, rest: string, tested: readonly string[] = []): Condition {
  return plain({ text: `${operand(subject, level.coalesce)} ${rest}`, level: level.test }, tested);
}

function equal(scope: Scope, subject: Subject): Condition {
  const { choices } = scope.generation;
  const value = subject.type.kind === "Entity" ? entityFor(scope, subject) : anyValue(scope, subject);
  const operator = chance(choices, 25) ? "!=" : "==";
  const settled = [...settledBy(scope, subject.key), ...settledBy(scope, value)];
  if (chance(choices, 10) && !isLiteralText(value)) {
    const text = `${value} ${operator} ${operand(subject, level.coalesce)}`;
    return plain({ text, level: level.test }, settled);
  }
  return test(subject, `${operator} ${value}`, settled);
}

function anyValue(scope: Scope, subject: Subject): string {
  return operand(scope.grow.value(scope, subject.type, 1), level.coalesce);
}

/** An entity that `subject` can be equal to, in some environment at least. */
function entityFor(scope: Scope, subject: Subject): string {
  const { choices } = scope.generation;
  const readable = scope.paths.filter(
    (each) =>
      compareTypes(each.type, subject.type) === "possible" &&
      openGuards(scope, each).length === 0 &&
      canMeet(scope, subject.key, each.text) &&
      !isSettled(scope, each),
  );
  return (
    (chance(choices, 40) ? pickAny(choices, readable)?.text : undefined) ??
    literal(choices, subject.type).text
  );
}

/** Whether an expression takes its type from what it meets: then it stands on the right. */
function isLiteralText(text: string): boolean {
  return !/^[a-z_]+[.[]/i.test(text);
}

function inList(scope: Scope, subject: Subject): Condition {
  const { choices } = scope.generation;
  const lists = scope.paths.filter(
    (each) => each.type.kind === "List" && compareTypes(each.type.element, subject.type) === "possible",
  );
  const list = pickAny(
    choices,
    lists.filter((each) => openGuards(scope, each).length === 0),
  );
  const settled = settledBy(scope, subject.key);
  if (list && chance(choices, 50)) return test(subject, `in ${list.text}`, settled);
  const constant = constantOf(scope, { kind: "List", element: subject.type });
  const text = constant ?? listLiteral(choices, subject.type, choices.int(1, 3)).text;
  return test(subject, `in ${text}`, settled);
}

function constantOf(scope: Scope, type: Type): string | undefined {
  const { choices, schema } = scope.generation;
  const same = schema.constants.filter((each) => JSON.stringify(each.type) === JSON.stringify(type));
  return chance(choices, 60) ? pickAny(choices, same)?.name : undefined;
}

function ordered(scope: Scope, subject: Subject): Condition {
  const { choices } = scope.generation;
  const operator = pick(choices, ["<", "<=", ">", ">="] as const);
  const inner = interior(subject.type, operator === "<" || operator === ">=");
  return test(subject, `${operator} ${operand(scope.grow.value(scope, inner, 2), level.coalesce)}`);
}

/** The type without the end at which an ordering would be settled. */
function interior(type: Type, upper: boolean): Type {
  if (type.kind !== "Int" && type.kind !== "Number" && type.kind !== "Duration") return type;
  const step = type.kind === "Number" ? 0.5 : 1;
  const { minimum, maximum } = type.bounds ?? {};
  const bounds: Bounds = {
    ...(minimum !== undefined && { minimum: upper ? minimum + step : minimum }),
    ...(maximum !== undefined && { maximum: upper ? maximum : maximum - step }),
  };
  return { kind: type.kind, ...(type.bounds && { bounds }) };
}

function ranged(scope: Scope, subject: Subject): Condition {
  const { choices } = scope.generation;
  const { type } = subject;
  const bound = (): string => operand(literal(choices, type), level.coalesce);
  const [low, high] = [bound(), bound()].sort((left, right) => rank(left) - rank(right));
  const readable = scope.paths.filter(
    (each) =>
      each.type.kind === type.kind && !("bounds" in each.type) && openGuards(scope, each).length === 0,
  );
  const path = chance(choices, 25) ? pickAny(choices, readable) : undefined;
  const upper = path?.text ?? high;
  return test(subject, `in ${low}..${upper}`);
}

/** The order of two literals of one ordered type. */
function rank(text: string): number {
  const inner = text.replace(/[()"_]/g, "");
  const duration = /^(-?\d+)(ms|s|m|h|d)$/.exec(inner);
  if (duration) return Number(duration[1]) * (units[duration[2] ?? ""] ?? 1);
  return /^\d{4}-/.test(inner) ? Date.parse(inner) : Number(inner);
}

const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };

function liked(scope: Scope, subject: Subject): Condition {
  const { choices } = scope.generation;
  const { type } = subject;
  const pattern =
    type.kind === "Literals"
      ? `${pick(choices, type.values)
          .slice(0, 1)
          .replace(/[*?\\]/g, "?")}*`
      : pick(choices, likePatterns);
  return test(subject, `like ${quote(pattern)}`, settledBy(scope, subject.key));
}

function matched(scope: Scope, subject: Subject): Condition {
  return test(subject, `matches /${pick(scope.generation.choices, testPatterns)}/`);
}

function lowered(scope: Scope, subject: Subject): Condition {
  const text = pick(scope.generation.choices, ["sales", "finance", "naïve", "a", ""]);
  if (subject.type.kind !== "String" || subject.type.pattern || subject.type.length)
    return matched(scope, subject);
  return test(primary(`lower(${subject.text})`), `== ${quote(text)}`);
}

function networked(scope: Scope, subject: Subject): Condition {
  const { choices } = scope.generation;
  const readable = scope.paths.filter((each) => isNetworks(each) && openGuards(scope, each).length === 0);
  const path = pickAny(choices, readable);
  if (path && chance(choices, 40)) return test(subject, `in ${path.text}`);
  const constant = constantOf(scope, { kind: "List", element: { kind: "Cidr" } });
  const blocks = some(choices, validTexts.Cidr, 1, 3).map(quote);
  return test(subject, `in ${constant ?? (chance(choices, 30) ? blocks[0] : `[${blocks.join(", ")}]`)}`);
}

function isNetworks({ type }: Path): boolean {
  return type.kind === "Cidr" || (type.kind === "List" && type.element.kind === "Cidr");
}

function withinBase(scope: Scope, subject: Subject): Condition {
  return test(subject, `within ${operand(scope.grow.value(scope, subject.type, 0), level.coalesce)}`);
}

/** `x in Team("t")`, `x in resource`: a group that the type can be below. */
function inGroup(scope: Scope, subject: Subject): Condition {
  const { choices, schema } = scope.generation;
  if (subject.type.kind !== "Entity") return equal(scope, subject);
  const groups = [...new Set(subject.type.names.flatMap((name) => [...groupsOf(schema, name)]))];
  const path = pickAny(
    choices,
    scope.paths.filter(
      ({ type, ...each }) =>
        type.kind === "Entity" &&
        type.names.some((name) => groups.includes(name)) &&
        openGuards(scope, { type, ...each }).length === 0,
    ),
  );
  const meets =
    path &&
    !isSettled(scope, path) &&
    canMeet(scope, subject.key, path.text, (name) => groupsOf(schema, name));
  const settled = settledBy(scope, subject.key);
  if (meets && path.text !== subject.text && chance(choices, 30))
    return test(subject, `in ${path.text}`, [...settled, ...settledBy(scope, path.text)]);
  return test(subject, `in ${pick(choices, groups)}(${quote(pick(choices, sampleIds))})`, settled);
}

function related(scope: Scope, subject: Subject): Condition {
  const { type } = subject;
  const found = type.kind === "Entity" ? relationOf(scope, { ...subject, names: type.names }) : undefined;
  return found ?? inGroup(scope, subject);
}

function listTests(type: TypeOf<"List">): readonly (readonly [number, Test])[] {
  if (!hasEquality(type.element)) return [[1, lengthTested]];
  return [
    [3, contained],
    [3, containing],
    [1, lengthTested],
  ];
}

function lengthTested(scope: Scope, subject: Subject): Condition {
  const { choices } = scope.generation;
  const length = primary(`${operand(subject, level.primary)}.length`);
  const bounds = subject.type.kind === "List" ? subject.type.length : undefined;
  const operator = pick(choices, ["<", ">="] as const);
  const value = literal(
    choices,
    interior({ kind: "Int", bounds: { minimum: 0, maximum: 4, ...bounds } }, true),
  );
  return test(length, `${operator} ${value.text}`);
}

/** `element in list` */
function contained(scope: Scope, subject: Subject): Condition {
  const element = subject.type.kind === "List" ? subject.type.element : subject.type;
  const path = element.kind === "Cidr" ? networkOf(scope) : undefined;
  if (element.kind === "Cidr" && !path) return lengthTested(scope, subject);
  const value =
    path ?? operand(scope.grow.value(scope, element, isFlexible(element) ? 0 : 1), level.coalesce);
  return plain({ text: `${value} in ${operand(subject, level.coalesce)}`, level: level.test });
}

/** A block that is an attribute: a text before `in` would be read as an address. */
function networkOf(scope: Scope): string | undefined {
  const readable = scope.paths.filter(
    (each) => each.type.kind === "Cidr" && openGuards(scope, each).length === 0,
  );
  return pickAny(scope.generation.choices, readable)?.text;
}

/** Whether literals of the type are texts that what they meet gives a type. */
function isFlexible(type: Type): boolean {
  return type.kind in validTexts;
}

function containing(scope: Scope, subject: Subject): Condition {
  const { choices } = scope.generation;
  const element = subject.type.kind === "List" ? subject.type.element : subject.type;
  const operator = pick(choices, ["containsAll", "containsAny"] as const);
  const lists = scope.paths.filter(
    (each) =>
      each.text !== subject.text &&
      each.type.kind === "List" &&
      compareTypes(each.type.element, element) === "possible" &&
      openGuards(scope, each).length === 0,
  );
  const list = chance(choices, 30) ? pickAny(choices, lists) : undefined;
  const constant = constantOf(scope, { kind: "List", element });
  return test(
    subject,
    `${operator} ${list?.text ?? constant ?? listLiteral(choices, element, choices.int(1, 3)).text}`,
  );
}
