import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Environment } from "../../ir/decision-graph.js";
import type { Need } from "../../ir/needs.js";
import { printType } from "../../types/print-type.js";
import { isNarrower, isNarrowerField } from "../../types/relations.js";
import type { Bounds, Field, Type } from "../../types/type.js";
import type { AtomTable, NumberAtom, Slot } from "../encode/atom.js";
import { and, type Formula, literal, negate, no, or, yes } from "../encode/formula.js";
import { complement, interval } from "../encode/interval-set.js";
import { scaleOf } from "../encode/linear.js";
import { lengthSlot, memberKey, presenceFlag, slotKind } from "../encode/place.js";
import { isInLanguage } from "../encode/text-tests.js";
import { plainForms } from "../texts/plain-forms.js";
import { type ChangedField, changedFields } from "./common-schema.js";
import { type NeededPlaces, neededPlaces } from "./needed-places.js";

/** A policy set and one kind of request of it. */
export interface SetEnvironment {
  readonly policySet: PolicySet;
  readonly environment: Environment;
}

/**
 * Where a request that is valid for one set is invalid for another: an argument that the other does not declare or declares narrower, an
 * attribute that the other needs and this one does not. Wider than that at places: what is found is tried on both.
 */
export function invalidElsewhere(atoms: AtomTable, here: SetEnvironment, other: SetEnvironment): Formula {
  const parameters = changedFields(parametersOf(here), parametersOf(other));
  return or(
    ...parameters.map(({ name, before, after }) =>
      misfit(atoms, memberKey("args", name), before, after, isOpen(other)),
    ),
    ...contextMisfits(atoms, here, other),
    ...attributeMisfits(atoms, here, other),
    nestedMisfit(here, other),
    missingElsewhere(atoms, here, other),
  );
}

function parametersOf({ policySet, environment }: SetEnvironment): ReadonlyMap<string, Field> {
  return policySet.actions.get(environment.action)?.parameters ?? new Map<string, Field>();
}

function isOpen({ policySet, environment }: SetEnvironment): boolean {
  return policySet.actions.get(environment.action)?.open ?? false;
}

/** That the other set refuses what is at a place. */
function misfit(
  atoms: AtomTable,
  key: string,
  here: Field | undefined,
  other: Field | undefined,
  isOtherOpen: boolean,
): Formula {
  if (here === undefined) return other?.optional === false ? yes : no;
  const isThere = here.optional || here.nullable ? literal(presenceFlag(atoms, key)) : yes;
  if (other === undefined) return isOtherOpen ? no : isThere;
  const mayLack = (here.optional && !other.optional) || (here.nullable && !other.nullable);
  const missing = mayLack ? literal(presenceFlag(atoms, key), false) : no;
  return or(missing, and(isThere, outside(atoms, { key, type: here.type }, other.type)));
}

/** That a value is of a type here and not of the other's. Where that is not spelt out, that it may be. */
function outside(atoms: AtomTable, { key, type }: { key: string; type: Type }, other: Type): Formula {
  if (isNarrower(type, other)) return no;
  if (type.kind === "Record" && other.kind === "Record") {
    const isOtherOpen = other.open || !key.startsWith("args.");
    return or(
      ...changedFields(type.fields, other.fields).map(({ name, before, after }) =>
        misfit(atoms, memberKey(key, name), before, after, isOtherOpen),
      ),
    );
  }
  if (type.kind === "List" && other.kind === "List" && printType(type.element) === printType(other.element))
    return outsideBounds(atoms, lengthSlot({ key, type }), other.length);
  const kind = slotKind(type);
  if (kind === undefined || slotKind(other) !== kind || kind === "address") return yes;
  // Which numbers are whole, no interval says.
  if (type.kind === "Number" && other.kind === "Int") return yes;
  const slot: Slot = { key, type, kind };
  if (kind === "number") return outsideBounds(atoms, slot, "bounds" in other ? other.bounds : undefined);
  const forms = plainForms(other) ?? [];
  return or(...forms.map(({ language, wanted }) => negateIf(wanted, isInLanguage(atoms, slot, language))));
}

function negateIf(condition: boolean, formula: Formula): Formula {
  return condition ? negate(formula) : formula;
}

function outsideBounds(atoms: AtomTable, slot: Slot, bounds: Bounds | undefined): Formula {
  const scale = scaleOf(slot);
  const inside = interval(scale, bounds?.minimum ?? scale.minimum, bounds?.maximum ?? scale.maximum);
  const set = complement(scale, inside);
  return set.length === 0 ? no : literal(atoms.atom<NumberAtom>({ kind: "number", slot, set }));
}

/** Attributes of the context are checked where rules read them. */
function contextMisfits(atoms: AtomTable, here: SetEnvironment, other: SetEnvironment): readonly Formula[] {
  const isRead = (name: string): boolean =>
    here.environment.needs.context.members.has(name) && other.environment.needs.context.members.has(name);
  return changedFields(here.policySet.context, other.policySet.context)
    .filter(({ name }) => isRead(name))
    .map(({ name, before, after }) => misfit(atoms, memberKey("context", name), before, after, true));
}

/** So are those of the request's entities. */
function attributeMisfits(atoms: AtomTable, here: SetEnvironment, other: SetEnvironment): readonly Formula[] {
  const { subject, actor, resource } = here.environment;
  const types = { subject: subject.type, actor: actor?.type, resource };
  return (["subject", "actor", "resource"] as const).flatMap((root) => {
    const isRead = (name: string): boolean =>
      here.environment.needs[root].members.has(name) && other.environment.needs[root].members.has(name);
    return changedAttributes(here, other, types[root])
      .filter(({ name }) => isRead(name))
      .map(({ name, before, after }) => misfit(atoms, memberKey(root, name), before, after, true));
  });
}

function changedAttributes(
  { policySet: here }: SetEnvironment,
  { policySet: other }: SetEnvironment,
  type: string | undefined,
): readonly ChangedField[] {
  const before = here.entities.get(type ?? "");
  const after = other.entities.get(type ?? "");
  return before && after ? changedFields(before.attributes, after.attributes) : [];
}

/** Of entities that are themselves attributes it is not spelt out. */
function nestedMisfit(here: SetEnvironment, other: SetEnvironment): Formula {
  const changed = [...here.policySet.entities.keys()].flatMap((type) => changedAttributes(here, other, type));
  if (changed.length === 0) return no;
  const { subject, actor, resource, context, args } = other.environment.needs;
  const read = new Set<string>();
  for (const root of [subject, actor, resource, context, args])
    for (const need of root.members.values()) addNames(read, need);
  const isMisfit = ({ name, before, after }: ChangedField): boolean =>
    read.has(name) && before !== undefined && after !== undefined && !isNarrowerField(before, after);
  return changed.some(isMisfit) ? yes : no;
}

function addNames(names: Set<string>, need: Need): void {
  for (const [name, below] of need.members) {
    names.add(name);
    addNames(names, below);
  }
  if (need.elements) addNames(names, need.elements);
}

/** That something is missing, besides arguments, that the other set requires and this one does not. */
function missingElsewhere(atoms: AtomTable, here: SetEnvironment, other: SetEnvironment): Formula {
  const known = placesOf(here);
  const required = [...placesOf(other)].flatMap(([place, standing]) =>
    standing === "required" ? [place] : [],
  );
  return or(
    ...required.map((place) => {
      if (known.get(place) === "required") return no;
      // What this set does not read, a request of it need not have.
      return known.has(place) ? literal(presenceFlag(atoms, place), false) : yes;
    }),
  );
}

/** The attributes that are relevant in an environment of a set. */
export function placesOf({ policySet, environment }: SetEnvironment): NeededPlaces {
  const places = known.get(environment) ?? computePlaces(policySet, environment);
  known.set(environment, places);
  return places;
}

const known = new WeakMap<Environment, NeededPlaces>();

function computePlaces(policySet: PolicySet, environment: Environment): NeededPlaces {
  const { subject, actor, resource, needs } = environment;
  return neededPlaces(policySet, { subject: subject.type, actor: actor?.type, resource }, needs);
}
