import { fromEcmaPattern } from "../from-ecma-pattern.js";
import { keyword } from "./json-schema.js";
import { noteDropped } from "./notes.js";
import { countOf } from "./read-numbers.js";
import type { SchemaReader } from "./schema-reader.js";
import {
  anyBody,
  anyString,
  type FormatKind,
  type FormatShape,
  isAnyString,
  type PatternShape,
  type Shape,
  type StringShape,
} from "./shape.js";

/** Lengths, `pattern` and `format`. */
export function readStrings(reader: SchemaReader): Shape | undefined {
  const { schema, place } = reader;
  const minimum = countOf(keyword(schema, "minLength")) ?? 0;
  const maximum = countOf(keyword(schema, "maxLength")) ?? Infinity;
  const text: StringShape = {
    ...anyString,
    minimum,
    maximum,
    lengthPlaces: [
      ...(minimum > 0 ? [`${place}/minLength`] : []),
      ...(maximum < Infinity ? [`${place}/maxLength`] : []),
    ],
    patterns: readPattern(reader),
    formats: readFormat(reader),
  };
  if (isAnyString(text)) return undefined;
  return { place, nullable: true, body: { ...anyBody, strings: minimum <= maximum ? [text] : [] } };
}

function readPattern({ schema, place, note }: SchemaReader): readonly PatternShape[] {
  const source = keyword(schema, "pattern");
  if (typeof source !== "string") return [];
  const pattern = fromEcmaPattern(source);
  if (!pattern) noteDropped(note, place, "pattern");
  const refusesNothing = pattern?.source === everything;
  return pattern && !refusesNothing ? [{ pattern, place: `${place}/pattern` }] : [];
}

/** What `""` and `.*` become: they are found in every string. */
const everything = ".*";

/** A format that no type stands for is an annotation; of numbers, too. */
function readFormat({ schema, place, note }: SchemaReader): readonly FormatShape[] {
  const name = keyword(schema, "format");
  if (typeof name !== "string") return [];
  const kind = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (kind) return [{ kind, name, place: `${place}/format` }];
  note(`${place}/format`, `the format \`${name}\` is not checked: more values are accepted`, "wider");
  return [];
}

const formats: { readonly [format: string]: FormatKind } = {
  uri: "Url",
  email: "Email",
  ipv4: "Ip",
  ipv6: "Ip",
  "date-time": "Time",
  date: "Date",
  duration: "Duration",
  hostname: "Host",
};
