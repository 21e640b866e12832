import { isInvisible } from "../../syntax/characters.js";
import { makeBounds } from "../../types/bounds.js";
import { measureType } from "../../types/measure-type.js";
import type { Bounds, Field, Type, TypeOf } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";
import { readableMinimum } from "./print-number.js";

/** Is told what a text of Pol cannot say, and of which field: the names on the way to it. */
export type NoteUnwritable = (path: Path, message: string) => void;

type Path = readonly [parameter: string, ...properties: readonly string[]];

/** Makes types writable, each once: definitions that tools share stay shared. */
export interface TypeWriter {
  /** The fields of a record with what source text can say of them, in an order of their own. One without a writable name is left out. */
  writeFields(fields: Iterable<Field>): readonly Field[];
  /** What became of a type that stood somewhere in those fields. */
  written(type: Type): Type | undefined;
}

interface Writing {
  readonly note: NoteUnwritable;
  readonly written: Map<Type, Type>;
}

/** A {@link TypeWriter} that tells `note`. */
export function createTypeWriter(note: NoteUnwritable): TypeWriter {
  const writing: Writing = { note, written: new Map() };
  return {
    writeFields: (fields) => writeFields(writing, fields, []),
    written: (type) => writing.written.get(type),
  };
}

/** Within what the checker takes of a type once its names are written out. */
const mostNodes = 5_000;
const deepest = 100;

function write(writing: Writing, type: Type, path: Path): Type {
  const known = writing.written.get(type);
  if (known) return known;
  const { nodes, depth } = measureType(type);
  const isTooLarge = nodes > mostNodes || depth > deepest;
  if (isTooLarge) writing.note(path, "the type is too large to be written: any JSON is accepted");
  const result: Type = isTooLarge ? { kind: "Json" } : writeParts(writing, type, path);
  writing.written.set(type, result);
  return result;
}

function writeParts(writing: Writing, type: Type, path: Path): Type {
  switch (type.kind) {
    case "Int":
      return type;
    case "Number":
      return writeBounds(writing, type, path);
    case "String":
      return writePattern(writing, type, path);
    case "Literals":
      return writeLiterals(writing, type, path);
    case "List":
      return { ...type, element: write(writing, type.element, path) };
    case "Map":
      return { ...type, value: write(writing, type.value, path) };
    case "Record": {
      const fields = writeFields(writing, type.fields.values(), path);
      return { ...type, fields: new Map(fields.map((field) => [field.name, field])) };
    }
    case "Bool":
    case "Duration":
    case "Time":
    case "Date":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
    case "Entity":
    case "Json":
      return type;
    default:
      return assertNever(type);
  }
}

/** Required fields first, each group by name: the order of a JSON object's members is nothing to rely on. */
function writeFields(writing: Writing, fields: Iterable<Field>, path: Path | readonly []): readonly Field[] {
  const sorted = [...fields].sort(
    (left, right) => Number(left.optional) - Number(right.optional) || (left.name < right.name ? -1 : 1),
  );
  return sorted.flatMap((field) => {
    const [parameter = field.name, ...properties] = [...path, field.name];
    const place: Path = [parameter, ...properties];
    if (isWellFormed(field.name)) return [{ ...field, type: write(writing, field.type, place) }];
    writing.note(place, "the name is no well-formed text: the argument is refused");
    return [];
  });
}

function writeBounds(writing: Writing, type: TypeOf<"Number">, path: Path): Type {
  const { bounds, ...plain } = type;
  if (!bounds) return type;
  const readable = makeReadable(bounds);
  if (readable?.minimum === bounds.minimum && readable?.maximum === bounds.maximum) return type;
  writing.note(path, "a bound of hundreds of digits is replaced by the next one that can be read");
  return { ...plain, ...(readable && { bounds: readable }) };
}

function makeReadable({ minimum, maximum }: Bounds): Bounds | undefined {
  const low = minimum === undefined ? undefined : readableMinimum(minimum);
  const high = maximum === undefined ? undefined : readableMinimum(-maximum);
  return makeBounds(low ?? -Infinity, high === undefined ? Infinity : -high);
}

/** Characters that Pol's source does not have are escaped, which is the same pattern. */
function writePattern(writing: Writing, type: TypeOf<"String">, path: Path): Type {
  const { pattern, ...plain } = type;
  if (!pattern) return type;
  const source = pattern.source.replace(/\\.|./gsu, escapeInvisible);
  if (isWellFormed(pattern.source)) return { ...plain, pattern: { ...pattern, source } };
  writing.note(path, "a pattern that is no well-formed text is not kept");
  return plain;
}

function escapeInvisible(token: string): string {
  const character = token.replace(/^\\(?=.)/su, "");
  if (!isInvisible(character) && !/[\n\r]/.test(character)) return token;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/** A value that is no well-formed text is one that no request has. */
function writeLiterals(writing: Writing, type: TypeOf<"Literals">, path: Path): Type {
  const values = type.values.filter(isWellFormed);
  if (values.length === type.values.length) return type;
  writing.note(path, "a value that is no well-formed text is refused");
  return values.length > 0 ? { ...type, values } : { kind: "String", length: { maximum: 0 } };
}

function isWellFormed(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}
