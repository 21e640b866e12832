import type { PolicySet } from "../../check/typed-policy-set.js";
import { printType } from "../../types/print-type.js";
import type { Field, Type } from "../../types/type.js";
import type { AtomTable, FlagAtom, Slot } from "./atom.js";
import { and, type Formula, literal, yes } from "./formula.js";

/** One value of a request, known by where it stands: of one key, one place. */
export interface Place {
  /** Such as `args.limit`, `subject#id`, `args.columns[0]`. */
  readonly key: string;
  readonly type: Type;
  /** That there is a value at the place: every step to it is there. */
  readonly presence: Formula;
}

/** A list, or a map by its keys. */
export type ListPlace = Place;

/** A place with the types of the entity above it for which it is there; undefined for all of them. */
export interface TypedPlace {
  readonly place: Place;
  readonly ownerTypes: readonly string[] | undefined;
}

const word = /^[A-Za-z_][A-Za-z0-9_]*$/;

/** The key of a member: of a record, or an attribute of an entity. */
export function memberKey(key: string, name: string): string {
  return `${key}.${word.test(name) ? name : JSON.stringify(name)}`;
}

/** The key of a map's value under a key that is written in the policy. */
export function entryKey(key: string, name: string): string {
  return `${key}[${JSON.stringify(name)}]`;
}

/** The key of one of the elements that stand for all of a list. */
export function elementKey(key: string, index: number): string {
  return `${key}[${index}]`;
}

/** The key of what a value has besides its members: `#id`, `#type`, `#length`. */
export function partKey(key: string, part: string): string {
  return `${key}#${part}`;
}

/** The key of the list of groups above an entity. */
export function ancestorsKey(key: string): string {
  return partKey(key, "ancestors");
}

/** Whether a key is one of {@link ancestorsKey}. */
export function isAncestorsKey(key: string): boolean {
  return key.endsWith("#ancestors");
}

/** The key of a map's value under a key that stands for any. */
export function valueKey(element: string): string {
  return partKey(element, "value");
}

/** The flag that is true iff an optional place has a value, its owner being there. */
export function presenceFlag(atoms: AtomTable, key: string): FlagAtom {
  return atoms.atom<FlagAtom>({ kind: "flag", key: presentKey(key) });
}

/** The key of {@link presenceFlag}. */
export function presentKey(key: string): string {
  return `present ${key}`;
}

/** What a field of a place is. */
export function memberPlace(atoms: AtomTable, owner: Place, field: Field, key: string): Place {
  const own = field.optional || field.nullable ? literal(presenceFlag(atoms, key)) : yes;
  return { key, type: field.type, presence: and(owner.presence, own) };
}

/** An attribute of an entity whose type may be one of several: a place for each type that it has there. */
export function attributePlaces(
  atoms: AtomTable,
  { entities }: PolicySet,
  owner: Place,
  name: string,
): readonly TypedPlace[] {
  const names = owner.type.kind === "Entity" ? owner.type.names : [];
  const declared = names.flatMap((type) => {
    const field = entities.get(type)?.attributes.get(name);
    return field === undefined ? [] : [{ type, field }];
  });
  const groups = new Map<string, { readonly field: Field; readonly types: string[] }>();
  for (const { type, field } of declared) {
    const key = `${printType(field.type)} ${field.optional || field.nullable}`;
    const group = groups.get(key) ?? { field, types: [] };
    group.types.push(type);
    groups.set(key, group);
  }
  return [...groups.values()].map(({ field, types }) => ({
    place: memberPlace(atoms, owner, field, attributeKey(owner.key, name, groups.size > 1 ? types : [])),
    ownerTypes: types.length === names.length ? undefined : types,
  }));
}

/** Where entity types give one name to attributes of different types, the types are part of the key. */
function attributeKey(key: string, name: string, types: readonly string[]): string {
  return memberKey(types.length === 0 ? key : `${key}<${types.join()}>`, name);
}

/** The type of an entity, where it is left open. */
export function typeSlot({ key, type }: Place): Slot {
  const names = type.kind === "Entity" ? type.names : [];
  return { key: partKey(key, "type"), kind: "text", type: { kind: "Literals", values: names } };
}

/** The id of an entity. */
export function idSlot({ key }: Place): Slot {
  return { key: partKey(key, "id"), kind: "text", type: idType };
}

/** One object: what is known of a type is remembered by it. */
const idType: Type = { kind: "String", length: { minimum: 1 } };

/** The length of a list, a map or a text. */
export function lengthSlot({ key, type }: Pick<Place, "key" | "type">, of?: Slot["of"]): Slot {
  const declared = type.kind === "List" || type.kind === "String" ? type.length : undefined;
  const bounds = { minimum: declared?.minimum ?? 0, maximum: declared?.maximum ?? longest };
  return { key: partKey(key, "length"), kind: "number", type: { kind: "Int", bounds }, ...(of && { of }) };
}

/** The most elements that a list may have, and more characters than a witness needs. */
export const longest = 1_000_000;

/** What kind of slot holds the scalars of a type; undefined for what is no such scalar. */
export function slotKind(type: Type): Slot["kind"] | undefined {
  switch (type.kind) {
    case "String":
    case "Literals":
    case "Host":
    case "Email":
    case "Path":
    case "Url":
    case "Cidr":
      return "text";
    case "Int":
    case "Number":
    case "Duration":
    case "Time":
    case "Date":
      return "number";
    case "Ip":
      return "address";
    default:
      return undefined;
  }
}

/** The type of a list's elements, or of a map's keys. */
export function elementType(type: Type): Type {
  return type.kind === "List" ? type.element : { kind: "String" };
}

/** Elements that are made for one list: a list in which each has to differ from the next has no end. */
export const mostElements = 12;

/** One of the elements that stand for all of a list's, or keys of a map's. */
export function elementPlace(atoms: AtomTable, list: Place, index: number): Place {
  const key = elementKey(list.key, index);
  return { key, type: elementType(list.type), presence: literal(presenceFlag(atoms, key)) };
}
