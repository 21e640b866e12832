import { fromJsonSchema, type JsonSchema } from "../../types/from-json-schema.js";
import { resolvePointer } from "../../types/json-pointer.js";
import type { Field, Type } from "../../types/type.js";
import { isJsonObject } from "../../util/json-object.js";
import { pointerTo } from "../../util/json-places.js";
import { partsOf } from "./parts-of.js";
import { createTypeWriter } from "./writable-type.js";

/** What a tool takes, as an action declares it. */
export interface ToolParameters {
  readonly fields: readonly Field[];
  /** Whether it takes arguments that it does not declare. */
  readonly isOpen: boolean;
  /** The types that came from a definition. */
  readonly definitions: ReadonlyMap<Type, Definition>;
  readonly inexact: readonly InexactPart[];
  /** The objects that are closed though the schema does not say so: JSON Pointers into it. */
  readonly closed: readonly string[];
}

/** A definition that a `$ref` led to. */
export interface Definition {
  /** JSON Pointer into the schema. */
  readonly pointer: string;
  readonly description: string;
}

/** What of a schema could not be kept, and where: a JSON Pointer into the schema. */
export interface InexactPart {
  readonly place: string;
  readonly message: string;
}

/** A tool's schema as parameters. Whatever is no object, or an open one, is `...`: the arguments pass as they are. */
export function readParameters(schema: JsonSchema): ToolParameters {
  const converted = fromJsonSchema(schema, "");
  const inexact: InexactPart[] = [...(converted?.inexact ?? [])];
  const noteWhole = (message: string) => inexact.push({ place: "", message });
  if (converted?.type.kind !== "Record") {
    noteWhole("the arguments are no object with properties: any are accepted");
    return { fields: [], isOpen: true, definitions: new Map(), inexact, closed: [] };
  }
  if (converted.nullable) noteWhole("`null` instead of arguments is refused");
  const writer = createTypeWriter(([parameter, ...properties], message) => {
    const within = properties.length > 0 ? `in \`${properties.join(".")}\`: ` : "";
    inexact.push({ place: placeOf(schema, parameter), message: within + message });
  });
  const fields = writer.writeFields(converted.type.fields.values());
  const definitions = new Map<Type, Definition>();
  for (const [type, pointer] of converted.definitions) {
    const written = writer.written(type);
    if (written) definitions.set(written, { pointer, description: descriptionAt(schema, pointer) });
  }
  const closed = closedPlaces(converted.type, converted.closed);
  return { fields, isOpen: converted.type.open, definitions, inexact, closed };
}

/** Of the records that are closed by default those that are part of `type`, in the order of their places. */
function closedPlaces(type: Type, closed: ReadonlyMap<Type, string>): readonly string[] {
  const reached = new Set<Type>([type]);
  for (const each of reached) for (const part of partsOf(each)) reached.add(part);
  const places = [...closed].filter(([each]) => reached.has(each)).map(([, place]) => place);
  return [...new Set(places)].sort();
}

function descriptionAt(schema: JsonSchema, pointer: string): string {
  const definition = resolvePointer(schema, pointer);
  return isJsonObject(definition) && typeof definition.description === "string" ? definition.description : "";
}

/** The place of a parameter; of one that a reference brought in, all of the schema. */
function placeOf(schema: JsonSchema, parameter: string): string {
  const properties = isJsonObject(schema) && isJsonObject(schema.properties) ? schema.properties : {};
  return Object.hasOwn(properties, parameter) ? pointerTo("/properties", parameter) : "";
}
