import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { noNeeds } from "../../src/interpret/needs.js";
import { type Reader, readField } from "../../src/interpret/read-value.js";
import type { Problem } from "../../src/runtime/decision.js";
import { type ConvertedSchema, fromJsonSchema, type JsonSchema } from "../../src/types/from-json-schema.js";
import { valueAt } from "../../src/types/json-pointer.js";
import { isObject } from "../../src/types/json-schema/json-schema.js";
import { createReferences } from "../../src/types/json-schema/references.js";
import type { Type } from "../../src/types/type.js";
import { placesAt } from "./places-at.js";
import { relaxSchema } from "./relax-schema.js";

/** A schema, what became of it, and what Ajv makes of it. */
export interface SchemaUnderTest {
  readonly document: JsonSchema;
  readonly converted: ConvertedSchema;
  /** What Ajv says; undefined where it has no answer: a reference that leads back to itself at once never ends. */
  accepts(instance: unknown): boolean | undefined;
  /** The same without what was noted as not kept, and without formats. */
  acceptsRelaxed(instance: unknown): boolean | undefined;
}

const options = {
  // Without it, Ajv takes a missing property of the name "" for one that is there.
  allErrors: true,
  strict: false,
  validateSchema: false,
  ownProperties: true,
  addUsedSchema: false,
  logger: false,
  // Code that runs a few times is not worth being optimised.
  code: { optimize: false },
} as const;
const [draft07, draft2020] = [addFormats.default(new Ajv(options)), addFormats.default(new Ajv2020(options))];
const withoutFormats = { ...options, validateFormats: false } as const;
const [relaxed07, relaxed2020] = [new Ajv(withoutFormats), new Ajv2020(withoutFormats)];

/** Whether the meta-schema of its draft accepts a schema. */
export function isValidSchema(document: JsonSchema): boolean {
  return (isDraft07(document) ? draft07 : draft2020).validateSchema(document) === true;
}

function isDraft07(document: JsonSchema): boolean {
  return isObject(document) && String(document.$schema).includes("draft-07");
}

/** Converts a schema and prepares to ask Ajv about it. */
export function schemaUnderTest(document: JsonSchema): SchemaUnderTest {
  const converted = fromJsonSchema(document, "");
  if (!converted) throw new Error("the root is a schema");
  const old = isDraft07(document);
  const relaxed = () => relaxSchema(document, converted.inexact);
  return {
    document,
    converted,
    accepts: answers(old ? draft07 : draft2020, () => document),
    acceptsRelaxed: answers(old ? relaxed07 : relaxed2020, relaxed),
  };
}

function answers(ajv: Ajv, schema: () => JsonSchema): (instance: unknown) => boolean | undefined {
  let validate: ((instance: unknown) => unknown) | undefined;
  return (instance) => {
    try {
      if (validate === undefined) {
        const made = schema();
        validate = ajv.compile(made);
        // Compiled schemas are kept otherwise, and thousands are made.
        if (isObject(made)) ajv.removeSchema(made);
      }
      return validate(instance) === true;
    } catch (error) {
      // A stack overflow; a cycle of nothing but references; an anchor of what has become `true`.
      if (error instanceof RangeError || /is not a function|resolve reference/.test(String(error)))
        return undefined;
      throw error;
    }
  };
}

/** How a request's reader takes an instance for the type; undefined if it refuses it, for `problems`. */
export function readsAs(
  { converted }: SchemaUnderTest,
  instance: unknown,
  problems: Problem[] = [],
): { readonly json: unknown } | undefined {
  const { type, nullable } = converted;
  const reader: Reader = { entities: new Map(), closed: true, problems };
  const field = { name: "value", type, nullable, optional: false, documentation: [] };
  return readField(field, instance, "", noNeeds(), reader);
}

/** What is wrong with how the type judges an instance, if anything is. */
export function complaintOf(under: SchemaUnderTest, instance: unknown): string | undefined {
  const accepted = under.accepts(instance);
  if (accepted === undefined) return undefined;
  const problems: Problem[] = [];
  const read = readsAs(under, instance, problems);
  if (!read) {
    const unexplained = accepted ? problems.find((problem) => !explain(under, instance, problem)) : undefined;
    return unexplained && `refused: ${JSON.stringify(unexplained)}`;
  }
  // What is judged is what is forwarded: `null` for what may be absent is not.
  if (accepted || under.acceptsRelaxed(read.json) !== false) return undefined;
  return `accepted, as ${JSON.stringify(read.json)}`;
}

const formatKinds = /^(Url|Email|Ip|Time|Date|Duration|Host)\b/;

/** Why something is refused that the schema accepts: a stated exception, or a note that values are refused. */
function explain({ document, converted }: SchemaUnderTest, instance: unknown, problem: Problem): boolean {
  const { path, kind, expected } = problem;
  const value = valueAt(instance, path);
  const parent = path.slice(0, Math.max(path.lastIndexOf("/"), 0));
  const references = createReferences(document);
  if (kind === "undeclared") {
    const places = placesAt(document, references, parent);
    return !places.some((place) => opens(document, place)) || isClosedBySilence(document, converted, parent);
  }
  if (typeof value === "number" && expected.startsWith("Int"))
    return !Number.isSafeInteger(value) && Number.isInteger(value);
  if (JSON.stringify(value)?.includes("\\ud800")) return true;
  const places = placesAt(document, references, path);
  if (
    typeof value === "string" &&
    formatKinds.test(expected) &&
    places.some((place) => hasFormat(document, place))
  )
    return true;
  const near = [...places, ...placesAt(document, references, parent)];
  return converted.inexact.some(
    (note) =>
      note.effect === "narrower" &&
      near.some((place) => isRelated(place, note.place)) &&
      fits(note.message, value),
  );
}

/** The two ways in which a note says that values are refused. */
function fits(message: string, value: unknown): boolean {
  return value === null || message.startsWith("there is no `type`");
}

function isRelated(left: string, right: string): boolean {
  return left === right || left.startsWith(`${right}/`) || right.startsWith(`${left}/`);
}

/** Of several alternatives, one that opens can be impossible: then the other says nothing, and the type goes by that one. */
function isClosedBySilence(document: JsonSchema, { type, closed }: ConvertedSchema, path: string): boolean {
  const tokens = path.split("/").slice(1);
  const record = tokens.reduce<Type | undefined>((outer, token) => outer && partOf(outer, token), type);
  const place = record && closed.get(record);
  return place !== undefined && !opens(document, place);
}

function partOf(type: Type, token: string): Type | undefined {
  if (type.kind === "List") return type.element;
  if (type.kind === "Map") return type.value;
  const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
  return type.kind === "Record" ? type.fields.get(name)?.type : undefined;
}

/** Whether the schema at a place lets undeclared properties through by what it says. */
function opens(document: JsonSchema, place: string): boolean {
  const schema = valueAt(document, place);
  if (!isObject(schema)) return false;
  return Object.hasOwn(schema, "patternProperties") || (schema.additionalProperties ?? false) !== false;
}

function hasFormat(document: JsonSchema, place: string): boolean {
  const schema = valueAt(document, place);
  return isObject(schema) && typeof schema.format === "string";
}
