import type { EntitySchema } from "../check/typed-policy-set.js";
import type { Problem } from "../runtime/decision.js";
import { copyJson } from "../runtime/json.js";
import { isRecord, own, readList } from "../runtime/record.js";
import { isPlainString } from "../runtime/text.js";
import { printFieldType, printType } from "../types/print-type.js";
import type { Field, Type, TypeOf } from "../types/type.js";
import { type Needs, noNeeds } from "./needs.js";
import { isWithin, readScalar } from "./read-scalar.js";
import { absent, type EntityValue, type Value } from "./value.js";

/*
 * Checks the parts of a request against their types. Every property is read once, and from here on only copies are looked at.
 * `undefined` as a result says that something is wrong; what it is has been added to the problems.
 */

/** The longest list that is read. */
const listLimit = 1_000_000;

/** What reading goes by, and what it has found. */
export interface Reader {
  readonly entities: ReadonlyMap<string, EntitySchema>;
  /** Below `args`: nothing undeclared is let through, since what is judged is what is forwarded. */
  readonly closed: boolean;
  readonly problems: Problem[];
}

/** A value that was read, and what of it is forwarded (undefined: nothing). */
export interface Read<V, J = unknown> {
  readonly value: V;
  readonly json: J;
}

/** The members of a record, or of `context` or `args`. */
export type ReadMembers = Read<ReadonlyMap<string, Value>, { readonly [name: string]: unknown }>;

/** Notes that something is wrong at a place. */
export function report(reader: Reader, path: string, kind: Problem["kind"], expected: string): undefined {
  reader.problems.push({ path, kind, expected });
  return undefined;
}

/** The JSON Pointer of a member. */
export function pointer(path: string, key: string | number): string {
  return `${path}/${String(key).replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/** Reads a declared field, of which `raw` is what the request has there. */
export function readField(
  field: Field,
  raw: unknown,
  path: string,
  needs: Needs,
  reader: Reader,
): Read<Value | typeof absent> | undefined {
  if (raw === null && field.nullable) return { value: absent, json: null };
  if ((raw === null || raw === undefined) && field.optional) return { value: absent, json: undefined };
  if (raw === undefined) return report(reader, path, "missing", printFieldType(field));
  return readValue(field.type, raw, path, needs, reader);
}

/** Reads the declared fields of a record, of an entity's properties, of `context` or `args`. */
export function readFields(
  fields: Iterable<Field>,
  record: object,
  path: string,
  needs: Needs,
  reader: Reader,
): ReadMembers | undefined {
  const values = new Map<string, Value>();
  const json: [string, unknown][] = [];
  let fine = true;
  for (const field of fields) {
    const place = needs.members.get(field.name) ?? noNeeds();
    const read = readField(field, own(record, field.name), pointer(path, field.name), place, reader);
    if (read === undefined) fine = false;
    else {
      if (read.value !== absent) values.set(field.name, read.value);
      if (read.json !== undefined) json.push([field.name, read.json]);
    }
  }
  return fine ? { value: values, json: Object.fromEntries(json) } : undefined;
}

/** Reads a record or `args`, with what stands beside its declared fields. */
export function readRecord(
  fields: ReadonlyMap<string, Field>,
  open: boolean,
  record: object,
  path: string,
  needs: Needs,
  reader: Reader,
): ReadMembers | undefined {
  const declared = readFields(fields.values(), record, path, needs, reader);
  const extra = reader.closed ? readExtra(fields, open, record, path, reader) : {};
  if (declared === undefined || extra === undefined) return undefined;
  return {
    value: declared.value,
    json: Object.fromEntries([...Object.entries(declared.json), ...Object.entries(extra)]),
  };
}

/** What a record has beside its fields: refused if it is closed, copied if it is open. */
function readExtra(
  fields: ReadonlyMap<string, Field>,
  open: boolean,
  record: object,
  path: string,
  reader: Reader,
): object | undefined {
  const entries: [string, unknown][] = [];
  let fine = true;
  for (const key of Object.keys(record).filter((name) => !fields.has(name))) {
    const copy = open ? readUndeclared(record, key, pointer(path, key), reader) : undefined;
    if (!open) report(reader, pointer(path, key), "undeclared", "nothing");
    if (copy === undefined) fine = false;
    else if (copy.json !== undefined) entries.push([key, copy.json]);
  }
  return fine ? Object.fromEntries(entries) : undefined;
}

function readUndeclared(
  record: object,
  key: string,
  path: string,
  reader: Reader,
): { json: unknown } | undefined {
  const raw = own(record, key);
  if (raw === undefined) return { json: undefined };
  const json = isPlainString(key) ? copyJson(raw) : undefined;
  return json === undefined ? report(reader, path, "invalid", "Json") : { json };
}

/** Reads a value that is there. */
export function readValue(
  type: Type,
  raw: unknown,
  path: string,
  needs: Needs,
  reader: Reader,
): Read<Value> | undefined {
  switch (type.kind) {
    case "List":
      return readListValue(type, raw, path, needs, reader);
    case "Map":
      return readMapValue(type, raw, path, needs, reader);
    case "Record":
      if (!isRecord(raw)) return report(reader, path, "invalid", printType(type));
      return readRecord(type.fields, type.open, raw, path, needs, reader);
    case "Entity":
      return readEntityValue(type, raw, path, needs, reader);
    case "Json":
      return readJsonValue(type, raw, path, reader);
    default:
      return readScalar(type, raw) ?? report(reader, path, "invalid", printType(type));
  }
}

function readListValue(
  type: TypeOf<"List">,
  raw: unknown,
  path: string,
  needs: Needs,
  reader: Reader,
): Read<Value> | undefined {
  const list = readList(raw, listLimit);
  if (list === undefined) return report(reader, path, "invalid", printType(type));
  const place = needs.elements ?? noNeeds();
  const elements = list.flatMap(
    (element, index) => readValue(type.element, element, pointer(path, index), place, reader) ?? [],
  );
  if (!isWithin(list.length, type.length)) return report(reader, path, "invalid", printType(type));
  if (elements.length < list.length) return undefined;
  return { value: elements.map(({ value }) => value), json: elements.map(({ json }) => json) };
}

function readMapValue(
  type: TypeOf<"Map">,
  raw: unknown,
  path: string,
  needs: Needs,
  reader: Reader,
): Read<Value> | undefined {
  if (!isRecord(raw)) return report(reader, path, "invalid", printType(type));
  const place = needs.elements ?? noNeeds();
  const keys = Object.keys(raw);
  const entries = keys.flatMap((key): [string, Read<Value>][] => {
    const read = isPlainString(key)
      ? readValue(type.value, own(raw, key), pointer(path, key), place, reader)
      : report(reader, pointer(path, key), "invalid", "String");
    return read === undefined ? [] : [[key, read]];
  });
  if (entries.length < keys.length) return undefined;
  return {
    value: new Map(entries.map(([key, { value }]) => [key, value])),
    json: Object.fromEntries(entries.map(([key, { json }]) => [key, json])),
  };
}

function readJsonValue(
  type: TypeOf<"Json">,
  raw: unknown,
  path: string,
  reader: Reader,
): Read<Value> | undefined {
  // `null` stands only where a field says so, and is absence there.
  const json = raw === null ? undefined : copyJson(raw);
  if (json === undefined) return report(reader, path, "invalid", printType(type));
  return { value: { kind: "opaque", json }, json };
}

function readEntityValue(
  type: TypeOf<"Entity">,
  raw: unknown,
  path: string,
  needs: Needs,
  reader: Reader,
): Read<EntityValue> | undefined {
  if (!isRecord(raw)) return report(reader, path, "invalid", printType(type));
  const name = readEntityType(raw, path, reader, (candidate) => type.names.includes(candidate));
  const id = readId(raw, path, reader);
  const members = needs.members.size === 0 ? emptyRecord : readPropertiesRecord(raw, path, reader);
  const properties =
    members && name !== undefined ? readProperties(name, members, path, needs, reader) : undefined;
  const ancestors = needs.ancestors ? readAncestors(raw, path, reader) : [];
  const closed = !reader.closed || hasOnlyEntityMembers(raw, path, reader);
  if (name === undefined || id === undefined || !properties || !ancestors || !closed) return undefined;
  return {
    value: { kind: "entity", type: name, id, properties: properties.value, ancestors },
    json: {
      type: name,
      id,
      ...(Object.keys(properties.json).length > 0 && { properties: properties.json }),
      ...(needs.ancestors && { ancestors }),
    },
  };
}

const emptyRecord: object = Object.freeze({});

function hasOnlyEntityMembers(record: object, path: string, reader: Reader): boolean {
  const others = Object.keys(record).filter(
    (key) => !["type", "id", "properties", "ancestors"].includes(key),
  );
  for (const key of others) report(reader, pointer(path, key), "undeclared", "nothing");
  return others.length === 0;
}

/** Reads an entity's `type`, which must be one that `isDeclared` knows. */
export function readEntityType(
  record: object,
  path: string,
  reader: Reader,
  isDeclared: (name: string) => boolean,
): string | undefined {
  const type = own(record, "type");
  if (type === undefined) return report(reader, `${path}/type`, "missing", "the name of an entity type");
  if (!isPlainString(type)) return report(reader, `${path}/type`, "invalid", "the name of an entity type");
  return isDeclared(type) ? type : report(reader, `${path}/type`, "undeclared", "the name of an entity type");
}

/** Reads an id that must be there and not be empty. */
export function readId(record: object, path: string, reader: Reader): string | undefined {
  const id = own(record, "id");
  if (id === undefined) return report(reader, `${path}/id`, "missing", "String length 1..");
  return isPlainString(id) && id !== "" ? id : report(reader, `${path}/id`, "invalid", "String length 1..");
}

/** Reads an entity's `properties`: a record, or left out. */
export function readPropertiesRecord(record: object, path: string, reader: Reader): object | undefined {
  const properties = own(record, "properties");
  if (properties === undefined) return emptyRecord;
  return isRecord(properties) ? properties : report(reader, `${path}/properties`, "invalid", "a record");
}

/** Reads the needed ones of the properties that an entity's type declares. */
export function readProperties(
  type: string,
  properties: object,
  path: string,
  needs: Needs,
  reader: Reader,
): ReadMembers | undefined {
  const declared = [...(reader.entities.get(type)?.attributes.values() ?? [])];
  const needed = declared.filter((field) => needs.members.has(field.name));
  return readFields(needed, properties, `${path}/properties`, needs, reader);
}

/** Reads an entity's `ancestors`. */
export function readAncestors(
  record: object,
  path: string,
  reader: Reader,
): EntityValue["ancestors"] | undefined {
  const raw = own(record, "ancestors");
  const expected = "a list of entities";
  if (raw === undefined) return report(reader, `${path}/ancestors`, "missing", expected);
  const list = readList(raw, listLimit);
  if (list === undefined) return report(reader, `${path}/ancestors`, "invalid", expected);
  const ancestors = list.flatMap((element, index) => {
    const ancestor = readAncestor(element);
    return (
      ancestor ?? report(reader, `${path}/ancestors/${index}`, "invalid", "an entity's type and id") ?? []
    );
  });
  return ancestors.length < list.length ? undefined : ancestors;
}

function readAncestor(raw: unknown): { type: string; id: string } | undefined {
  if (!isRecord(raw)) return undefined;
  const type = own(raw, "type");
  const id = own(raw, "id");
  return isPlainString(type) && isPlainString(id) ? { type, id } : undefined;
}
