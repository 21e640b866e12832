import { rememberedOf } from "../../util/remembered.js";
import type { Party, RelationAtom } from "../encode/atom.js";
import { factKey } from "../encode/atom.js";
import type { Encoder } from "../encode/encoder.js";
import type { RequestReader } from "../encode/evaluate-formula.js";
import { and, type Formula, literal, negate, no, or, yes } from "../encode/formula.js";
import { isOneOf, isSame } from "../encode/text-tests.js";
import type { Assumptions } from "./assumptions.js";

/**
 * What is assumed of facts and cannot be for the ids that were chosen: two facts come to be one, of which one is assumed and the other
 * is not. For each such pair, what holds whatever the ids are: if the entities are the same, so are the facts.
 */
export function factClashes(
  { atoms }: Pick<Encoder, "atoms">,
  { facts }: Pick<Assumptions, "facts">,
  reader: Pick<RequestReader, "value">,
): readonly Formula[] {
  const known = new Map<string, Assumptions["facts"][number]>();
  return facts.flatMap((assumed): readonly Formula[] => {
    const key = concreteKey(assumed.atom, reader);
    const other = known.get(key) ?? assumed;
    known.set(key, other);
    return other.wanted === assumed.wanted ? [] : [agreement(atoms, other.atom, assumed.atom)];
  });
}

/** What tells facts apart for the ids that a request has. It is asked of every fact of every candidate. */
export function concreteKey(atom: RelationAtom, { value }: Pick<RequestReader, "value">): string {
  const { subject, object } = atom.fact;
  const textOf = ({ id }: Party): string => {
    const text = typeof id === "object" ? value(id) : id;
    return text === undefined ? "" : `${String(text).length} ${text}`;
  };
  return `${factWithoutIds(atom)} ${textOf(subject)} ${textOf(object)}`;
}

const factWithoutIds = rememberedOf(({ fact }: RelationAtom) => factKey(fact, () => null));

function agreement(atoms: Encoder["atoms"], one: RelationAtom, other: RelationAtom): Formula {
  const isSameFact = and(
    isSameParty(atoms, one.fact.subject, other.fact.subject),
    isSameParty(atoms, one.fact.object, other.fact.object),
  );
  const [first, second] = [literal(one), literal(other)];
  return or(negate(isSameFact), and(first, second), and(negate(first), negate(second)));
}

/** Their types are the same, and neither is everyone of its type if the other is not. */
function isSameParty(atoms: Encoder["atoms"], { id: left }: Party, { id: right }: Party): Formula {
  if (typeof left !== "object") {
    if (typeof right !== "object") return left === right ? yes : no;
    return left === undefined ? no : isOneOf(atoms, right, [left]);
  }
  if (typeof right === "object") return isSame(atoms, left, right);
  return right === undefined ? no : isOneOf(atoms, left, [right]);
}
