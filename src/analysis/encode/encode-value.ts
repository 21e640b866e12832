import type { Scalar } from "../../check/typed-expression.js";
import type {
  ArithmeticNode,
  ChoiceNode,
  CoalesceNode,
  IndexNode,
  PartNode,
  ReadNode,
  ValueNode,
} from "../../ir/node.js";
import { emailDomain, emailLocal } from "../../runtime/email.js";
import { hostIp } from "../../runtime/host.js";
import { formatCidr } from "../../runtime/ip.js";
import { codePointLength, lowerAscii } from "../../runtime/text.js";
import { timeHour, timeWeekday } from "../../runtime/time.js";
import type { Type } from "../../types/type.js";
import { assertNever } from "../../util/invariant.js";
import type { AtomShape, FlagAtom, Slot, SlotPart } from "./atom.js";
import type { Encoder, Truth } from "./encoder.js";
import { rootPlace } from "./environment.js";
import { and, type Formula, literal, negate, or, yes } from "./formula.js";
import { addNumbers, asNumber, compareNumbers, multiplyNumber, slotNumber } from "./linear.js";
import {
  attributePlaces,
  entryKey,
  idSlot,
  lengthSlot,
  memberKey,
  memberPlace,
  type Place,
  partKey,
  presenceFlag,
  slotKind,
  typeSlot,
  valueKey,
} from "./place.js";
import { absent, type Case, erroneous, type NumberTerm, opaque, type Term } from "./term.js";
import { isOneOf } from "./text-tests.js";

/** All that a value can come to. The guards exclude each other, and one of them holds. */
export function casesOf(encoder: Encoder, node: ValueNode): readonly Case[] {
  const known = encoder.cases.get(node) ?? encodeValue(encoder, node);
  encoder.cases.set(node, known);
  return known;
}

function encodeValue(encoder: Encoder, node: ValueNode): readonly Case[] {
  switch (node.kind) {
    case "constant":
      return always({ kind: "constant", type: node.type, value: plainScalar(node.value) });
    case "entity":
      return always({ kind: "entity", type: node.type, id: node.name });
    case "list":
      return always({ kind: "list", elements: node.elements });
    case "root":
      return always({ kind: "place", place: rootPlace(encoder.viewpoint, node.name) });
    case "variable":
      return always(encoder.variables.get(node.variable) ?? opaque);
    case "read":
      return readCases(encoder, node);
    case "identity":
      return mapPresent(casesOf(encoder, node.object), (term) => always(identityOf(term, node.name)));
    case "index":
      return indexCases(encoder, node);
    case "part":
      return mapPresent(casesOf(encoder, node.object), (term) => partCases(encoder, node, term));
    case "lower":
      return mapPresent(casesOf(encoder, node.operand), (term) => always(lowered(term)));
    case "arithmetic":
      return arithmeticCases(encoder, node);
    case "negate":
      return mapPresent(casesOf(encoder, node.operand), (term) => always(negated(term)));
    case "choice":
      return choiceCases(encoder, node);
    case "coalesce":
      return coalesceCases(encoder, node);
    case "truth":
      return truthCases(encoder.truthOf(node.test));
    default:
      return assertNever(node);
  }
}

/** A block as its text: two blocks are the same iff their texts are. */
function plainScalar(value: Scalar): Scalar {
  return typeof value === "object" && "bits" in value ? formatCidr(value) : value;
}

function always(term: Term): readonly Case[] {
  return [{ guard: yes, term }];
}

/** Goes on from what is there; what is absent, or an error, stays so. */
function mapPresent(cases: readonly Case[], next: (term: Term) => readonly Case[]): readonly Case[] {
  return cases.flatMap(({ guard, term }) =>
    term.kind === "absent" || term.kind === "error" ? [{ guard, term }] : guarded(guard, next(term)),
  );
}

function guarded(guard: Formula, cases: readonly Case[]): readonly Case[] {
  return cases.map((each) => ({ guard: and(guard, each.guard), term: each.term }));
}

/** What stands at a place that is there. */
export function termAt(encoder: Encoder, place: Place): Term {
  if (place.type.kind === "Bool")
    return {
      kind: "truth",
      formula: literal(encoder.atoms.atom<FlagAtom>({ kind: "flag", key: `true ${place.key}` })),
    };
  const kind = slotKind(place.type);
  if (kind === undefined) return { kind: "place", place };
  const slot: Slot = { key: place.key, type: place.type, kind };
  return kind === "number" ? slotNumber(slot) : { kind: "slot", slot };
}

function readCases(encoder: Encoder, { object, name }: ReadNode): readonly Case[] {
  return mapPresent(casesOf(encoder, object), (term) => {
    if (term.kind !== "place") return always(opaque);
    const { place } = term;
    if (place.type.kind === "Entity") return attributeCases(encoder, place, name);
    const field = place.type.kind === "Record" ? place.type.fields.get(name) : undefined;
    if (field === undefined) return always(absent);
    return presentOrAbsent(
      encoder,
      memberPlace(encoder.atoms, place, field, memberKey(place.key, name)),
      yes,
    );
  });
}

function attributeCases(encoder: Encoder, owner: Place, name: string): readonly Case[] {
  const places = attributePlaces(encoder.atoms, encoder.viewpoint.policySet, owner, name);
  const typeIs = (types: readonly string[] | undefined) =>
    types === undefined ? yes : isOneOf(encoder.atoms, typeSlot(owner), types);
  const declared = places.map(({ ownerTypes }) => typeIs(ownerTypes));
  return [
    ...places.flatMap(({ place, ownerTypes }) => presentOrAbsent(encoder, place, typeIs(ownerTypes))),
    { guard: negate(or(...declared)), term: absent },
  ];
}

function presentOrAbsent(encoder: Encoder, place: Place, guard: Formula): readonly Case[] {
  return [
    { guard: and(guard, place.presence), term: termAt(encoder, place) },
    { guard: and(guard, negate(place.presence)), term: absent },
  ];
}

function identityOf(term: Term, name: "id" | "type"): Term {
  if (term.kind === "entity") return text(name === "id" ? term.id : term.type);
  if (term.kind !== "place") return opaque;
  if (name === "id") return { kind: "slot", slot: idSlot(term.place) };
  const names = term.place.type.kind === "Entity" ? term.place.type.names : [];
  const [only] = names;
  return names.length === 1 && only !== undefined ? text(only) : { kind: "slot", slot: typeSlot(term.place) };
}

function text(value: string): Term {
  return { kind: "constant", type: "String", value };
}

/** A map's value: under a key of the policy, or of a quantifier over the map, a place of its own; under another one nothing is known of it. */
function indexCases(encoder: Encoder, { object, key }: IndexNode): readonly Case[] {
  return mapPresent(casesOf(encoder, object), (map) =>
    mapPresent(casesOf(encoder, key), (name) => {
      if (map.kind !== "place" || map.place.type.kind !== "Map") return always(opaque);
      if (name.kind === "slot" && isElementKey(map.place.key, name.slot.key)) {
        const place = {
          key: valueKey(name.slot.key),
          type: map.place.type.value,
          presence: map.place.presence,
        };
        return always(termAt(encoder, place));
      }
      if (name.kind !== "constant" || typeof name.value !== "string") return always(opaque);
      return presentOrAbsent(encoder, entryPlace(encoder, map.place, map.place.type.value, name.value), yes);
    }),
  );
}

function isElementKey(list: string, key: string): boolean {
  return key.startsWith(`${list}[`) && /^\[\d+\]$/.test(key.slice(list.length));
}

function entryPlace(encoder: Encoder, map: Place, type: Type, name: string): Place {
  const key = entryKey(map.key, name);
  const flag = presenceFlag(encoder.atoms, key);
  encoder.noteConstant(map, { kind: "constant", type: "String", value: name }, flag.key);
  return { key, type, presence: and(map.presence, literal(flag)) };
}

function partCases(encoder: Encoder, node: PartNode, term: Term): readonly Case[] {
  const { part } = node;
  if (term.kind === "constant") return always(constantPart(term.value, part));
  if (part === "length" && term.kind === "place") return always(slotNumber(lengthSlot(term.place)));
  if (part === "length" && term.kind === "list") return always(number(term.elements.length));
  const [only] = term.kind === "number" ? term.terms : [];
  if (term.kind === "number" && only !== undefined && isPlain(term)) return always(timePart(only.slot, part));
  if (term.kind !== "slot") return always(opaque);
  const { slot } = term;
  switch (part) {
    case "text":
      return always(term);
    case "length":
      return always(slotNumber(lengthSlot(slot, { slot, part })));
    case "ip":
    case "port":
      return optionalPart(encoder, slot, part);
    default:
      return always({ kind: "slot", slot: textPart(slot, part) });
  }
}

function isPlain({ terms, constant }: NumberTerm): boolean {
  return terms.length === 1 && terms[0]?.factor === 1 && constant === 0;
}

/** A part of a text of the request, which is a slot that hangs together with the text's own. */
function textPart(slot: Slot, part: SlotPart): Slot {
  const type = partTypes[part] ?? { kind: "String" };
  return { key: partKey(slot.key, part), type, kind: "text", of: { slot, part } };
}

const partTypes: Readonly<Record<string, Type>> = { host: { kind: "Host" }, domain: { kind: "Host" } };

function timePart(time: Slot, part: PartNode["part"]): Term {
  if (part !== "hour" && part !== "weekday") return opaque;
  const common = { key: partKey(time.key, part), of: { slot: time, part } };
  return part === "hour"
    ? slotNumber({ ...common, kind: "number", type: { kind: "Int", bounds: { minimum: 0, maximum: 23 } } })
    : { kind: "slot", slot: { ...common, kind: "text", type: { kind: "Literals", values: weekdays } } };
}

const weekdays = ["fri", "mon", "sat", "sun", "thu", "tue", "wed"];

function optionalPart(encoder: Encoder, owner: Slot, part: "ip" | "port"): readonly Case[] {
  const key = partKey(owner.key, part);
  const type: Type =
    part === "ip" ? { kind: "Ip" } : { kind: "Int", bounds: { minimum: 0, maximum: 65_535 } };
  const flag: AtomShape<FlagAtom> = { kind: "flag", key: `present ${key}`, of: owner };
  const presence = literal(encoder.atoms.atom<FlagAtom>(flag));
  const slot: Slot = { key, type, kind: part === "ip" ? "address" : "number", of: { slot: owner, part } };
  return [
    { guard: presence, term: part === "ip" ? { kind: "slot", slot } : slotNumber(slot) },
    { guard: negate(presence), term: absent },
  ];
}

function number(constant: number): Term {
  return { kind: "number", terms: [], constant };
}

function constantPart(value: Scalar, part: PartNode["part"]): Term {
  if (typeof value === "number") {
    return part === "hour" ? number(timeHour(value)) : part === "weekday" ? text(timeWeekday(value)) : opaque;
  }
  if (typeof value === "object") return "text" in value ? urlPart(value, part) : opaque;
  if (typeof value !== "string") return opaque;
  switch (part) {
    case "length":
      return number(codePointLength(value));
    case "domain":
      return { kind: "constant", type: "Host", value: emailDomain(value) };
    case "local":
      return text(emailLocal(value));
    case "ip":
      return optionalConstant("Ip", hostIp(value));
    default:
      return opaque;
  }
}

type Url = Extract<Scalar, { readonly text: string }>;

function urlPart(url: Url, part: PartNode["part"]): Term {
  switch (part) {
    case "ip":
      return optionalConstant("Ip", hostIp(url.host));
    case "port":
      return optionalConstant("Int", url.port);
    case "host":
      return { kind: "constant", type: "Host", value: url.host };
    case "text":
    case "scheme":
    case "path":
      return text(url[part]);
    default:
      return opaque;
  }
}

function optionalConstant(type: "Ip" | "Int", value: Scalar | undefined): Term {
  return value === undefined ? absent : { kind: "constant", type, value };
}

function lowered(term: Term): Term {
  if (term.kind === "constant" && typeof term.value === "string")
    return { ...term, value: lowerAscii(term.value) };
  return term.kind === "slot" ? { kind: "slot", slot: textPart(term.slot, "lower") } : opaque;
}

function negated(term: Term): Term {
  const value = asNumber(term);
  return value === undefined ? opaque : multiplyNumber(value, -1);
}

function arithmeticCases(encoder: Encoder, { operator, safe, left, right }: ArithmeticNode): readonly Case[] {
  return mapPresent(casesOf(encoder, left), (first) =>
    mapPresent(casesOf(encoder, right), (second) => {
      const result = calculated(operator, asNumber(first), asNumber(second));
      if (result === undefined) return always(opaque);
      return safe ? always(result) : checkedResult(encoder, result);
    }),
  );
}

function calculated(
  operator: ArithmeticNode["operator"],
  left: NumberTerm | undefined,
  right: NumberTerm | undefined,
): NumberTerm | undefined {
  if (left === undefined || right === undefined) return undefined;
  if (operator !== "*") return addNumbers(left, right, operator === "+" ? 1 : -1);
  if (right.terms.length === 0) return multiplyNumber(left, right.constant);
  return left.terms.length === 0 ? multiplyNumber(right, left.constant) : undefined;
}

/** What leaves the safe integers is an error. */
function checkedResult({ atoms }: Encoder, result: NumberTerm): readonly Case[] {
  const isSafe = and(
    compareNumbers(atoms, "<=", result, { kind: "number", terms: [], constant: Number.MAX_SAFE_INTEGER }),
    compareNumbers(atoms, ">=", result, { kind: "number", terms: [], constant: Number.MIN_SAFE_INTEGER }),
  );
  return [
    { guard: isSafe, term: result },
    { guard: negate(isSafe), term: erroneous },
  ];
}

function choiceCases(encoder: Encoder, { test, consequent, alternate }: ChoiceNode): readonly Case[] {
  const { holds, fails } = encoder.truthOf(test);
  return [
    ...guarded(holds, casesOf(encoder, consequent)),
    ...guarded(fails, casesOf(encoder, alternate)),
    { guard: and(negate(holds), negate(fails)), term: erroneous },
  ];
}

function coalesceCases(encoder: Encoder, { left, right }: CoalesceNode): readonly Case[] {
  return casesOf(encoder, left).flatMap(({ guard, term }) =>
    term.kind === "absent" ? guarded(guard, casesOf(encoder, right)) : [{ guard, term }],
  );
}

function truthCases({ holds, fails }: Truth): readonly Case[] {
  const settled = or(holds, fails);
  return [
    { guard: settled, term: { kind: "truth", formula: holds } },
    { guard: negate(settled), term: erroneous },
  ];
}
