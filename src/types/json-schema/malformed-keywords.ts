import { escapeToken } from "../json-pointer.js";
import { isObject, isSchema, keyword } from "./json-schema.js";
import type { SchemaReader } from "./schema-reader.js";

/** Notes the keywords that are not what the meta-schema asks for: not every schema was held against it before. They are not read. */
export function noteMalformed({ schema, place, note }: SchemaReader): void {
  for (const [names, isFine] of expectations) {
    for (const name of names) {
      const value = keyword(schema, name);
      if (value !== undefined && !isFine(value))
        note(`${place}/${name}`, `the value of \`${name}\` has no meaning: it is not read`, "wider");
    }
  }
  for (const name of [...mapKeywords, ...listKeywords]) {
    const value = keyword(schema, name);
    const inner = isObject(value) || Array.isArray(value) ? Object.entries(value) : [];
    for (const [key] of inner.filter(([, part]) => !isSchema(part)))
      note(`${place}/${name}/${escapeToken(key)}`, "this is no schema: any JSON is accepted", "wider");
  }
}

const mapKeywords = ["patternProperties", "properties"];
const listKeywords = ["allOf", "anyOf", "oneOf", "prefixItems"];

const isNumber = (value: unknown): boolean => typeof value === "number";
const isCount = (value: unknown): boolean =>
  typeof value === "number" && Number.isInteger(value) && value >= 0;
const isText = (value: unknown): boolean => typeof value === "string";
const isTextList = (value: unknown): boolean => Array.isArray(value) && value.every(isText);
const isFullList = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

const expectations: readonly (readonly [readonly string[], (value: unknown) => boolean])[] = [
  [["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"], isNumber],
  [["multipleOf"], (value) => typeof value === "number" && value > 0],
  [["minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"], isCount],
  [["pattern", "format", "$ref"], isText],
  [["type"], (value) => isText(value) || (isTextList(value) && isFullList(value))],
  [["required"], isTextList],
  [["enum"], Array.isArray],
  [["uniqueItems"], (value) => typeof value === "boolean"],
  [listKeywords, isFullList],
  [["items"], (value) => isSchema(value) || Array.isArray(value)],
  [[...mapKeywords, "dependentRequired", "dependentSchemas", "dependencies"], isObject],
  [["additionalProperties", "propertyNames", "contains", "not", "if"], isSchema],
];
