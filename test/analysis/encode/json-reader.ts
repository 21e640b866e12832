import type { FactWay, Party, RelationAtom, Slot } from "../../../src/analysis/encode/atom.js";
import type { NotingEncoder } from "../../../src/analysis/encode/create-encoder.js";
import { termAt } from "../../../src/analysis/encode/encode-value.js";
import {
  partValue,
  type RequestReader,
  type SlotValue,
} from "../../../src/analysis/encode/evaluate-formula.js";
import { elementPlace } from "../../../src/analysis/encode/place.js";
import { constantName, type Term } from "../../../src/analysis/encode/term.js";
import { addressNumber } from "../../../src/analysis/encode/text-tests.js";
import { tuplesOf } from "../../../src/analysis/relations/given.js";
import { relationModel } from "../../../src/relations/from-schema.js";
import type { EntityReference } from "../../../src/relations/model.js";
import { createRelationStore } from "../../../src/relations/relation-store.js";
import { parseEmail } from "../../../src/runtime/email.js";
import { parseHost } from "../../../src/runtime/host.js";
import { formatCidr, parseCidr, parseIp } from "../../../src/runtime/ip.js";
import { parsePath } from "../../../src/runtime/path.js";
import { parseDate, parseDuration, parseTime } from "../../../src/runtime/time.js";
import { parseUrl } from "../../../src/runtime/url.js";
import type { Type } from "../../../src/types/type.js";
import { assertNever } from "../../../src/util/invariant.js";

/** Reads what formulas ask for out of a request as JSON, by the keys of places alone: it knows nothing of how a request is built. */
export function jsonReader(encoder: NotingEncoder, request: object): RequestReader {
  const json = (key: string): unknown => valueAt(request, key);
  const value = (slot: Slot): SlotValue | undefined => {
    if (slot.of) {
      const whole = value(slot.of.slot);
      return whole === undefined ? undefined : partValue(whole, slot);
    }
    return plainValue(slot.type, json(slot.key));
  };
  const flag = (key: string): boolean | undefined => {
    const [, verb, place = ""] = /^(\w+) (.*)$/s.exec(key) ?? [];
    if (verb === "true") return json(place) === true;
    if (verb === "present") return isPresent(json, place);
    const constant = encoder.constants.get(key);
    if (verb !== "has" || constant === undefined) return undefined;
    const members = json(constant.list.key);
    const element = constant.list.type.kind === "List" ? constant.list.type.element : undefined;
    return (
      Array.isArray(members) && element && members.some((member) => isTerm(member, element, constant.term))
    );
  };
  const elements: RequestReader["elements"] = ({ list }) => {
    const members = json(list.key);
    if (typeof members !== "object" || members === null) return [];
    const count = Array.isArray(members) ? members.length : Object.keys(members).length;
    return Array.from({ length: count }, (_, index) =>
      termAt(encoder, elementPlace(encoder.atoms, list, index)),
    );
  };
  const fact = (atom: RelationAtom): boolean => {
    const { way, subject, object } = atom.fact;
    const idOf = (id: Party["id"]) => (typeof id === "object" ? value(id) : id);
    const [who, whose] = [subject, object].map(({ type, id }) => ({ type, id: String(idOf(id)) }));
    return who !== undefined && whose !== undefined && isFact(encoder, request, { way, who, whose });
  };
  return { flag, value, fact, elements };
}

interface ConcreteFact {
  readonly way: FactWay;
  readonly who: EntityReference;
  readonly whose: EntityReference;
}

/** By the tuples that go with the request; what follows from them, a store says. */
function isFact({ viewpoint }: NotingEncoder, request: object, { way, who, whose }: ConcreteFact): boolean {
  const tuples = tuplesOf(request);
  const store = createRelationStore(relationModel(viewpoint.policySet.entities));
  for (const tuple of tuples) store.write({ touch: [tuple] });
  const has = (relation: string, object: EntityReference) =>
    store.check({ subject: who, relation, object }) === "yes";
  const subjectsOf = (relation: string) =>
    tuples
      .filter(({ object, ...tuple }) => tuple.relation === relation && isSame(object, whose))
      .map(({ subject }) => subject);
  switch (way.kind) {
    case "defined":
      return has(way.relation, whose);
    case "everyone":
      return subjectsOf(way.relation).some((each) => "everyone" in each && each.type === who.type);
    case "direct":
      return subjectsOf(way.relation).some(
        (each) => "id" in each && !("relation" in each) && isSame(each, who),
      );
    case "userset":
      return subjectsOf(way.relation).some(
        (each) =>
          "relation" in each && each.type === way.type && each.relation === way.of && has(way.of, each),
      );
    case "inherited":
      return subjectsOf(way.over).some((each) => "id" in each && has(way.relation, each));
    default:
      return assertNever(way);
  }
}

function isSame(one: EntityReference, other: EntityReference): boolean {
  return one.type === other.type && one.id === other.id;
}

/** The flag of an optional part says whether the text has it; any other one, that there is a value. */
function isPresent(json: (key: string) => unknown, key: string): boolean {
  const part = /^(.*)#(ip|port)$/s.exec(key);
  if (!part) return (json(key) ?? undefined) !== undefined;
  const text = json(part[1] ?? "");
  if (typeof text !== "string") return false;
  const url = parseUrl(text);
  if (part[2] === "port") return url?.port !== undefined;
  const host = url?.host ?? parseHost(text) ?? "";
  return parseIp(host.replace(/^\[|\]$/g, "")) !== undefined;
}

function isTerm(member: unknown, type: Type, term: Term): boolean {
  if (term.kind === "entity") {
    const { type: name, id } = member as { readonly type: string; readonly id: string };
    return name === term.type && id === term.id;
  }
  if (term.kind !== "constant") return false;
  const value = plainValue(type, member);
  const address = type.kind === "Ip" && typeof term.value !== "string" && typeof term.value !== "boolean";
  if (address && typeof term.value !== "object") return value === addressNumber(term.value);
  return typeof member === "boolean" ? member === term.value : JSON.stringify(value) === constantName(term);
}

const steps = /\.("(?:[^"\\]|\\.)*"|\w+)|\[("(?:[^"\\]|\\.)*"|\d+)\]|#(\w+)|<[^>]*>/gy;

function valueAt(request: object, key: string): unknown {
  const [root = ""] = /^\w+/.exec(key) ?? [];
  let value: unknown =
    root === "args" ? (member(member(request, "action"), "properties") ?? {}) : member(request, root);
  let isEntity = root !== "args" && root !== "context";
  let map: { readonly owner: unknown; readonly name: string } | undefined;
  for (const [, name, index, part] of key.slice(root.length).matchAll(new RegExp(steps, "g"))) {
    if (name !== undefined)
      value = member(isEntity || isEntityValue(value) ? member(value, "properties") : value, plainName(name));
    else if (index !== undefined) {
      const keys =
        Array.isArray(value) || typeof value !== "object" || value === null ? undefined : Object.keys(value);
      const at = /^\d/.test(index) ? Number(index) : undefined;
      if (keys && at !== undefined) map = { owner: value, name: keys[at] ?? "" };
      value =
        at === undefined
          ? member(value, plainName(index))
          : keys
            ? keys[at]
            : (value as readonly unknown[] | undefined)?.[at];
    } else if (part === "value") value = map && member(map.owner, map.name);
    else if (part === "length") value = Array.isArray(value) ? value.length : value;
    else if (part !== undefined) value = member(value, part);
    isEntity = false;
  }
  return value;
}

function plainName(name: string): string {
  return name.startsWith('"') ? (JSON.parse(name) as string) : name;
}

function isEntityValue(value: unknown): boolean {
  return typeof member(value, "type") === "string" && typeof member(value, "id") === "string";
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
}

function plainValue(type: Type, value: unknown): SlotValue | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  switch (type.kind) {
    case "Host":
      return parseHost(value);
    case "Email":
      return parseEmail(value);
    case "Path":
      return parsePath(value);
    case "Url":
      return parseUrl(value)?.text;
    case "Time":
      return parseTime(value);
    case "Date":
      return parseDate(value);
    case "Duration":
      return parseDuration(value);
    case "Cidr": {
      const block = parseCidr(value);
      return block && formatCidr(block);
    }
    case "Ip": {
      const ip = parseIp(value);
      return ip === undefined ? undefined : addressNumber(ip);
    }
    default:
      return value;
  }
}
