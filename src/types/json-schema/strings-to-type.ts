import { makeBounds } from "../bounds.js";
import { literalsType } from "../relations.js";
import type { Type } from "../type.js";
import { noteDropped } from "./notes.js";
import type { FormatShape, StringShape } from "./shape.js";
import type { TypeWriter } from "./type-writer.js";

/** The type of strings: a format's, literals, or String with a length and a pattern. */
export function stringsToType(writer: TypeWriter, strings: readonly StringShape[], place: string): Type {
  const [only, ...others] = strings;
  if (only && others.length === 0) return stringToType(writer, only, place);
  if (isEveryIp(strings)) return { kind: "Ip" };
  writer.note(place, "strings of several kinds become one `String`: more values are accepted", "wider");
  return withLength(strings.every(({ values, formats }) => !values && formats.length === 0) ? strings : []);
}

/** Both versions, and nothing else said of either. */
function isEveryIp(strings: readonly StringShape[]): boolean {
  const names = strings.flatMap(({ formats }) => formats.map(({ name }) => name));
  return (
    strings.every(
      (shape) =>
        !shape.values && shape.patterns.length === 0 && shape.maximum === Infinity && shape.minimum <= 1,
    ) && names.sort().join() === "ipv4,ipv6"
  );
}

function withLength(strings: readonly StringShape[]): Type {
  const bounds =
    strings.length > 0 &&
    lengthBounds(
      Math.min(...strings.map(({ minimum }) => minimum)),
      Math.max(...strings.map(({ maximum }) => maximum)),
    );
  return { kind: "String", ...(bounds && { length: bounds }) };
}

function lengthBounds(minimum: number, maximum: number): ReturnType<typeof makeBounds> {
  return makeBounds(
    minimum === 0 ? -Infinity : minimum,
    maximum > Number.MAX_SAFE_INTEGER ? Infinity : maximum,
  );
}

function stringToType(writer: TypeWriter, shape: StringShape, place: string): Type {
  const { values, formats, patterns } = shape;
  if (values) return valuesToType(writer, values, formats, place);
  const [format, ...otherFormats] = formats;
  if (format) {
    for (const other of otherFormats) noteUnchecked(writer, other);
    return formatToType(writer, shape, format);
  }
  const [pattern, ...otherPatterns] = patterns;
  for (const other of otherPatterns)
    writer.note(other.place, "a string has one pattern: more values are accepted", "wider");
  const bounds = lengthBounds(shape.minimum, shape.maximum);
  return { kind: "String", ...(bounds && { length: bounds }), ...(pattern && { pattern: pattern.pattern }) };
}

/** A value that is no text is never one of a request. */
function valuesToType(
  writer: TypeWriter,
  values: readonly string[],
  formats: readonly FormatShape[],
  place: string,
): Type {
  for (const format of formats) noteUnchecked(writer, format);
  const texts = values.filter((value) => value.isWellFormed());
  if (texts.length > 0) return literalsType(texts);
  writer.note(place, "strings that are no Unicode become `String`: more values are accepted", "wider");
  return { kind: "String" };
}

function noteUnchecked({ note }: TypeWriter, { name, place }: FormatShape): void {
  note(place, `the format \`${name}\` is not checked: more values are accepted`, "wider");
}

/** A type with a plain form has neither length nor pattern; none of them is empty. */
function formatToType({ note }: TypeWriter, shape: StringShape, format: FormatShape): Type {
  const { kind, name, place } = format;
  if (kind === "Ip") note(place, `\`${name}\` becomes \`Ip\`, which has both versions`, "wider");
  for (const lengthPlace of shape.minimum > 1 || shape.maximum < Infinity ? shape.lengthPlaces : []) {
    const slash = lengthPlace.lastIndexOf("/");
    noteDropped(note, lengthPlace.slice(0, slash), lengthPlace.slice(slash + 1));
  }
  for (const pattern of shape.patterns)
    note(pattern.place, `\`pattern\` cannot be kept beside a format: more values are accepted`, "wider");
  return { kind };
}
