import type { EntitySchema } from "../../check/typed-policy-set.js";
import { formatDuration } from "../../runtime/time.js";
import type { Bounds, Field, Type } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";
import { type Choices, chance, pick, pickAny, several, some } from "../choices.js";
import { durationWithin, integerWithin, lengthWithin, numberWithin } from "../policy/literals.js";
import { attributeNames, sampleIds, sampleTexts } from "../policy/names.js";
import { sampleString } from "../sample-string.js";
import { validTexts } from "../sample-values.js";
import { fitsType } from "./fits.js";
import type { Harvest } from "./harvest.js";
import { neighbour } from "./neighbours.js";
import { noWish, type Wish } from "./wish.js";

/** What values are made from. */
export interface ValueSource {
  readonly choices: Choices;
  readonly harvest: Harvest;
  readonly entities: ReadonlyMap<string, EntitySchema>;
  /** How often in a hundred a wished value is taken, and a constant of the rules. */
  readonly obedience: number;
}

/** A plain record; made without a prototype's help, so that `__proto__` is a member like any other. */
export type JsonRecord = { [name: string]: unknown };

/** Sets an own member, whatever its name. */
export function setMember(record: JsonRecord, name: string, value: unknown): void {
  Object.defineProperty(record, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Values for declared fields: every required one, and optional ones by wish or chance. */
export function recordOf(
  source: ValueSource,
  fields: ReadonlyMap<string, Field>,
  wish: Wish,
  depth: number,
): JsonRecord {
  const record: JsonRecord = {};
  for (const own of fields.values()) {
    const value = fieldValue(source, own, wish.fields.get(own.name) ?? noWish(), depth);
    if (value !== undefined) setMember(record, own.name, value);
  }
  return record;
}

function fieldValue(source: ValueSource, own: Field, wish: Wish, depth: number): unknown {
  const { choices } = source;
  const wanted = wish.present ?? (wish.hasValue || (depth > 0 && chance(choices, 55)));
  if (own.optional && !wanted) return own.optional && chance(choices, 25) ? null : undefined;
  if (own.nullable && wish.present !== true && chance(choices, wish.present === false ? 95 : 20)) return null;
  return generateValue(source, own.type, wish, depth);
}

/** A valid value of the type, mostly; a wish or a neighbour of a constant may be outside of its refinements. */
export function generateValue(source: ValueSource, type: Type, wish: Wish, depth: number): unknown {
  const { choices } = source;
  const granted = wish.hasValue && (fitsType(wish.value, type) || chance(choices, 10));
  if (granted && chance(choices, source.obedience)) return wish.value;
  if (isScalar(type)) {
    const constant = pickAny(choices, constantsFor(source, type));
    const near = constant !== undefined && chance(choices, 45);
    if (near)
      return chance(choices, type.kind in validTexts ? 8 : 25)
        ? neighbour(choices, constant, type)
        : constant;
  }
  return freshValue(source, type, wish, depth);
}

function isScalar(type: Type): boolean {
  return !["List", "Map", "Record", "Entity", "Json", "Bool"].includes(type.kind);
}

/** Constants of the rules that fit the type; strings are compared with unions of literals and the other way round. */
function constantsFor({ harvest }: ValueSource, type: Type): readonly unknown[] {
  const own = harvest.constants.get(type.kind) ?? [];
  if (type.kind === "Literals") return own.filter((value) => type.values.includes(String(value)));
  if (type.kind === "String" && !type.pattern) return [...own, ...(harvest.constants.get("Literals") ?? [])];
  if (type.kind === "Int") return own.filter((value) => isWithin(Number(value), type.bounds));
  return type.kind === "String" ? [] : own;
}

function isWithin(value: number, bounds: Bounds | undefined): boolean {
  return value >= (bounds?.minimum ?? -Infinity) && value <= (bounds?.maximum ?? Infinity);
}

function freshValue(source: ValueSource, type: Type, wish: Wish, depth: number): unknown {
  const { choices } = source;
  switch (type.kind) {
    case "Bool":
      return chance(choices, 50);
    case "Int":
      return integerWithin(choices, type.bounds);
    case "Number":
      return numberWithin(choices, type.bounds);
    case "Duration":
      return type.bounds ? formatDuration(durationWithin(choices, type.bounds)) : durationText(choices);
    case "String":
      return sampleString(choices, type);
    case "Literals":
      return pick(choices, type.values);
    case "Time":
    case "Date":
    case "Ip":
    case "Cidr":
    case "Url":
    case "Host":
    case "Email":
    case "Path":
      return pick(choices, validTexts[type.kind]);
    case "List":
      return listOf(source, type.element, type.length, wish, depth);
    case "Map":
      return mapOf(source, type.value, wish, depth);
    case "Record":
      return openRecord(source, type.fields, type.open, wish, depth);
    case "Entity":
      return entityOf(source, type.names, wish, depth);
    case "Json":
      return jsonOf(choices, 2);
    default:
      return assertNever(type);
  }
}

function durationText(choices: Choices): string {
  return chance(choices, 50)
    ? pick(choices, validTexts.Duration)
    : formatDuration(Math.abs(durationWithin(choices, undefined)));
}

function listOf(
  source: ValueSource,
  element: Type,
  length: Bounds | undefined,
  wish: Wish,
  depth: number,
): unknown[] {
  const { choices } = source;
  const elements = chance(choices, source.obedience) ? wish.elements : [];
  const count = Math.max(
    wish.length ?? 0,
    depth <= 0 && wish.length === undefined ? (length?.minimum ?? 0) : lengthWithin(choices, length),
  );
  const rest = Math.max(0, count - elements.length);
  const fresh = several(choices, rest, rest, () =>
    generateValue(source, element, wish.element ?? noWish(), depth - 1),
  );
  return [...elements, ...fresh];
}

function mapOf(source: ValueSource, type: Type, wish: Wish, depth: number): JsonRecord {
  const { choices, harvest } = source;
  const record: JsonRecord = {};
  const wished = [...wish.fields].filter(([, value]) => value.present !== false).map(([key]) => key);
  const wishedKey = wish.element?.hasValue ? [String(wish.element.value)] : [];
  const others = some(choices, [...harvest.keys, ...sampleIds, "", "a/b~c"], 0, depth > 0 ? 2 : 0);
  for (const key of [...wished, ...wishedKey, ...others]) {
    setMember(
      record,
      key,
      generateValue(source, type, wish.fields.get(key) ?? wish.entry ?? noWish(), depth - 1),
    );
  }
  return record;
}

function openRecord(
  source: ValueSource,
  fields: ReadonlyMap<string, Field>,
  open: boolean,
  wish: Wish,
  depth: number,
): JsonRecord {
  const record = recordOf(source, fields, wish, depth - 1);
  if (open && chance(source.choices, 50)) addExtra(source.choices, record, fields);
  return record;
}

/** A member that nothing declares, as an open record lets through. */
export function addExtra(choices: Choices, record: JsonRecord, fields: ReadonlyMap<string, Field>): void {
  const name = pick(choices, [...attributeNames, "extra", "a/b~c"]);
  if (!fields.has(name)) setMember(record, name, jsonOf(choices, 2));
}

/** An entity of one of the types, with its attributes and ancestors. */
export function entityOf(
  source: ValueSource,
  names: readonly string[],
  wish: Wish,
  depth: number,
): JsonRecord {
  const { choices, harvest, entities } = source;
  const obedient = chance(choices, source.obedience);
  const wishedType = wish.type !== undefined && names.includes(wish.type) ? wish.type : undefined;
  const type = (obedient ? wishedType : undefined) ?? pick(choices, names);
  const ids = [...(harvest.ids.get(type) ?? []), ...sampleIds];
  const entity: JsonRecord = { type, id: (obedient ? wish.id : undefined) ?? pick(choices, ids) };
  if (depth <= 0 && wish.fields.size === 0) return entity;
  const attributes = entities.get(type)?.attributes ?? new Map<string, Field>();
  setMember(entity, "properties", recordOf(source, attributes, wish, depth - 1));
  const ancestors = several(choices, 0, 2, () => ancestorOf(source));
  setMember(entity, "ancestors", obedient ? [...wish.ancestors, ...ancestors] : ancestors);
  return entity;
}

function ancestorOf({ choices, harvest, entities }: ValueSource): { type: string; id: string } {
  const type = pick(choices, chance(choices, 90) ? [...entities.keys()] : ["Unknown"]);
  return { type, id: pick(choices, [...(harvest.ids.get(type) ?? []), ...sampleIds]) };
}

function jsonOf(choices: Choices, depth: number): unknown {
  const kind = choices.int(0, depth > 0 ? 6 : 4);
  if (kind === 5) return several(choices, 0, 3, () => jsonOf(choices, depth - 1));
  if (kind === 6) {
    const record: JsonRecord = {};
    for (const name of some(choices, [...attributeNames, "__proto__", ""], 0, 3))
      setMember(record, name, jsonOf(choices, depth - 1));
    return record;
  }
  return pick(choices, [pick(choices, sampleTexts), choices.int(-5, 5), 1.5, chance(choices, 50), null]);
}
