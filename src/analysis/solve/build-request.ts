import type { RequestNeeds } from "../../ir/decision-graph.js";
import type { Need } from "../../ir/needs.js";
import { formatDate, formatDuration, formatTime } from "../../runtime/time.js";
import type { Field, Type } from "../../types/type.js";
import type { Party, Slot } from "../encode/atom.js";
import type { NotingEncoder } from "../encode/create-encoder.js";
import { rootPlace } from "../encode/environment.js";
import { yes } from "../encode/formula.js";
import { nearest } from "../encode/interval-set.js";
import {
  ancestorsKey,
  attributePlaces,
  elementKey,
  elementType,
  entryKey,
  idSlot,
  lengthSlot,
  memberKey,
  mostElements,
  type Place,
  presentKey,
  slotKind,
  typeSlot,
  valueKey,
} from "../encode/place.js";
import { answered, entitiesIn, hasRelations, withTuples } from "../relations/given.js";
import { relationRules } from "../relations/relation-rules.js";
import { type ConcreteFact, tuplesForFacts } from "../relations/tuples-for-facts.js";
import { wordsLanguage } from "../texts/language.js";
import { plainForms } from "../texts/plain-forms.js";
import { assumedPresence } from "./assumed-presence.js";
import type { Assumptions } from "./assumptions.js";
import { addressText } from "./choose-addresses.js";
import { defaultValue } from "./default-value.js";
import { fullDomain } from "./domain.js";
import { solveTexts } from "./solve-texts.js";
import type { Values } from "./value-problem.js";

/** A request as JSON. */
export type JsonObject = { readonly [member: string]: unknown };

/** What a request is made from: what is assumed, and the values chosen for it. */
export interface Model {
  readonly encoder: NotingEncoder;
  readonly assumptions: Assumptions;
  readonly values: Values;
}

/** Thrown and caught in this file: a type that has no value, or a list that can have no further element. */
class NoValue extends Error {}

/** The smallest request with the values: what no rule needs and nothing is assumed of, is left out. Undefined where there is none. */
export function buildRequest(model: Model): JsonObject | undefined {
  try {
    const request = requestOf(createBuilder(model));
    return hasRelations(model.encoder.viewpoint.policySet) ? related(model, request) : request;
  } catch (problem) {
    if (problem instanceof NoValue) return undefined;
    throw problem;
  }
}

/** The request with tuples for what is assumed of relations, and with what follows from them. */
function related({ encoder, assumptions, values }: Model, request: JsonObject): JsonObject {
  const { policySet } = encoder.viewpoint;
  const idOf = (id: Party["id"]) =>
    typeof id === "object" ? String(values.get(id.key) ?? defaultValue(id)) : id;
  const facts = assumptions.facts.flatMap(({ atom: { fact }, wanted }): ConcreteFact[] => {
    const { way, subject, object } = fact;
    const entity = { type: object.type, id: idOf(object.id) ?? "" };
    return wanted && way.kind !== "defined"
      ? [{ way, subject: { type: subject.type, id: idOf(subject.id) }, object: entity }]
      : [];
  });
  const tuples = tuplesForFacts(relationRules(policySet.entities), facts, entitiesIn(request));
  if (tuples === undefined) throw new NoValue();
  return answered(policySet, withTuples(request, tuples));
}

interface Builder extends Model {
  /** Every key of which something is assumed, and the keys of what it stands in. */
  readonly mentioned: ReadonlySet<string>;
  isThere(key: string): boolean;
}

function createBuilder(model: Model): Builder {
  const { assumptions, values } = model;
  const keys = [...assumptions.flags.keys(), ...values.keys()].map((key) =>
    key.replace(/^(?:present|true|has) /, ""),
  );
  const mentioned = new Set(keys.flatMap((key) => [key, ...prefixesOf(key)]));
  return { ...model, mentioned, isThere: assumedPresence(assumptions) };
}

/** `args.a.b#length` → `args.a.b`, `args.a`, `args` */
function prefixesOf(key: string): readonly string[] {
  return [...key.matchAll(/[.[#<{ ]/g)].map(({ index }) => key.slice(0, index));
}

function requestOf(builder: Builder): JsonObject {
  const { viewpoint } = builder.encoder;
  const { environment } = viewpoint;
  const { needs } = environment;
  const place = (root: "subject" | "actor" | "resource" | "context" | "args") => rootPlace(viewpoint, root);
  const context = recordOf(builder, place("context"), needs.context, "needed");
  const args = recordOf(builder, place("args"), needs.args, "whole");
  return {
    subject: entityOf(builder, place("subject"), needs.subject),
    ...(environment.actor && { actor: entityOf(builder, place("actor"), needs.actor) }),
    action: { name: environment.action, ...(Object.keys(args).length > 0 && { properties: args }) },
    ...(environment.resource !== undefined && { resource: resourceOf(builder, place("resource"), needs) }),
    ...(Object.keys(context).length > 0 && { context }),
  };
}

function resourceOf(builder: Builder, place: Place, { resource }: RequestNeeds): JsonObject {
  return entityOf(builder, place, resource);
}

/** Whether every member of a record has to be there, or only what rules read: of `context`, and of entities. */
type Extent = "whole" | "needed";

function recordOf(builder: Builder, place: Place, need: Need | undefined, extent: Extent): JsonObject {
  const fields = place.type.kind === "Record" ? [...place.type.fields.values()] : [];
  const members = fields.map((field) => {
    const key = memberKey(place.key, field.name);
    return { field, place: { key, type: field.type, presence: yes } };
  });
  return membersOf(builder, members, need, extent);
}

interface Member {
  readonly field: Field;
  readonly place: Place;
}

function membersOf(
  builder: Builder,
  members: readonly Member[],
  owner: Need | undefined,
  extent: Extent,
): JsonObject {
  const entries = members.flatMap(({ field, place }): [string, unknown][] => {
    const need = owner?.members.get(field.name);
    const isNeeded = extent === "whole" || need !== undefined || builder.mentioned.has(place.key);
    if (!isNeeded) return [];
    if (isPresent(builder, place, field)) return [[field.name, valueAt(builder, place, need)]];
    return field.optional ? [] : [[field.name, null]];
  });
  return Object.fromEntries(entries);
}

/** What may be absent is, unless it is assumed to be there, or something is of what it holds. */
function isPresent({ assumptions, isThere }: Builder, { key }: Place, field: Field): boolean {
  if (!field.optional && !field.nullable) return true;
  return assumptions.flags.get(presentKey(key)) ?? isThere(key);
}

function entityOf(builder: Builder, place: Place, need: Need | undefined): JsonObject {
  const names = place.type.kind === "Entity" ? place.type.names : [];
  const type = names.length === 1 ? names[0] : String(textOf(builder, typeSlot(place)));
  if (type === undefined) throw new NoValue();
  const properties = propertiesOf(builder, place, type, need);
  const ancestors = ancestorsOf(builder, place);
  return {
    type,
    id: textOf(builder, idSlot(place)),
    ...(Object.keys(properties).length > 0 && { properties }),
    ...((need?.ancestors === true || ancestors.length > 0) && { ancestors }),
  };
}

function propertiesOf(builder: Builder, owner: Place, type: string, need: Need | undefined): JsonObject {
  const { viewpoint, atoms } = builder.encoder;
  const attributes = viewpoint.policySet.entities.get(type)?.attributes.values() ?? [];
  const members = [...attributes].flatMap((field): Member[] => {
    const typed = attributePlaces(atoms, viewpoint.policySet, owner, field.name).find(
      ({ ownerTypes }) => ownerTypes === undefined || ownerTypes.includes(type),
    );
    return typed === undefined ? [] : [{ field, place: typed.place }];
  });
  return membersOf(builder, members, need, "needed");
}

function ancestorsOf(builder: Builder, { key }: Place): readonly unknown[] {
  const names = [...builder.encoder.viewpoint.policySet.entities.keys()];
  const type: Type = { kind: "List", element: { kind: "Entity", names } };
  return membersAt(builder, { key: ancestorsKey(key), type, presence: yes }, undefined);
}

function valueAt(builder: Builder, place: Place, need: Need | undefined): unknown {
  const { type } = place;
  switch (type.kind) {
    case "Bool":
      return builder.assumptions.flags.get(`true ${place.key}`) ?? false;
    case "Record":
      return recordOf(builder, place, need, "whole");
    case "Entity":
      return entityOf(builder, place, need);
    case "List":
      return listOf(builder, place, need);
    case "Map":
      return mapOf(builder, place, need);
    case "Json":
      return {};
    default:
      return scalarOf(builder, place);
  }
}

function scalarOf(builder: Builder, { key, type }: Place): unknown {
  const kind = slotKind(type);
  if (kind === "text") return textOf(builder, { key, type, kind });
  const value = builder.values.get(key) ?? defaultValue({ key, type, kind: kind ?? "number" });
  if (value === undefined) throw new NoValue();
  if (typeof value === "bigint") return addressText(value);
  return numberText(type, Number(value));
}

function numberText(type: Type, value: number): unknown {
  switch (type.kind) {
    case "Time":
      return formatTime(value);
    case "Date":
      return formatDate(value);
    case "Duration":
      return formatDuration(value);
    default:
      return value;
  }
}

/** The text that was chosen, or the best one of its type. */
function textOf({ values }: Builder, slot: Slot): string {
  const value = values.get(slot.key) ?? defaultValue(slot);
  if (typeof value !== "string") throw new NoValue();
  return value;
}

/** The constants that tests ask for, the elements that quantifiers speak of, and as many more as the length asks for. */
function listOf(builder: Builder, place: Place, need: Need | undefined): readonly unknown[] {
  const elements = membersAt(builder, place, need?.elements);
  const length = lengthOf(builder, place, elements.length);
  while (elements.length < length) elements.push(elements[0] ?? freshElement(builder, place, need));
  return elements;
}

/** Those that tests ask for, each once: two that come to the same are one. */
function membersAt(builder: Builder, place: Place, need: Need | undefined): unknown[] {
  const members = [
    ...constantsIn(builder, place).flatMap(({ value, wanted }) => (wanted ? [value] : [])),
    ...elementPlaces(builder, place).map((each) => valueAt(builder, each, need)),
  ];
  return [...new Map(members.map((member) => [JSON.stringify(member), member])).values()];
}

function lengthOf({ values, assumptions }: Builder, place: Place, count: number): number {
  const slot = lengthSlot(place);
  const domain = assumptions.domains.get(slot.key)?.domain ?? fullDomain(slot);
  const pinned = values.get(slot.key);
  if (typeof pinned === "number" && pinned >= count) return pinned;
  const length = domain.kind === "number" ? nearest(domain.set, count) : undefined;
  if (length === undefined || length < count) throw new NoValue();
  return length;
}

interface KnownConstant {
  readonly value: unknown;
  readonly text: string | undefined;
  readonly wanted: boolean;
}

function constantsIn({ encoder, assumptions }: Builder, { key, type }: Place): readonly KnownConstant[] {
  const element = elementType(type);
  return [...assumptions.flags].flatMap(([flag, wanted]): KnownConstant[] => {
    const constant = encoder.constants.get(flag);
    if (constant?.list.key !== key) return [];
    const { term } = constant;
    const value =
      term.kind === "entity" ? { type: term.type, id: term.id } : constantJson(element, term.value);
    return [{ value, text: typeof value === "string" ? value : undefined, wanted }];
  });
}

function constantJson(type: Type, value: unknown): unknown {
  if (type.kind === "Ip" && (typeof value === "number" || typeof value === "bigint"))
    return addressText(typeof value === "bigint" ? value + (1n << 32n) : BigInt(value));
  if (typeof value === "number") return numberText(type, value);
  return typeof value === "object" && value !== null && "text" in value ? value.text : value;
}

function elementPlaces({ assumptions }: Builder, { key, type }: Place): readonly Place[] {
  const keys = Array.from({ length: mostElements }, (_, index) => elementKey(key, index));
  return keys
    .filter((each) => assumptions.flags.get(presentKey(each)) === true)
    .map((each) => ({ key: each, type: elementType(type), presence: yes }));
}

/** An element that is none of the constants that the list must not have. */
function freshElement(builder: Builder, place: Place, need: Need | undefined): unknown {
  const type = elementType(place.type);
  const slot = { key: elementKey(place.key, 0), type, kind: slotKind(type) ?? "text" };
  const forms = plainForms(type);
  if (forms === undefined) return valueAt(builder, { key: slot.key, type, presence: yes }, need?.elements);
  const taken = constantsIn(builder, place).flatMap(({ text }) => text ?? []);
  const trial = solveTexts(
    [{ slot, languages: [...forms, { language: wordsLanguage(taken), wanted: false }] }],
    [],
  );
  const text = trial.kind === "found" ? trial.result.get(slot.key) : undefined;
  if (text === undefined) throw new NoValue();
  return text;
}

/** The entries that tests ask for, under keys of the policy or of quantifiers. */
function mapOf(builder: Builder, place: Place, need: Need | undefined): JsonObject {
  const type = place.type.kind === "Map" ? place.type.value : place.type;
  const named = constantsIn(builder, place).flatMap(({ text, wanted }) =>
    wanted && text !== undefined ? [text] : [],
  );
  const entries = named.map((name): [string, unknown] => [
    name,
    valueAt(builder, { key: entryKey(place.key, name), type, presence: yes }, need?.elements),
  ]);
  const keys = elementPlaces(builder, place).map((each) => [
    String(valueAt(builder, each, undefined)),
    each.key,
  ]);
  const others = keys.map(([name = "", key = ""]): [string, unknown] => [
    name,
    valueAt(builder, { key: valueKey(key), type, presence: yes }, need?.elements),
  ]);
  return Object.fromEntries([...others, ...entries]);
}
