import type { RelatedNode } from "../../ir/node.js";
import type { Relation, RelationRule } from "../../relations/model.js";
import { assertNever } from "../../util/invariant.js";
import {
  inheritedIn,
  plainRelation,
  type RelationRules,
  relationRules,
  typesBehind,
} from "../relations/relation-rules.js";
import {
  type AtomTable,
  atomKey,
  type FactWay,
  type Party,
  type RelationAtom,
  type RelationFact,
} from "./atom.js";
import type { Encoder } from "./encoder.js";
import { and, type Formula, literal, negate, no, or, yes } from "./formula.js";
import { idSlot, typeSlot } from "./place.js";
import type { Term } from "./term.js";
import { isOneOf } from "./text-tests.js";

/*
 * A relation is an atom, and its definition a formula: spelt out down to facts that may be so or not so one by one. So whatever the definitions
 * imply, formulas imply: an owner is a viewer where `viewer = direct or owner`. That nothing is implied that is not so, is plain: whatever tuples there
 * are, facts that say what each part of a definition comes to there make the formula say what the store says. (Of a definition that hangs on its own
 * exclusion the store says neither; such tuples are left out of account.) That nothing is missing, is not certain: what follows for one
 * pair of entities by way of another, formulas do not know. So requests are held against a store, in which there are tuples for their facts.
 */

/** That one entity has a relation to another, every question about relations being answered; undefined where no formula says it. */
export function isRelated(
  encoder: Encoder,
  subject: Term | undefined,
  relation: RelatedNode["relation"],
  object: Term | undefined,
): Formula | undefined {
  const [subjects, objects] = [partiesIn(encoder, subject), partiesIn(encoder, object)];
  if (subjects === undefined || objects === undefined) return undefined;
  const ways = subjects.flatMap((one) =>
    objects.map((other) => and(one.guard, other.guard, isDefined(encoder, one.party, relation, other.party))),
  );
  return or(...ways);
}

/** A relation as an atom, which {@link definitionOf} says more of; unless it is settled. */
function isDefined(encoder: Encoder, subject: Party, relation: string, object: Party): Formula {
  const fact = definedFact(subject, relation, object);
  const definition = spelledOut(spellingOf(encoder), fact);
  return definition.kind === "constant" ? definition : definedAtom(encoder, fact);
}

/** What holds iff a relation does, by its definition; undefined for a fact that relations follow from. */
export function definitionOf(
  encoder: Pick<Encoder, "viewpoint" | "atoms">,
  atom: RelationAtom,
): Formula | undefined {
  const { fact } = atom;
  if (!isDefinedFact(fact)) return undefined;
  const definition = definitions.get(atom) ?? spelledOut(spellingOf(encoder), fact);
  definitions.set(atom, definition);
  return definition;
}

/** Found by their keys once. */
const definitions = new WeakMap<RelationAtom, Formula>();

type DefinedFact = RelationFact & { readonly way: { readonly kind: "defined" } };

function definedFact(subject: Party, relation: string, object: Party): DefinedFact {
  return { way: { kind: "defined", relation }, subject, object };
}

function isDefinedFact(fact: RelationFact): fact is DefinedFact {
  return fact.way.kind === "defined";
}

function definedAtom({ atoms }: Pick<Encoder, "atoms">, fact: DefinedFact): Formula {
  return literal(atoms.atom<RelationAtom>({ kind: "relation", fact }));
}

/** What an entity may be: one party for each type. */
function partiesIn(
  { atoms }: Encoder,
  term: Term | undefined,
): readonly { readonly guard: Formula; readonly party: Party }[] | undefined {
  if (term?.kind === "entity") return [{ guard: yes, party: { type: term.type, id: term.id } }];
  if (term?.kind !== "place" || term.place.type.kind !== "Entity") return undefined;
  const { place } = term;
  const { names } = term.place.type;
  return names.map((type) => ({
    guard: names.length === 1 ? yes : isOneOf(atoms, typeSlot(place), [type]),
    party: { type, id: idSlot(place) },
  }));
}

interface Spelling {
  readonly atoms: AtomTable;
  readonly rules: RelationRules;
  /** Definitions by the keys of what they define. */
  readonly known: Map<string, Formula>;
}

/** Whoever shares atoms shares the schema. */
const spellings = new WeakMap<AtomTable, Spelling>();

function spellingOf({ viewpoint, atoms }: Pick<Encoder, "viewpoint" | "atoms">): Spelling {
  const rules = () => relationRules(viewpoint.policySet.entities);
  const spelling = spellings.get(atoms) ?? { atoms, rules: rules(), known: new Map() };
  spellings.set(atoms, spelling);
  return spelling;
}

/** A definition, spelt out once. */
function spelledOut(spelling: Spelling, fact: DefinedFact): Formula {
  const { known } = spelling;
  const key = atomKey({ fact });
  const formula = known.get(key) ?? relationOf(spelling, fact);
  known.set(key, formula);
  return formula;
}

function relationOf(spelling: Spelling, { way, subject, object }: DefinedFact): Formula {
  const { rules } = spelling;
  const relation = rules.relationOf(object.type, way.relation);
  if (relation === undefined || !rules.mayHave(subject.type, object.type, way.relation)) return no;
  return ruleOf(spelling, subject, relation, object, relation.rule);
}

/**
 * How many parts a definition may have that is spelt out where another relation follows from it. A longer one stands there as an atom: so however
 * many relations follow from each other, each is spelt out once.
 */
const mostParts = 32;

function computedOf(spelling: Spelling, fact: DefinedFact): Formula {
  // Made anew, it is a choice of its own wherever it stands.
  return hasFewParts(spelledOut(spelling, fact)) ? relationOf(spelling, fact) : definedAtom(spelling, fact);
}

function hasFewParts(formula: Formula): boolean {
  const open = [formula];
  for (let parts = 1; parts <= mostParts; parts += 1) {
    const next = open.pop();
    if (next === undefined) return true;
    if (next.kind === "and" || next.kind === "or") open.push(...next.operands);
  }
  return open.length === 0;
}

function ruleOf(
  spelling: Spelling,
  subject: Party,
  relation: Relation,
  object: Party,
  rule: RelationRule,
): Formula {
  const formulaOf = (operand: RelationRule) => ruleOf(spelling, subject, relation, object, operand);
  switch (rule.kind) {
    case "direct":
      return directOf(spelling, subject, relation, object);
    case "computed":
      return computedOf(spelling, definedFact(subject, rule.relation, object));
    case "inherited":
      return inheritedOf(spelling, subject, rule, object);
    case "union":
      return or(...rule.operands.map(formulaOf));
    case "intersection":
      return and(...rule.operands.map(formulaOf));
    case "exclusion":
      return and(formulaOf(rule.base), negate(formulaOf(rule.excluded)));
    default:
      return assertNever(rule);
  }
}

/** By a tuple of the subject itself, of everyone of its type, or of a set that it is in. */
function directOf(
  { atoms, rules }: Spelling,
  subject: Party,
  { name, subjects }: Relation,
  object: Party,
): Formula {
  const relation = plainRelation(name);
  const ways = subjects.flatMap((each): FactWay[] => {
    if (each.kind === "userset")
      return rules.mayHave(subject.type, each.type, each.relation)
        ? [{ kind: "userset", relation, type: each.type, of: each.relation }]
        : [];
    if (each.type !== subject.type) return [];
    return [{ kind: each.kind === "entity" ? "direct" : "everyone", relation }];
  });
  return or(...ways.map((way) => factOf(atoms, way, subject, object)));
}

/** What is inherited over the same tuples and implies it, brings it along. */
function inheritedOf(
  { atoms, rules }: Spelling,
  subject: Party,
  { relation, over }: Extract<RelationRule, { kind: "inherited" }>,
  object: Party,
): Formula {
  const behind = rules.relationOf(object.type, over);
  const types = (behind ? typesBehind(behind) : []).filter((type) => rules.relationOf(type, relation));
  const own = rules.model.types.find(({ type }) => type === object.type)?.relations ?? [];
  const others = own.flatMap(({ rule }) => inheritedIn(rule).filter((each) => each.over === over));
  const implying = new Set(
    [relation, ...others.map((each) => each.relation)].filter((each) =>
      types.every((type) => rules.implies(type, each, relation)),
    ),
  );
  const ways = [...implying].filter((each) => types.some((type) => rules.mayHave(subject.type, type, each)));
  return or(
    ...ways.map((each) => factOf(atoms, { kind: "inherited", relation: each, over }, subject, object)),
  );
}

function factOf(atoms: AtomTable, way: FactWay, subject: Party, object: Party): Formula {
  const about = way.kind === "everyone" ? { type: subject.type, id: undefined } : subject;
  return literal(atoms.atom<RelationAtom>({ kind: "relation", fact: { way, subject: about, object } }));
}
