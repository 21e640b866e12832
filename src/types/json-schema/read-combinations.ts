import { isObject, keyword, subschemas } from "./json-schema.js";
import { noteDropped } from "./notes.js";
import { kindOfType, typeNames } from "./read-type-keyword.js";
import type { SchemaReader } from "./schema-reader.js";
import { anyBody, type Body, isNothing, kinds, nothing, type Shape } from "./shape.js";

/** `allOf`, `anyOf`, `oneOf`, `not` and conditions: a shape for each that can be kept. */
export function readCombinations(reader: SchemaReader): readonly Shape[] {
  const { schema, place, note } = reader;
  const inner = (name: string): readonly Shape[] => subschemas(schema, place, name).map(reader.read);
  const hasCondition = ["then", "else"].some((name) => Object.hasOwn(schema, name));
  if (Object.hasOwn(schema, "if") && hasCondition) noteDropped(note, place, "if");
  if (Object.hasOwn(schema, "$dynamicRef")) noteDropped(note, place, "$dynamicRef");
  const anyOf = inner("anyOf");
  const oneOf = inner("oneOf");
  const unions = [
    ...(anyOf.length > 0 ? [reader.algebra.unite(anyOf, place)] : []),
    ...(oneOf.length > 0 ? [uniteOne(reader, oneOf)] : []),
  ];
  return [...inner("allOf"), ...unions, ...readNot(reader)];
}

/** `oneOf` is `anyOf` where no value fits two of the alternatives. */
function uniteOne({ place, algebra, note }: SchemaReader, shapes: readonly Shape[]): Shape {
  const own = `${place}/oneOf`;
  if (overlap({ algebra, place: own }, shapes))
    note(own, "a value that fits several alternatives of `oneOf` is accepted", "wider");
  return algebra.unite(shapes, place);
}

function overlap(
  { algebra, place }: Pick<SchemaReader, "algebra" | "place">,
  shapes: readonly Shape[],
): boolean {
  const constants = shapes.map(plainValues);
  const values = constants.flatMap((own) => own ?? []);
  if (new Set(values).size < values.length) return true;
  const [...united] = shapes.filter((_, index) => constants[index] !== undefined);
  for (const shape of shapes.filter((_, index) => constants[index] === undefined)) {
    const [others] = united.length > 0 ? [algebra.unite(united, place)] : [];
    if (others && !isNothing(algebra.intersect(others, shape, place))) return true;
    united.push(shape);
  }
  return false;
}

/** The values of a shape that has only strings, one by one. */
function plainValues({ nullable, body }: Shape): readonly string[] | undefined {
  const [only, ...others] = body.strings;
  const isPlain =
    !nullable && others.length === 0 && kinds.every((kind) => kind === "strings" || body[kind].length === 0);
  return isPlain ? only?.values : undefined;
}

/** Of `not`, only what it says of types is kept. */
function readNot({ schema, place, note }: SchemaReader): readonly Shape[] {
  const refused = keyword(schema, "not");
  if (refused === undefined || refused === false) return [];
  if (refused === true) return [nothing(place)];
  const names =
    isObject(refused) && Object.keys(refused).every((name) => name === "type")
      ? typeNames(refused.type)
      : undefined;
  if (names === undefined || (names.includes("integer") && !names.includes("number"))) {
    noteDropped(note, place, "not");
    return [];
  }
  return [{ place, nullable: !names.includes("null"), body: without(names) }];
}

function without(names: readonly string[]): Body {
  const body = { ...anyBody };
  const refused = names.flatMap((name) => kindOfType[name] ?? []);
  if (refused.length === 0) return anyBody;
  return { ...body, ...Object.fromEntries(refused.map((kind) => [kind, []])) };
}
