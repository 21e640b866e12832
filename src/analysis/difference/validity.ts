import type { PolicySet } from "../../check/typed-policy-set.js";
import type { Environment } from "../../ir/decision-graph.js";
import type { Field, Type } from "../../types/type.js";
import type { AtomTable, NumberAtom, Slot, TextAtom } from "../encode/atom.js";
import { and, type Formula, literal, no, or, yes } from "../encode/formula.js";
import { complement, interval } from "../encode/interval-set.js";
import { scaleOf } from "../encode/linear.js";
import { memberKey, presenceFlag, slotKind } from "../encode/place.js";
import { plainForms } from "../texts/plain-forms.js";
import { changedFields } from "./common-schema.js";
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
    requiresMore(here, other) ? yes : no,
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
  const missing = !other.optional && isThere.kind === "literal" ? literal(isThere.atom, false) : no;
  return or(missing, and(isThere, outside(atoms, { key, type: here.type }, other.type)));
}

function outside(atoms: AtomTable, { key, type }: { key: string; type: Type }, other: Type): Formula {
  const kind = slotKind(type);
  if (kind === undefined || slotKind(other) !== kind || kind === "address") return yes;
  const slot: Slot = { key, type, kind };
  if (kind === "number") return outsideBounds(atoms, slot, other);
  const forms = plainForms(other) ?? [];
  return or(
    ...forms.map(({ language, wanted }) =>
      literal(
        atoms.atom<TextAtom>({ kind: "text", slot, bounds: { upper: language, lower: language } }),
        !wanted,
      ),
    ),
  );
}

function outsideBounds(atoms: AtomTable, slot: Slot, other: Type): Formula {
  const bounds = "bounds" in other ? other.bounds : undefined;
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

/** Whether the other set requires something besides arguments that this one does not. */
function requiresMore(here: SetEnvironment, other: SetEnvironment): boolean {
  const known = placesOf(here);
  return [...placesOf(other)].some(
    ([place, standing]) => standing === "required" && known.get(place) !== "required",
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
