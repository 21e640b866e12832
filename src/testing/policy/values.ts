import { compareTypes } from "../../types/relations.js";
import type { Type, TypeKind } from "../../types/type.js";
import { chance, pick, pickAny, some, weighted } from "../choices.js";
import { validTexts } from "../sample-values.js";
import { hasLiteral, literal } from "./literals.js";
import type { CallableModel } from "./model.js";
import { level, operand, type Phrase, primary } from "./pol-text.js";
import { isSettled, openGuards, type Scope } from "./scope.js";
import { typeText } from "./type-text.js";

/** An expression that can be compared with values of `type`; it never can only be unequal to them by its type. */
export function generateValue(scope: Scope, type: Type, depth: number): Phrase {
  const { choices } = scope.generation;
  const form = weighted<(scope: Scope, type: Type, depth: number) => Phrase | undefined>(choices, [
    [10, literalValue],
    [7, pathValue],
    [2, defaultedValue],
    [3, constantValue],
    [depth > 0 ? 5 : 0, arithmeticValue],
    [depth > 0 ? 2 : 0, conditionalValue],
    // What is called may test relations.
    [depth > 0 && scope.asks ? 2 : 0, calledValue],
    [1, loweredValue],
    [2, partValue],
  ]);
  return form(scope, type, depth) ?? literalValue(scope, type);
}

function literalValue(scope: Scope, type: Type): Phrase {
  return literal(scope.generation.choices, type);
}

/** Another attribute, known to be present, of a type that can be equal. */
function pathValue(scope: Scope, type: Type): Phrase | undefined {
  const path = pickAny(
    scope.generation.choices,
    scope.paths.filter(
      (each) =>
        isComparable(each.type, type) && openGuards(scope, each).length === 0 && !isSettled(scope, each),
    ),
  );
  return path && primary(path.text);
}

/** `a.b ?? literal`, now and then through a second path. */
function defaultedValue(scope: Scope, type: Type): Phrase | undefined {
  const { choices } = scope.generation;
  const paths = scope.paths.filter(
    (each) => isComparable(each.type, type) && hasLiteral(each.type) && openGuards(scope, each).length > 0,
  );
  const [first, second] = some(choices, paths, 1, 2);
  if (!first) return undefined;
  const chained =
    second && typeText(first.type) === typeText(second.type) ? `${first.text} ?? ${second.text}` : first.text;
  const fallback = literal(choices, type.kind === first.type.kind ? type : first.type);
  return { text: `${chained} ?? ${operand(fallback, level.coalesce)}`, level: level.coalesce };
}

function constantValue(scope: Scope, type: Type): Phrase | undefined {
  const { choices, schema } = scope.generation;
  const constant = pickAny(
    choices,
    schema.constants.filter((each) => typeText(each.type) === typeText(type)),
  );
  return constant && primary(constant.name);
}

/** Sums, differences and products: of small numbers and of ones that overflow. */
function arithmeticValue(scope: Scope, type: Type, depth: number): Phrase | undefined {
  const { choices } = scope.generation;
  if ("bounds" in type && type.bounds) return undefined;
  const part = (kind: "Int" | "Duration", minimum: number): string =>
    operand(scope.grow.value(scope, { kind }, depth - 1), minimum);
  const sum = (left: string, operator: string, right: string): Phrase => ({
    text: `${left} ${operator} ${right}`,
    level: level.sum,
  });
  const sign = pick(choices, ["+", "-"]);
  if (type.kind === "Time") {
    const time = pathValue(scope, type);
    return time && sum(time.text, sign, part("Duration", level.product));
  }
  if (type.kind === "Duration" && chance(choices, 40)) return differenceOfTimes(scope);
  if (type.kind !== "Int" && type.kind !== "Duration") return undefined;
  return weighted<() => Phrase>(choices, [
    [4, () => sum(part(type.kind, level.sum), sign, part(type.kind, level.product))],
    [2, () => product(scope, part(type.kind, level.product))],
    [1, () => ({ text: `-${operand(scope.grow.value(scope, type, 0), level.primary)}`, level: level.unary })],
  ])();
}

/** Time − Time, the first an attribute: a text takes its type from what stands before it. */
function differenceOfTimes(scope: Scope): Phrase | undefined {
  const time = pathValue(scope, { kind: "Time" });
  const other = time && operand(generateValue(scope, { kind: "Time" }, 0), level.product);
  if (!time || !other) return undefined;
  return { text: `${time.text} - ${other}`, level: level.sum };
}

function product(scope: Scope, factor: string): Phrase {
  const { choices } = scope.generation;
  const constant = String(pick(choices, [2, 3, 10, 1000, 0, 9007199254740991]));
  const ordered = chance(choices, 30) ? `${constant} * ${parenthesised(factor)}` : `${factor} * ${constant}`;
  return { text: ordered, level: level.product };
}

function parenthesised(text: string): string {
  return /^[\w."]+$/.test(text) ? text : `(${text})`;
}

function conditionalValue(scope: Scope, type: Type, depth: number): Phrase {
  const condition = scope.grow.condition(scope, 0);
  const then = scope.grow.value(scope, type, depth - 1);
  const otherwise = scope.grow.value(scope, type, depth - 1);
  const text = `if ${operand(condition, level.or)} then ${then.text} else ${otherwise.text}`;
  return { text, level: level.expression };
}

function calledValue(scope: Scope, type: Type): Phrase | undefined {
  const { choices, schema } = scope.generation;
  const callable = pickAny(
    choices,
    schema.definitions.filter((each) => typeText(each.result) === typeText(type)),
  );
  return callable && callOf(scope, callable);
}

function loweredValue(scope: Scope, type: Type): Phrase | undefined {
  if (type.kind !== "String" || type.length || type.pattern) return undefined;
  const operandText = pathValue(scope, type);
  return operandText && primary(`lower(${operandText.text})`);
}

/** A number that is a part of something: a length, an hour. */
function partValue(scope: Scope, type: Type): Phrase | undefined {
  if (type.kind !== "Int" || type.bounds) return undefined;
  const path = pickAny(
    scope.generation.choices,
    scope.paths.filter((each) => each.type.kind in numericParts && openGuards(scope, each).length === 0),
  );
  return path && primary(`${path.text}.${numericParts[path.type.kind]}`);
}

const numericParts: Readonly<Partial<Record<TypeKind, string>>> = {
  String: "length",
  List: "length",
  Time: "hour",
};

/** Where an Int is wanted it may be calculated with, which a Number is not. */
function isComparable(left: Type, right: Type): boolean {
  return compareTypes(left, right) === "possible" && (right.kind !== "Int" || left.kind === "Int");
}

/**
 * A call with arguments for every parameter, by name or by place; undefined where some parameter has no value here. With
 * `settled`, an argument may be a literal even where that can settle a test of the body by its type.
 */
export function callOf(scope: Scope, callable: CallableModel, settled = false): Phrase | undefined {
  const { choices } = scope.generation;
  const named = chance(choices, 50);
  const values = callable.parameters.map(({ type }) =>
    settled || isOpaque(type) ? argumentOf(scope, type) : readArgument(scope, type),
  );
  if (values.some((value) => value === undefined)) return undefined;
  const texts = callable.parameters.map((parameter, index) =>
    named ? `${parameter.name}: ${values[index]}` : values[index],
  );
  return primary(`${callable.name}(${texts.join(", ")})`);
}

/** Whether the type of a literal says nothing of its value. */
function isOpaque(type: Type): boolean {
  return type.kind in validTexts && type.kind !== "Duration";
}

/** An attribute or parameter of just the type. */
function readArgument(scope: Scope, type: Type): string | undefined {
  const paths = scope.paths.filter(
    (each) => typeText(each.type) === typeText(type) && openGuards(scope, each).length === 0,
  );
  return pickAny(scope.generation.choices, paths)?.text;
}

/** An expression that can be given where `type` is expected. */
export function argumentOf(scope: Scope, type: Type): string | undefined {
  const { choices } = scope.generation;
  const path = readArgument(scope, type);
  if (path !== undefined && (chance(choices, 65) || !hasLiteral(type) || type.kind === "Entity")) return path;
  const computed = (type.kind === "Int" || type.kind === "Duration") && !type.bounds;
  if ((computed || type.kind === "Time") && chance(choices, 40)) return scope.grow.value(scope, type, 2).text;
  // Of an entity that a policy names only its type and id are known: what is called may read more.
  return hasLiteral(type) && type.kind !== "Entity" ? literal(choices, type).text : undefined;
}
